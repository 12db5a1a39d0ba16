import { describe, expect, it } from 'vitest'
import {
  EMPTY_LOG,
  summed,
  turned,
  withCalls,
  withNews,
} from '../../../../src/pacing/policies/vicidial/day-log.ts'

const answered = { kind: 'answered', rang: 9000 } as const
const refused = { kind: 'refused', rang: 2000 } as const
const abandoned = { kind: 'abandoned', rang: 9000, waited: 2000 } as const
const closed = { kind: 'wrapped', lasted: 20_000, rang: 9000, waited: 0, heard: 'person' } as const
const machine = { ...closed, heard: 'machine' } as const
const unanswered = { kind: 'unanswered', rang: 25_000, dropped: false } as const

const statistics = (log: Parameters<typeof summed>[0], at = 0) => summed(log, at)[0]

describe('the log of a day', () => {
  it('counts a call when it is answered or refused, not yet when it ends unanswered', () => {
    const log = withNews(EMPTY_LOG, 0, [answered, refused, unanswered])
    expect(statistics(log).dayCalls).toBe(2)
    expect(statistics(withCalls(log, 0, 1)).dayCalls).toBe(3)
  })

  it('has those who still talk not among the answers', () => {
    const talking = withNews(EMPTY_LOG, 0, [answered, answered, answered, abandoned])
    expect(statistics(talking).dayPercent).toBe(100)
    expect(statistics(withNews(talking, 0, [closed, closed])).dayPercent).toBe(33.33)
  })

  it('counts no machine that an operator heard as an answer', () => {
    const log = withNews(EMPTY_LOG, 0, [abandoned, closed, machine, machine])
    expect(statistics(log).dayPercent).toBe(50)
  })

  it('has no percentage before the first drop', () => {
    expect(statistics(withNews(EMPTY_LOG, 0, [answered])).dayPercent).toBe(0)
  })

  it('looks back a minute', () => {
    const early = withNews(EMPTY_LOG, 0, [answered, abandoned])
    const late = withNews(early, 30_000, [answered, answered, abandoned])
    expect(statistics(late, 59_999)).toMatchObject({ minuteCalls: 3, minuteDrops: 2 })
    expect(statistics(late, 60_000)).toMatchObject({ minuteCalls: 2, minuteDrops: 1 })
    const [, kept] = summed(late, 60_000)
    expect([kept.lateCalls, kept.lateDrops]).toEqual([[30_000, 30_000], [30_000]])
    expect(statistics(kept, 60_000).dayCalls).toBe(3)
  })

  it('begins anew at midnight', () => {
    const midnight = -9 * 3_600_000
    const log = withNews(EMPTY_LOG, 0, [answered, abandoned, closed, closed])
    expect(turned(log, 15 * 3_600_000 - 1, midnight)).toBe(log)
    const next = turned(log, 15 * 3_600_000, midnight)
    expect(statistics(next)).toMatchObject({ dayCalls: 0, dayPercent: 0 })
    expect(statistics(withNews(next, 0, [abandoned, closed])).dayPercent).toBe(50)
  })
})
