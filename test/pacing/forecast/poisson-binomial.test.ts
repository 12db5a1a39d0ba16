import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  add,
  noneLeft,
  type Tally,
  tallyOf,
} from '../../../src/pacing/forecast/poisson-binomial.ts'
import { bySubsets } from '../support/subsets.ts'

const chances = (maxLength: number) =>
  fc.array(
    fc.integer({ min: 0, max: 1000 }).map(n => n / 1000),
    { maxLength },
  )

function tally(of: readonly number[], most: number): Tally {
  const made = tallyOf(most)
  for (const chance of of) add(made, chance)
  return made
}

describe('a tally of chances', () => {
  it('agrees with every subset gone through', () => {
    fc.assert(
      fc.property(chances(12), of => {
        const made = tally(of, 12)
        for (const [k, chance] of bySubsets(of).entries())
          expect(made.chances[k] ?? 0).toBeCloseTo(chance, 10)
      }),
      { numRuns: 60 },
    )
  })

  it('holds all that is beyond its bound in its last entry', () => {
    fc.assert(
      fc.property(chances(12), fc.integer({ min: 1, max: 8 }), (of, most) => {
        const made = tally(of, most)
        const truth = bySubsets(of)
        for (let k = 0; k < most; k++) expect(made.chances[k] ?? 0).toBeCloseTo(truth[k] ?? 0, 10)
        const beyond = truth.slice(most).reduce((sum, chance) => sum + chance, 0)
        expect(made.chances[most] ?? 0).toBeCloseTo(beyond, 10)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the chance that nobody is left', () => {
  it('agrees with every pair of subsets gone through', () => {
    const have = fc.integer({ min: -4, max: 6 })
    fc.assert(
      fc.property(have, chances(7), chances(7), (start, freed, taken) => {
        let wanted = 0
        const [comes, goes] = [bySubsets(freed), bySubsets(taken)]
        for (const [f, p] of comes.entries())
          for (const [t, q] of goes.entries()) if (start + f - t <= 0) wanted += p * q
        expect(noneLeft(start, tally(freed, 20), tally(taken, 20))).toBeCloseTo(wanted, 9)
      }),
      { numRuns: 80 },
    )
  })

  it('is certain where people wait and nobody comes, and nil where nobody is taken', () => {
    expect(noneLeft(-1, tallyOf(5), tallyOf(5))).toBe(1)
    expect(noneLeft(0, tallyOf(5), tallyOf(5))).toBe(1)
    expect(noneLeft(1, tallyOf(5), tallyOf(5))).toBe(0)
  })
})
