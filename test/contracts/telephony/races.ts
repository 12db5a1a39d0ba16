import { expect, test } from 'vitest'
import { type Duration, millis, seconds } from '../../../src/base/duration.ts'
import type { AttemptId, OperatorId } from '../../../src/base/id.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { CALLEE, OTHER, RING, SOON, type TelephonyBench } from './bench.ts'

/**
 * Which side wins a race is for the network to say; that the story of the call makes sense is the
 * rule. Each race is run with our command planned shortly before, at and after the callee's act.
 */
export function races(bench: TelephonyBench): void {
  const SKEWS = [-2, 0, 2] as const
  const race = async (at: Duration, act: (attempt: AttemptId) => void, skew: number) => {
    bench.call('a')
    bench.after(at + skew, () => act('a'))
    await bench.advance(at + seconds(2))
  }
  const connect = (operator: OperatorId) => (attempt: AttemptId) =>
    bench.telephony.connect(attempt, operator)
  const hangUp = (attempt: AttemptId) => bench.telephony.hangUp(attempt)

  test.each(SKEWS)('When both sides hang up at once (%i ms), the call ends once.', async skew => {
    await bench.begin(person(RING, { patience: seconds(1) }))
    await race(RING + seconds(1), hangUp, skew)
    expect(bench.kinds('a')).toEqual(['trying', 'ringing', 'answered', 'ended'])
    expect(bench.last('a')).toMatchObject({ cause: 'hangUp' })
  })

  test.each(SKEWS)('A cancel that meets the answer (%i ms) ends the call once.', async skew => {
    await bench.begin(person(RING))
    await race(RING, hangUp, skew)
    const story = bench.kinds('a').join(' ')
    expect(['trying ringing ended', 'trying ringing answered ended']).toContain(story)
    const cause = story.includes('answered') ? 'hangUp' : 'cancelled'
    expect(bench.last('a')).toMatchObject({ cause, from: 'us' })
  })

  test.each(SKEWS)('A connection that meets the hang-up (%i ms) makes sense.', async skew => {
    await bench.begin(person(RING, { patience: seconds(5), leavesAfter: seconds(1) }))
    await bench.raised('anna')
    await race(RING + seconds(1), connect('anna'), skew)
    const story = bench.kinds('a').slice(2).join(' ')
    expect([
      'answered ended',
      'answered connected ended',
      'answered connectFailed ended',
    ]).toContain(story)
    await bench.joined('b', 'anna', OTHER)
  })

  test.each(SKEWS)('A ring limit that meets the answer (%i ms) ends at most once.', async skew => {
    await bench.begin(person(RING))
    bench.call('a', CALLEE, RING + skew)
    await bench.advance(RING + SOON)
    const story = bench.kinds('a').slice(2).join(' ')
    expect(['ended', 'answered', 'answered ended']).toContain(story)
  })

  test.each(SKEWS)(
    'An operator who puts the phone down as a call is joined (%i ms) is not joined for good.',
    async skew => {
      await bench.begin(person(RING))
      await bench.raised('anna')
      await bench.answered('a')
      bench.after(millis(10), () => bench.telephony.connect('a', 'anna'))
      bench.after(millis(10) + skew, () => bench.dropOperator('anna'))
      await bench.advance(SOON)
      expect(bench.lastOf('anna')).toMatchObject({ kind: 'operatorDown', why: 'hungUp' })
      expect(['connected', 'connectFailed']).toContain(bench.last('a')?.kind)
      await bench.join('a', 'bert')
    },
  )
}
