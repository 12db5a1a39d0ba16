import { describe, expect, it } from 'vitest'
import {
  callsToPlace,
  goalOf,
  linger,
  loopLength,
  stillLingering,
} from '../../../../src/pacing/policies/vicidial/dial-loop.ts'
import { seen } from '../../../support/observations.ts'
import { set } from './settings.ts'

const moments = (count: number, at = 0) => Array.from({ length: count }, () => at)

describe('the goal', () => {
  it('is the level for each operator who waits or talks', () => {
    expect(goalOf(set(), 2, 3, 4)).toBe(14)
  })

  it('is the level for each who waits and one for each who talks, by available only', () => {
    expect(goalOf(set({ availableOnly: true }), 2, 3, 4)).toBe(10)
  })

  it('is rounded to the nearest, ties to even', () => {
    expect([1, 3, 5, 7].map(ready => goalOf(set(), 1.5, ready, 0))).toEqual([2, 4, 8, 10])
    expect(goalOf(set(), 1.1, 1, 0)).toBe(1)
    expect(goalOf(set(), 1.26, 2, 0)).toBe(3)
    expect(goalOf(set({ availableOnly: true }), 2.5, 1, 4)).toBe(6)
  })
})

describe('the calls to place', () => {
  it('are what the rows fall short of the goal: ringing, lingering, waiting and talking', () => {
    const view = seen({
      free: 5,
      busy: 4,
      talkingSince: moments(4),
      ringing: 3,
      ringingSince: moments(3),
      waiting: 1,
    })
    expect(callsToPlace(set(), 2, view, [9, 9])).toBe(2 * 9 - (3 + 2 + 1 + 4))
    expect(callsToPlace(set({ availableOnly: true }), 2, view, [9, 9])).toBe(14 - 10)
  })

  it('are none for operators who wrap up', () => {
    const view = seen({ free: 0, busy: 9, wrappingSince: moments(9) })
    expect(callsToPlace(set(), 3, view, [])).toBe(0)
  })

  it('are never fewer than none', () => {
    expect(callsToPlace(set(), 1, seen({ free: 1, ringingSince: moments(4) }), [])).toBe(0)
  })

  it('are no more than the trunk has lines free, rows that linger left aside', () => {
    const view = seen({
      free: 9,
      talkingSince: moments(2),
      ringingSince: moments(3),
      waiting: 1,
    })
    expect(callsToPlace(set({ lines: 10 }), 3, view, [])).toBe(10 - 6)
    expect(callsToPlace(set({ lines: 10 }), 3, view, moments(4))).toBe(10 - 6)
  })

  it('do not count a line that rings for two minutes', () => {
    const view = { free: 2, ringingSince: [0, 1] }
    expect(callsToPlace(set(), 1, seen({ ...view, at: 120_000 }), [])).toBe(1)
    expect(callsToPlace(set(), 1, seen({ ...view, at: 119_999 }), [])).toBe(0)
  })
})

describe('a row', () => {
  it('lingers after an unanswered call until the longest call were over', () => {
    const unanswered = { kind: 'unanswered', rang: 25_000, dropped: false } as const
    const rows = linger(set(), [7], seen({ at: 100_000, news: [unanswered] }))
    expect(rows).toEqual([7, 100_000 - 25_000 + 25_000 + 2000 + 7000])
    const slow = linger(set({ dialTimeout: 600_000 }), [], seen({ at: 10, news: [unanswered] }))
    expect(slow).toEqual([10 - 25_000 + 120_000])
  })

  it('is freed at once by an answer and by a refusal', () => {
    const news = [
      { kind: 'answered', rang: 9000 },
      { kind: 'refused', rang: 2000 },
    ] as const
    expect(linger(set(), [], seen({ news }))).toEqual([])
  })

  it('is cleaned up at the end of a loop, and counted until the next', () => {
    expect(stillLingering([7299, 7300, 7301], 10_000)).toEqual([7301])
  })
})

it('a loop takes its time, and that of each call it places', () => {
  expect(loopLength(set(), 0)).toBe(2700)
  expect(loopLength(set({ callsPerSecond: 10 }), 25)).toBe(5200)
})
