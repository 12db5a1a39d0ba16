import { describe, expect, test } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { answerAndGo } from '../../../src/telephony/virtual/behaviours/answer-and-go.ts'
import { stack } from '../../../src/telephony/virtual/behaviours/behaviour.ts'
import {
  droppingLegs,
  failingJoins,
} from '../../../src/telephony/virtual/behaviours/failing-phones.ts'
import { lateAnswer } from '../../../src/telephony/virtual/behaviours/late-answer.ts'
import { lostBye } from '../../../src/telephony/virtual/behaviours/lost-bye.ts'
import { slowNetwork } from '../../../src/telephony/virtual/behaviours/slow-network.ts'
import { trunkBursts } from '../../../src/telephony/virtual/behaviours/trunk-bursts.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { type OperatorPhones, SOUND_PHONES } from '../../../src/telephony/virtual/legs.ts'
import type { CalleeScript, Callees } from '../../../src/telephony/virtual/script.ts'
import { setup } from './setup.ts'

const always = { share: 1, random: seededRandom(1) }
const everyone = (script: CalleeScript): Callees => ({ script: () => script })

describe('a late answer', () => {
  const callees = stack(everyone(person(seconds(9))), lateAnswer(always, millis(60)))

  test('crosses our CANCEL: the call is answered and then ended by us.', () => {
    const { exchange, call, story, last, advance, finish } = setup(callees)
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(5))
    exchange.hangUp('a')
    advance(millis(30))
    exchange.hangUp('a')
    finish()
    expect(story('a').slice(2)).toEqual(['5060 answered', '5060 ended'])
    expect(last('a')).toMatchObject({ cause: 'hangUp', from: 'us', sip: 200, q850: 16 })
    expect(exchange.linesInUse('main')).toBe(0)
  })

  test('crosses the CANCEL of the ring limit as well.', () => {
    const { call, story, last, finish } = setup(callees)
    call('a', '+12125550100', seconds(5))
    finish()
    expect(story('a').slice(2)).toEqual(['5060 answered', '5060 ended'])
    expect(last('a')).toMatchObject({ cause: 'hangUp', from: 'us' })
  })

  test('is of no use to whoever wants to connect it.', () => {
    const { exchange, call, story, advance, finish } = setup(callees)
    exchange.events$.subscribe(event => {
      if (event.kind === 'answered') exchange.connect('a', 'anna')
    })
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(5))
    exchange.hangUp('a')
    finish()
    expect(story('a').slice(2)).toEqual(['5060 answered', '5060 ended'])
  })

  test('does not show where the callee answers in time.', () => {
    const { call, story, advance } = setup(callees)
    call('a')
    advance(seconds(10))
    expect(story('a').at(-1)).toBe('9000 answered')
  })
})

describe('a lost BYE', () => {
  const callees = stack(
    everyone(person(seconds(3), { patience: seconds(2), talk: seconds(60) })),
    lostBye(always, seconds(90)),
  )

  test('leaves a call that seems to be up until it is noticed as lost.', () => {
    const { exchange, call, story, finish } = setup(callees)
    call('a')
    finish()
    expect(story('a').slice(2)).toEqual(['3000 answered', '95000 lost'])
    expect(exchange.linesInUse('main')).toBe(0)
  })

  test('leaves an operator in a talk with nobody, until we end it.', () => {
    const { exchange, call, story, last, advance, finish } = setup(callees)
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(4))
    exchange.connect('a', 'anna')
    advance(seconds(80))
    expect(last('a')?.kind).toBe('connected')
    exchange.hangUp('a')
    finish()
    expect(story('a').at(-1)).toBe('84000 ended')
    expect(last('a')).toMatchObject({ cause: 'hangUp', from: 'us' })
  })

  test('lets a call be joined whose callee has long gone.', () => {
    const { exchange, call, story, advance, finish } = setup(callees)
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(50))
    exchange.connect('a', 'anna')
    finish()
    expect(story('a').slice(3)).toEqual(['50000 connected', '95000 lost'])
  })
})

describe('other faults of callees and networks', () => {
  test('A slow network delays everything before the answer.', () => {
    const callees = stack(everyone(person(seconds(3))), slowNetwork(always, seconds(6)))
    const { call, story, advance } = setup(callees)
    call('a')
    advance(seconds(10))
    expect(story('a')).toEqual(['6020 trying', '6150 ringing', '9000 answered'])
  })

  test('Who answers and goes is gone within 100 ms, joined or not.', () => {
    const callees = stack(everyone(person(seconds(3))), answerAndGo(always))
    const gone = new Set<number>()
    for (let i = 0; i < 40; i++) {
      const bench = setup(callees)
      bench.exchange.operatorUp('anna')
      bench.exchange.events$.subscribe(event => {
        if (event.kind === 'answered') bench.exchange.connect(`a${i}`, 'anna')
      })
      bench.call(`a${i}`)
      bench.finish()
      gone.add(bench.timeline.monotonic() - seconds(3))
    }
    expect(Math.max(...gone)).toBeLessThanOrEqual(100)
    expect(gone.size).toBeGreaterThan(20)
    const busy = everyone(unreached('busy', seconds(1)))
    const call = { attempt: 'a', to: '+12125550100', trunk: 'main', dialedIndex: 0, at: 0 }
    expect(stack(busy, answerAndGo(always)).script(call)).toEqual(busy.script(call))
  })

  test('A behaviour shows in its share of calls, the same ones in whatever order.', () => {
    const chance = { share: 0.25, random: seededRandom(5) }
    const late = (callees: Callees, attempts: readonly number[]) =>
      attempts.map(dialedIndex => {
        const call = { attempt: `a${dialedIndex}`, to: '+1', trunk: 'main', dialedIndex, at: 0 }
        return callees.script(call).answersCancel !== undefined
      })
    const attempts = Array.from({ length: 400 }, (_, i) => i)
    const alone = late(stack(everyone(person(1)), lateAnswer(chance)), attempts)
    const among = stack(everyone(person(1)), lostBye(chance), lateAnswer(chance))
    expect(late(among, attempts.toReversed()).reverse()).toEqual(alone)
    const share = alone.filter(Boolean).length / 400
    expect(share).toBeGreaterThan(0.17)
    expect(share).toBeLessThan(0.33)
  })

  test('Two behaviours of one chance do not go together.', () => {
    const chance = { share: 0.25, random: seededRandom(5) }
    const callees = stack(everyone(person(1)), lostBye(chance), lateAnswer(chance))
    const both = Array.from({ length: 400 }, (_, dialedIndex) =>
      callees.script({ attempt: `a${dialedIndex}`, to: '+1', trunk: 'main', dialedIndex, at: 0 }),
    ).filter(({ answersCancel, byeLostFor }) => answersCancel && byeLostFor)
    expect(both.length).toBeGreaterThan(10)
    expect(both.length).toBeLessThan(45)
  })

  test('A trunk keeps the faults it has, and its bursts are over in time.', () => {
    const own = { from: 5, to: 6, share: 0.5 }
    const trunk = { id: 'main', lines: 10, callsPerSecond: 10, faults: [own] }
    const bursts = { from: 100, to: 220, every: 100, length: 50, share: 1 }
    expect(trunkBursts(trunk, bursts).faults).toEqual([
      own,
      { from: 100, to: 150, share: 1 },
      { from: 200, to: 220, share: 1 },
    ])
  })

  test('A trunk in bursts turns calls away in each burst, and in no pause.', () => {
    const trunk = trunkBursts(
      { id: 'main', lines: 10, callsPerSecond: 10 },
      { from: seconds(60), to: seconds(180), every: seconds(60), length: seconds(5), share: 1 },
    )
    const { call, last, advance, timeline } = setup(person(seconds(3)), { trunks: [trunk] })
    const at = (time: number) => {
      advance(seconds(time) - timeline.monotonic())
      call(`a${time}`)
      advance(seconds(0.5))
      return last(`a${time}`)?.kind === 'ended'
    }
    expect([50, 60, 64, 65, 119, 120, 124, 125, 180].map(at)).toEqual([
      ...[false, true, true, false],
      ...[false, true, true, false, false],
    ])
  })
})

describe('operators’ phones', () => {
  test('A leg that cannot be joined fails the connection, and stays up.', () => {
    const phones = failingJoins(SOUND_PHONES, always)
    const { exchange, call, story, advance } = setup(person(seconds(3)), { phones })
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(4))
    exchange.connect('a', 'anna')
    advance(seconds(1))
    expect(story('a').at(-1)).toBe('4000 connectFailed')
    expect(story('anna')).toEqual(['0 operatorUp'])
  })

  test('A leg that could not be joined to one call can be joined to the next.', () => {
    const phones: OperatorPhones = {
      ...SOUND_PHONES,
      join: (_, attempt) => ({ joins: attempt !== 'a', dropsAfter: null }),
    }
    const { exchange, call, last, advance } = setup(person(seconds(3)), { phones })
    exchange.operatorUp('anna')
    call('a')
    call('b')
    advance(seconds(4))
    exchange.connect('a', 'anna')
    advance(seconds(1))
    exchange.connect('b', 'anna')
    advance(seconds(1))
    expect(last('a')?.kind).toBe('connectFailed')
    expect(last('b')?.kind).toBe('connected')
  })

  test('Legs that fail and legs that drop are drawn apart; one that fails does not drop.', () => {
    const chance = { share: 0.5, random: seededRandom(4) }
    const phones = droppingLegs(failingJoins(SOUND_PHONES, chance), chance, {
      dist: 'fixed',
      value: seconds(7),
    })
    const answers = Array.from({ length: 200 }, (_, i) => phones.join('anna', `a${i}`))
    const joined = answers.filter(({ joins }) => joins)
    const dropped = joined.filter(({ dropsAfter }) => dropsAfter !== null)
    expect(Math.abs(joined.length - 100)).toBeLessThan(30)
    expect(Math.abs(dropped.length - joined.length / 2)).toBeLessThan(22)
  })

  test('A leg asked for in the instant in which it drops is down.', () => {
    const phones = droppingLegs(SOUND_PHONES, always, { dist: 'fixed', value: seconds(7) })
    const { exchange, timeline, call, story, advance } = setup(person(seconds(3)), { phones })
    timeline.after(seconds(11), () => exchange.operatorUp('anna'))
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(4))
    exchange.connect('a', 'anna')
    advance(seconds(10))
    expect(story('anna')).toEqual(['0 operatorUp', '11000 operatorDown'])
  })

  test('A leg that drops in a talk leaves the callee alone, and can be brought up again.', () => {
    const phones = droppingLegs(SOUND_PHONES, always, { dist: 'fixed', value: seconds(7) })
    const { exchange, call, story, last, advance } = setup(
      person(seconds(3), { patience: seconds(2) }),
      { phones },
    )
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(4))
    exchange.connect('a', 'anna')
    advance(seconds(7))
    expect(story('anna').at(-1)).toBe('11000 operatorDown')
    expect(last('anna')).toMatchObject({ why: 'lost' })
    exchange.operatorUp('anna')
    advance(seconds(2))
    expect(story('anna').at(-1)).toBe('11000 operatorUp')
    expect(story('a').at(-1)).toBe('13000 ended')
  })

  test('A leg that drops while it is being joined fails the connection first.', () => {
    const { exchange, call, told, advance } = setup(person(seconds(3)), { connectDelay: 50 })
    exchange.operatorUp('anna')
    call('a')
    advance(seconds(4))
    exchange.connect('a', 'anna')
    exchange.dropOperator('anna')
    advance(0)
    expect(told.slice(-2).map(([, event]) => event.kind)).toEqual(['connectFailed', 'operatorDown'])
  })

  test('A phone rung twice, or taken down while it rings, answers once.', () => {
    const phones = {
      ...SOUND_PHONES,
      ring: () => ({ result: 'up', after: seconds(1) }) as const,
    }
    const { exchange, story, finish } = setup(person(seconds(3)), { phones })
    exchange.operatorUp('anna')
    exchange.operatorUp('anna')
    exchange.operatorUp('bert')
    exchange.operatorDown('bert')
    exchange.operatorDown('nobody')
    finish()
    expect(story('anna')).toEqual(['1000 operatorUp'])
    expect(story('bert')).toEqual(['0 operatorDown'])
    expect(story('nobody')).toEqual([])
  })
})

describe('a noisy wire', () => {
  const stories = (repeated: number, late: number) => {
    const faults = { repeatedEvents: repeated, lateEvents: late }
    const bench = setup(unreached('refused', seconds(1)), { faults })
    for (let i = 0; i < 8; i++) bench.call(`a${i}`)
    bench.finish()
    return Array.from({ length: 8 }, (_, i) => bench.story(`a${i}`).map(line => line.split(' ')[1]))
  }

  test('tells some events twice.', () => {
    for (const story of stories(1, 0))
      expect(story.toSorted()).toEqual(
        ['trying', 'trying', 'ringing', 'ringing', 'ended', 'ended'].toSorted(),
      )
  })

  test('tells some events late, and loses none.', () => {
    const told = stories(0, 0.5)
    for (const story of told)
      expect(story.toSorted()).toEqual(['trying', 'ringing', 'ended'].toSorted())
    expect(new Set(told.map(String)).size).toBeGreaterThan(1)
  })
})
