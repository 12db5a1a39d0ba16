import { describe, expect, it } from 'vitest'
import { creditOf, exchange } from '../../../src/pacing/budget/credit.ts'
import { lentTo } from '../../../src/pacing/budget/loan.ts'

const lent = (connected: number, team: number, limit = 0.03) =>
  lentTo(creditOf({ connected, abandoned: 0, limit, atRisk: 0 }), limit, team)

describe('what is lent as a window begins', () => {
  it('is half of what the first dozen people of each operator earn', () => {
    expect(lent(0, 10)).toBeCloseTo(0.5 * exchange(0.03) * 120)
  })

  it('is asked back as people are handled: by twice as many as it was lent for, most of it', () => {
    for (const team of [5, 10, 20]) expect(lent(24 * team, team)).toBeLessThan(0.25 * lent(0, team))
  })

  it('is alike for teams of up to five, whose own few calls would earn less than one person', () => {
    expect(lent(0, 1)).toBe(lent(0, 5))
    expect(lent(0, 6)).toBeGreaterThan(lent(0, 5))
  })

  it('is no more for hundreds of operators than for twenty', () => {
    expect(lent(0, 300)).toBe(lent(0, 20))
  })
})
