import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exchange } from '../../../src/pacing/budget/credit.ts'
import {
  type Governor,
  newGovernor,
  priceOf as pricedUpTo,
} from '../../../src/pacing/budget/price.ts'
import type { BudgetState } from '../../../src/pacing/observation.ts'

const budget = (connected: number, abandoned: number, limit = 0.03): BudgetState => ({
  connected,
  abandoned,
  limit,
  atRisk: 0,
})
/** A window that has earned so many, of whom so many are left. */
const budgetWith = (earned: number, left: number, limit = 0.03): BudgetState => {
  const abandoned = (earned - left) / (1 + exchange(limit))
  return budget(earned / exchange(limit) - abandoned, abandoned, limit)
}
/** The price under the greatest that is the default. */
const priceOf = (governor: Governor, of: BudgetState, at: number) =>
  pricedUpTo(governor, of, { at, team: 5, greatest: 0.2 })
const price = (of: BudgetState, governor = newGovernor) => priceOf(governor, of, 0).price

/** The governor after windows looked at one after another, a second apart. */
const governed = (budgets: readonly BudgetState[], from: Governor = newGovernor): Governor =>
  budgets.reduce((governor, one, n) => priceOf(governor, one, n * 1000).governor, from)

/** A window in which so many of every thousand were abandoned. */
const window = (people: number, perThousand: number) =>
  Array.from({ length: people }, (_, n) => {
    const abandoned = Math.floor((n * perThousand) / 1000)
    return budget(n - abandoned, abandoned)
  })

describe('the price', () => {
  it('never rises with one more person abandoned', () => {
    const limits = fc.constantFrom(0.01, 0.03, 0.05)
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(200), limits, (connected, abandoned, limit) => {
        const before = price(budget(connected, abandoned, limit))
        expect(price(budget(connected, abandoned + 1, limit))).toBeLessThanOrEqual(before)
      }),
    )
  })

  it('is a small chance, and never nothing where people may be abandoned at all', () => {
    const limits = fc.constantFrom(0.005, 0.03, 0.2)
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(400), limits, (connected, abandoned, limit) => {
        const told = price(budget(connected, abandoned, limit))
        expect(told).toBeGreaterThan(0)
        expect(told).toBeLessThanOrEqual(0.2)
      }),
    )
    expect(price(budget(1000, 0, 0))).toBe(0)
  })

  it('is the least there is while more is owed than was earned', () => {
    const owing = price(budget(970, 30))
    expect(owing).toBe(price(budget(900, 100)))
    // Half a person is left: not enough for one more.
    expect(owing).toBe(price(budget(986, 30)))
    expect(owing).toBeLessThan(0.003)
    expect(owing).toBeLessThan(price(budget(980, 20)) / 10)
  })

  it('answers within a few people by far more than their share', () => {
    expect(price(budget(975, 25))).toBeGreaterThan(1.3 * price(budget(973, 27)))
  })

  it('lends a little as a window begins, and no more once it has begun', () => {
    const sound = price(budget(5, 0))
    expect(sound).toBeGreaterThan(0.001)
    // The same credit, none at all, with and without people handled.
    expect(price(budget(97, 3))).toBeLessThan(sound)
  })

  it('is the least while one person more would pass the limit of a window that earned few', () => {
    const { least } = priceOf(newGovernor, budget(0, 0), 0)
    expect(price(budget(70, 2))).toBe(least)
    expect(price(budget(110, 2))).toBeGreaterThan(5 * least)
    // Of a lower limit nothing can be lent that bears one.
    const low = priceOf(newGovernor, budget(30, 0, 0.01), 0)
    expect(low.price).toBe(low.least)
  })

  it('holds the credit above zero by what it learns of its own error', () => {
    const [used, spared] = [governed(window(2000, 29)), governed(window(2000, 10))]
    const here = budget(1950, 50)
    expect(price(here, { ...used, handled: 2000 })).toBeLessThan(
      0.7 * price(here, { ...spared, handled: 2000 }),
    )
  })

  it('keeps what it learned when a new window begins', () => {
    const before = governed(window(2000, 29))
    const { bias } = priceOf(before, budget(0, 0), 0).governor
    expect(bias).toBe(before.bias)
  })

  it('learns nothing from what was handled before it was first asked', () => {
    for (const abandoned of [0, 15, 40])
      expect(priceOf(newGovernor, budget(2000, abandoned), 0).governor.bias).toBe(newGovernor.bias)
  })

  it('keeps more in reserve where the credit has been seen to fall at once', () => {
    const calm: Governor = { ...newGovernor, falls: { ...newGovernor.falls, last: 0 } }
    const shaken: Governor = { ...calm, falls: { ...calm.falls, worst: 12 } }
    expect(price(budget(975, 25), shaken)).toBeLessThan(0.7 * price(budget(975, 25), calm))
  })

  it('keeps no more in reserve for falls as small as chance makes them', () => {
    const fallen = (worst: number): Governor => {
      return { ...newGovernor, falls: { ...newGovernor.falls, last: 0, worst } }
    }
    const here = budgetWith(20, 4)
    expect(price(here, fallen(3.5))).toBe(price(here, fallen(0)))
    expect(price(here, fallen(5))).toBeLessThan(price(here, fallen(0)))
  })

  it('falls as the credit at hand nears zero by far more than by its distance to the target', () => {
    // That alone would be a factor of 1.4.
    expect(price(budgetWith(20, 0.65))).toBeLessThan(0.3 * price(budgetWith(20, 2)))
  })

  it('is the same for windows of any limit in which as much is left of what was earned', () => {
    // Twice the limit, half the people: the same credit, and everything that follows from it.
    const [a, b] = [0.02, 0.04].map(limit => {
      const earned = 20
      const handled = earned / exchange(limit)
      return price(budget(handled - 14, 14, limit)) / limit
    })
    expect(a! / b!).toBeGreaterThan(0.9)
    expect(a! / b!).toBeLessThan(1.1)
  })

  it('comes with the people who may be abandoned at once, whole and never below none', () => {
    const { bearable } = priceOf(newGovernor, budget(3980, 20), 0)
    expect(bearable).toBe(103)
    expect(priceOf(newGovernor, budget(900, 100), 0).bearable).toBe(0)
    // As a window begins one is lent.
    expect(priceOf(newGovernor, budget(0, 0, 0.05), 0).bearable).toBe(1)
    expect(priceOf(newGovernor, budget(190, 10, 0.05), 0).bearable).toBe(0)
  })
  it('is never above the greatest, however much is left, nor is the least one', () => {
    const [rich, here] = [budget(3980, 20), { at: 0, team: 5 }]
    expect(pricedUpTo(newGovernor, rich, { ...here, greatest: 0.2 }).price).toBeGreaterThan(0.05)
    expect(pricedUpTo(newGovernor, rich, { ...here, greatest: 0.05 }).price).toBe(0.05)
    expect(pricedUpTo(newGovernor, rich, { ...here, greatest: 0 })).toMatchObject({
      price: 0,
      least: 0,
    })
  })
})
