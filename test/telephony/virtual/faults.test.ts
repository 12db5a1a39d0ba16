import { expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import type { Faults } from '../../../src/telephony/virtual/faults.ts'
import { setup } from './setup.ts'

/** The story of one call that is joined as soon as it is answered and taken back 9 s later. */
function story(faults: Faults, answersAfter = seconds(3)): string {
  const { exchange, timeline, call, story, finish } = setup(
    person(answersAfter, { talk: seconds(400) }),
    { faults },
  )
  let joined = false
  exchange.events$.subscribe(event => {
    if (event.kind !== 'answered' || joined) return
    joined = true
    exchange.connect('a', 'anna')
  })
  exchange.operatorUp('anna')
  call('a')
  timeline.after(seconds(9), () => exchange.hangUp('a'))
  finish()
  return story('a').join(', ')
}

const SOUND = '20 trying, 150 ringing, 3000 answered, 3000 connected, 9000 ended'

test('Without faults nothing goes wrong.', () => {
  expect(story({})).toBe(SOUND)
  expect(story({ lateAnswer: 0, repeatedEvents: 0 })).toBe(SOUND)
})

test('Each fault goes wrong in its own way.', () => {
  expect(story({ slowNetwork: 1 })).toBe('6020 trying, 6150 ringing, 9000 ended')
  expect(story({ answerAndGo: 1 })).toMatch(/3000 connected, 30\d\d ended$/)
  expect(story({ lateAnswer: 1 }, seconds(10))).toMatch(/9050 answered, 9050 ended$/)
  expect(story({ answerAndGo: 1, lostBye: 1 })).toBe(SOUND)
  expect(story({ failingJoins: 1 })).toMatch(/3000 answered, 3000 connectFailed, 9000 ended$/)
  expect(story({ repeatedEvents: 1 }).match(/ended/g)).toHaveLength(2)
  expect(story({ lateEvents: 1 })).not.toMatch(/20 trying, 150 ringing/)
  const bursts = { from: 0, to: 1, every: 2, length: 1, share: 1 }
  expect(story({ bursts })).toBe('20 trying, 500 ended')
})

test('Legs drop a minute into the talk on average, and each fault has chance of its own.', () => {
  let dropped = 0
  const calls = 60
  for (let i = 0; i < calls; i++) {
    const bench = setup(person(seconds(3)), { faults: { droppingLegs: 0.5, failingJoins: 0.01 } })
    bench.exchange.operatorUp('anna')
    bench.call(`a${i}`)
    bench.advance(seconds(4))
    bench.exchange.connect(`a${i}`, 'anna')
    bench.advance(seconds(600))
    if (bench.story('anna').at(-1)?.endsWith('operatorDown')) dropped++
  }
  expect(dropped).toBeGreaterThan(calls * 0.3)
  expect(dropped).toBeLessThan(calls * 0.7)
})
