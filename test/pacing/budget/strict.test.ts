import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strictRoom } from '../../../src/pacing/budget/strict.ts'
import { seen } from '../../support/observations.ts'
import { Attacked, type Blow, blows } from '../support/adversary.ts'

const limits = fc.constantFrom(0, 0.01, 0.03, 0.05, 0.2)
const beginnings = fc.tuple(limits, fc.nat(6), fc.constantFrom(0, 40, 400))

/** The largest excess on the way. */
function excess([limit, operators, people]: [number, number, number], storm: readonly Blow[]) {
  const campaign = new Attacked(limit, operators, people)
  let worst = -Infinity
  for (const blow of storm) {
    campaign.suffer(blow, strictRoom)
    worst = Math.max(worst, campaign.excess)
  }
  return worst
}

describe('the strict room', () => {
  it('keeps the limit at every moment, whatever its worst enemy does', () => {
    fc.assert(
      fc.property(beginnings, blows(false), (beginning, storm) => {
        expect(excess(beginning, storm)).toBeLessThan(1e-9)
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps it in each window, but for lines beyond the operators as the window began', () => {
    fc.assert(
      fc.property(beginnings, blows(true), (beginning, storm) => {
        expect(excess(beginning, storm)).toBeLessThan(1e-9)
      }),
      { numRuns: 1000 },
    )
  })

  it('lets as many lines start as the credit bears beyond the free operators', () => {
    const budget = { connected: 100, abandoned: 0, limit: 0.03, atRisk: 0 }
    expect(strictRoom(seen({ free: 2, budget }))).toBe(5)
    expect(strictRoom(seen({ free: 2, ringing: 3, waiting: 1, budget }))).toBe(1)
  })

  it('counts on nobody whose card could still name a machine', () => {
    const budget = { connected: 70, abandoned: 0, limit: 0.03, atRisk: 0 }
    expect(strictRoom(seen({ free: 1, budget }))).toBe(3)
    expect(strictRoom(seen({ free: 1, busy: 10, budget }))).toBe(2)
  })

  it('leaves to other campaigns what their lines may cost', () => {
    const budget = { connected: 100, abandoned: 0, limit: 0.03, atRisk: 2 }
    expect(strictRoom(seen({ free: 2, budget }))).toBe(3)
  })

  it('always lets a free operator have a line', () => {
    const budget = { connected: 10, abandoned: 9, limit: 0.03, atRisk: 0 }
    expect(strictRoom(seen({ free: 4, ringing: 1, budget }))).toBe(3)
  })
})
