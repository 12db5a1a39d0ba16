import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { progressive, ratio } from '../../src/pacing/policies/ratio.ts'
import { withinBudget } from '../../src/pacing/policies/within-budget.ts'
import { observation, seen } from '../support/observations.ts'

describe('progressive', () => {
  it('rings one line for each free operator', () => {
    expect(progressive.decide(null, seen({ free: 3, ringing: 1 })).launches).toBe(2)
    expect(progressive.decide(null, seen({ free: 3, ringing: 3, busy: 9 })).launches).toBe(0)
  })
})

describe('a ratio', () => {
  it('rings that many lines for each free operator, rounded down', () => {
    expect(ratio(2.9).decide(null, seen({ free: 1 })).launches).toBe(2)
    expect(ratio(2.9).decide(null, seen({ free: 10, ringing: 4 })).launches).toBe(25)
  })

  it('starts nothing when more lines ring than it wants', () => {
    expect(ratio(2).decide(null, seen({ free: 1, ringing: 5 })).launches).toBe(0)
  })

  it('starts no more than the trunks have room for, and says so', () => {
    const held = ratio(2).decide(null, seen({ free: 5, room: 3 }))
    expect(held.launches).toBe(3)
    expect(held.because).toEqual({ rule: 'ratio:2', target: 10, limitedBy: 'room' })
    const free = ratio(2).decide(null, seen({ free: 5, room: 10 }))
    expect(free.because.limitedBy).toBe('nothing')
  })
})

describe('a policy within its budget', () => {
  const policy = withinBudget(ratio(3))
  const launches = (connected: number, abandoned: number, limit = 0.03) =>
    policy.decide(null, seen({ free: 2, budget: { connected, abandoned, limit, atRisk: 0 } }))
      .launches

  it('is itself while the window stands at its limit or below', () => {
    expect(launches(0, 0)).toBe(6)
    expect(launches(97, 3)).toBe(6)
    expect(launches(0, 0, 0)).toBe(6)
  })

  it('is held to progressive above it, and says so', () => {
    expect(launches(96, 3)).toBe(2)
    expect(launches(9, 1, 0)).toBe(2)
    const budget = { connected: 0, abandoned: 1, limit: 0.03, atRisk: 0 }
    expect(policy.decide(null, seen({ free: 2, budget })).because).toEqual({
      rule: 'progressive',
      target: 2,
      limitedBy: 'budget',
    })
  })

  it('has the name and the beginning of the policy it holds', () => {
    expect([policy.name, policy.initial]).toEqual(['ratio:3', null])
  })
})

describe('every policy', () => {
  it('starts a whole number of lines that there is room for, and never beyond its target', () => {
    const policies = [progressive, ratio(1.5), ratio(4), withinBudget(ratio(2.9))]
    fc.assert(
      fc.property(fc.constantFrom(...policies), observation, (policy, observed) => {
        const { launches, because } = policy.decide(null, observed)
        expect(Number.isInteger(launches)).toBe(true)
        expect(launches).toBeGreaterThanOrEqual(0)
        expect(launches).toBeLessThanOrEqual(observed.room)
        expect(observed.ringing + launches).toBeLessThanOrEqual(
          Math.max(observed.ringing, because.target),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('gives each free operator a line where there is room', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), observation, (k, observed) => {
        const { launches } = withinBudget(ratio(k)).decide(null, observed)
        const wanted = Math.min(observed.room, observed.free - observed.ringing)
        expect(launches).toBeGreaterThanOrEqual(Math.max(0, wanted))
      }),
    )
  })
})
