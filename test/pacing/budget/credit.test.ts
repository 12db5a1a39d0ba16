import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditOf, exchange } from '../../../src/pacing/budget/credit.ts'

describe('the credit of a budget', () => {
  it('is used up exactly where the window stands at its limit', () => {
    const { left, earned, handled } = creditOf({
      connected: 97,
      abandoned: 3,
      limit: 0.03,
      atRisk: 0,
    })
    expect(left).toBeCloseTo(0, 10)
    expect([handled, earned]).toEqual([100, exchange(0.03) * 100])
  })

  it('is below zero exactly where the limit is passed', () => {
    const limits = fc.constantFrom(0, 0.01, 0.03, 0.05, 0.5)
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(300), limits, (connected, abandoned, limit) => {
        const over = abandoned - limit * (abandoned + connected)
        const { left } = creditOf({ connected, abandoned, limit, atRisk: 0 })
        if (Math.abs(over) > 1e-9) expect(left < 0).toBe(over > 0)
      }),
    )
  })

  it('earns nothing at a limit of nothing, and stays a number at one of everything', () => {
    expect(creditOf({ connected: 50, abandoned: 1, limit: 0, atRisk: 0 }).left).toBe(-1)
    expect(exchange(1)).toBeLessThan(Infinity)
  })
})
