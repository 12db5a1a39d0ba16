import { describe, expect, test } from 'vitest'
import { BrokenRule } from '../../../src/base/assert.ts'
import { seconds } from '../../../src/base/duration.ts'
import { machine, person, unreached } from '../../../src/telephony/virtual/callee.ts'
import type { CalleeScript } from '../../../src/telephony/virtual/script.ts'
import { setup } from './setup.ts'

describe('patience', () => {
  test('Nobody hangs up in the instant of the answer: a connection made in it wins.', () => {
    const { exchange, timeline, call, story, finish } = setup(
      person(seconds(3), { patience: 0, talk: seconds(60) }),
    )
    // Whoever commands may think for several turns of the same instant.
    exchange.events$.subscribe(event => {
      if (event.kind === 'answered')
        timeline.after(0, () => timeline.after(0, () => exchange.connect('a', 'anna')))
    })
    exchange.operatorUp('anna')
    call('a')
    finish()
    expect(story('a').slice(2)).toEqual(['3000 answered', '3000 connected', '63000 ended'])
  })

  test('Someone without patience hangs up a millisecond after the answer.', () => {
    const { call, story, finish } = setup(person(seconds(3), { patience: 0 }))
    call('a')
    finish()
    expect(story('a').slice(2)).toEqual(['3000 answered', '3001 ended'])
  })

  test('A connection under way holds the callee; one that fails takes of their patience.', () => {
    const { exchange, call, story, advance, finish } = setup(
      person(seconds(3), { patience: seconds(2) }),
      { connectDelay: seconds(1) },
    )
    call('a')
    advance(seconds(3.5))
    exchange.connect('a', 'nobody')
    advance(seconds(1.2))
    expect(story('a').at(-1)).toBe('4500 connectFailed')
    exchange.connect('a', 'nobody')
    finish()
    expect(story('a').slice(-2)).toEqual(['5700 connectFailed', '5701 ended'])
  })

  test('Someone whose operator dropped out waits anew, and talks on with the next.', () => {
    const { exchange, call, story, advance, finish } = setup(
      person(seconds(3), { patience: seconds(2), talk: seconds(60) }),
    )
    exchange.operatorUp('anna')
    exchange.operatorUp('bert')
    call('a')
    advance(seconds(4))
    exchange.connect('a', 'anna')
    advance(seconds(20))
    exchange.dropOperator('anna')
    advance(seconds(1.5))
    exchange.connect('a', 'bert')
    finish()
    // 20 s with anna, 1.5 s alone, 40 s with bert.
    expect(story('a').slice(-2)).toEqual(['25500 connected', '65500 ended'])
  })

  test('Someone who has heard a message waits anew.', () => {
    const { exchange, call, story, advance, finish } = setup(
      person(seconds(3), { patience: seconds(2) }),
      { messageLength: () => seconds(9) },
    )
    call('a')
    advance(seconds(4))
    exchange.announce('a', { message: 'Carillon called you.', stopKey: null })
    finish()
    expect(story('a').slice(-2)).toEqual(['13000 announced', '15000 ended'])
  })

  test('A machine records for half a minute, whoever speaks, and hangs up.', () => {
    const { exchange, call, story, advance, finish } = setup(machine(seconds(20)))
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(21))
    exchange.connect('a', 'anna')
    finish()
    expect(story('a').slice(-2)).toEqual(['21000 connected', '50000 ended'])
  })
})

describe('the network', () => {
  test('Provisional responses come in order, and none after the outcome.', () => {
    const script: CalleeScript = {
      ...unreached('busy', 500),
      provisional: { trying: 400, ringing: 300, earlyMedia: 600 },
    }
    const { call, story, finish } = setup(script)
    call('a')
    finish()
    expect(story('a')).toEqual(['400 trying', '400 ringing', '500 ended'])
  })

  test('Early media is told where there is some, with or without ringing.', () => {
    const script: CalleeScript = {
      ...unreached('invalid', 900),
      provisional: { trying: null, ringing: null, earlyMedia: 600 },
    }
    const { call, story, finish } = setup(script)
    call('a')
    finish()
    expect(story('a')).toEqual(['600 earlyMedia', '900 ended'])
  })

  test('Times are rounded to whole milliseconds.', () => {
    const { call, story, finish } = setup(unreached('busy', 1234.56))
    call('a')
    finish()
    expect(story('a').at(-1)).toBe('1235 ended')
  })

  test('An exchange without detection does not tell a person from a machine.', () => {
    const { call, last, advance } = setup(person(seconds(1)), { detectsMachines: false })
    call('a')
    advance(seconds(2))
    expect(last('a')).toMatchObject({ kind: 'answered', by: 'unknown' })
  })

  test('A message takes as long as it takes to say it: 150 words a minute.', () => {
    const { exchange, call, story, advance, finish } = setup(person(seconds(1)))
    call('a')
    advance(seconds(2))
    exchange.announce('a', { message: 'We are sorry to have missed you. '.repeat(5), stopKey: '9' })
    finish()
    expect(story('a').at(3)).toBe('16000 announced')
  })

  test('A message without words takes a second.', () => {
    const { exchange, call, story, advance, finish } = setup(person(seconds(1)))
    call('a')
    advance(seconds(2))
    exchange.announce('a', { message: '', stopKey: '9' })
    finish()
    expect(story('a').at(3)).toBe('3000 announced')
  })

  test('Callees are told how many calls came before theirs, and when theirs was placed.', () => {
    const calls: unknown[] = []
    const { call, advance } = setup({
      script(dialed) {
        calls.push(dialed)
        return unreached('busy', 100)
      },
    })
    call('a')
    advance(seconds(1))
    call('b', '+12125550101')
    expect(calls).toEqual([
      { attempt: 'a', to: '+12125550100', trunk: 'main', dialedIndex: 0, at: 0 },
      { attempt: 'b', to: '+12125550101', trunk: 'main', dialedIndex: 1, at: 1000 },
    ])
  })
})

describe('closing', () => {
  test('A closed exchange completes its streams, and nothing happens any more.', () => {
    const { exchange, timeline, call, told, advance } = setup(person(seconds(3)))
    const completed: string[] = []
    exchange.events$.subscribe({ complete: () => completed.push('events') })
    exchange.capacity$.subscribe({ complete: () => completed.push('capacity') })
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(1))
    const before = told.length
    exchange.operatorDown('anna')
    exchange.close()
    expect(completed.toSorted()).toEqual(['capacity', 'events'])
    expect(timeline.nextAt()).toBeUndefined()
    expect(told.length).toBe(before)
  })

  test('A call over a trunk that the exchange does not have is refused.', () => {
    const { exchange } = setup(person(seconds(3)))
    const request = { to: '+12125550100', from: '+12125550199', trunk: 'b', ringLimit: 1 }
    expect(() => exchange.originate('a', request)).toThrow(BrokenRule)
  })
})
