import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import type { RecordedCall } from '../../../src/sim/recording/recorded-day.ts'
import { completeCalls } from '../../../src/sim/replay/complete-calls.ts'
import { Survival } from '../../../src/sim/replay/survival.ts'

interface Length {
  readonly length: number
  readonly whole: boolean
}

const survival = (...items: readonly Length[]) =>
  new Survival(
    items,
    one => one.length,
    one => one.whole,
  )

const whole = (length: number): Length => ({ length, whole: true })
const cut = (length: number): Length => ({ length, whole: false })

describe('what was cut goes on', () => {
  it('like one that went on for longer, each as likely as any other', () => {
    const lengths = survival(whole(1), whole(5), whole(6), whole(7))
    const random = seededRandom(1)
    const seen = { 5: 0, 6: 0, 7: 0 } as Record<number, number>
    for (let n = 0; n < 3000; n++) seen[lengths.beyond(3, random)!.length]!++
    for (const length of [5, 6, 7]) expect(seen[length]! / 3000).toBeCloseTo(1 / 3, 1)
  })

  it('as the estimate of Kaplan and Meier has it, where others were cut too', () => {
    // By hand: S(4) = 1, S(5) = 3/4; one of three is cut at 6; S(7) = 3/8, S(9) = 0.
    const lengths = survival(whole(5), cut(6), whole(7), whole(9))
    const random = seededRandom(2)
    const seen: Record<number, number> = { 5: 0, 7: 0, 9: 0 }
    for (let n = 0; n < 4000; n++) seen[lengths.beyond(4, random)!.length]!++
    expect(seen[5]! / 4000).toBeCloseTo(1 / 4, 1)
    expect(seen[7]! / 4000).toBeCloseTo(3 / 8, 1)
    expect(seen[9]! / 4000).toBeCloseTo(3 / 8, 1)
  })

  it('is not known when nothing went on for longer', () => {
    expect(survival(whole(1), cut(5)).beyond(3, seededRandom(1))).toBeNull()
    expect(survival().beyond(0, seededRandom(1))).toBeNull()
    expect(survival(whole(1), cut(5), cut(Infinity)).longerThan(1)).toBe(2)
  })
})

describe('a call that was cut', () => {
  const call = (fate: RecordedCall['fate'], rang: number, more: Partial<RecordedCall> = {}) => ({
    at: 0,
    fate,
    rang,
    waited: 0,
    left: false,
    joined: false,
    over: true,
    ...more,
  })

  it('comes to what longer rings came to, and rings for as long', () => {
    const calls = [call('cut', 15_000), call('busy', 2000), call('person', 18_000)]
    const [first] = completeCalls(calls, seededRandom(1))
    expect(first).toMatchObject({ fate: 'person', rang: 18_000 })
  })

  it('rings for ever when no other rang for longer', () => {
    const [first] = completeCalls([call('cut', 15_000), call('busy', 2000)], seededRandom(1))
    expect(first).toMatchObject({ fate: 'unanswered', rang: Infinity })
  })

  it('is like those of its hour, where the hour has enough of them', () => {
    const HOUR = 3_600_000
    const before = Array.from({ length: 50 }, () => call('person', 18_000))
    const after = Array.from({ length: 50 }, () => call('unanswered', Infinity, { at: HOUR }))
    const cutIn = (at: number) => Array.from({ length: 10 }, () => call('cut', 15_000, { at }))
    const whole = completeCalls([...cutIn(0), ...before, ...cutIn(HOUR), ...after], seededRandom(1))
    const fatesOf = (from: number) => new Set(whole.slice(from, from + 10).map(one => one.fate))
    expect([...fatesOf(0)]).toEqual(['person'])
    expect([...fatesOf(60)]).toEqual(['unanswered'])
  })

  it('has a patience that was not put to the test like one that was', () => {
    const left = call('person', 10_000, { waited: 1500, left: true })
    const calls = [call('person', 9000, { joined: true }), left]
    expect(completeCalls(calls, seededRandom(1)).map(one => one.patience)).toEqual([1500, 1500])
  })
})
