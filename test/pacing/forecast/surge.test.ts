import { describe, expect, it } from 'vitest'
import { addSurging, surgeOn } from '../../../src/pacing/forecast/surge.ts'

const TEAMS = Array.from({ length: 40 }, (_, n) => n + 1)

describe('a surge of answers that a team is to bear', () => {
  it('is eightfold for the smallest teams, and none for those that notice in time', () => {
    expect(surgeOn(1, 5)!.times).toBe(8)
    expect(surgeOn(4, 5)!.times).toBe(8)
    expect(surgeOn(32, 5)).toBeNull()
  })

  it('falls without a step from one team to the next', () => {
    const times = TEAMS.map(team => surgeOn(team, 5)?.times ?? 1)
    for (const [n, one] of times.entries()) {
      const before = times[n - 1] ?? one
      expect(one).toBeLessThanOrEqual(before)
      expect(before - one).toBeLessThan(1.7)
    }
  })

  it('makes a line be answered as if it rang so many times at once', () => {
    const surge = surgeOn(8, 5)!
    addSurging(surge, 0.1)
    addSurging(surge, 0)
    expect(surge.taken.mean).toBeCloseTo(1 - 0.9 ** 4, 12)
  })

  it('never makes more of a line than one answer', () => {
    const surge = surgeOn(1, 5)!
    addSurging(surge, 1)
    expect(surge.taken.mean).toBe(1)
  })
})
