import { describe, expect, it } from 'vitest'
import { addTo, countOf, nobodyLeft } from '../../../src/pacing/forecast/count.ts'
import { add, noneLeft, tallyOf } from '../../../src/pacing/forecast/poisson-binomial.ts'

/** The situation of a team: of 100 operators, 30 chances of coming free, and lines that ring. */
function chanceOf(team: number, ringing = 45): number {
  const [freed, taken] = [countOf(team, 100), countOf(team, 200)]
  for (let n = 0; n < 30; n++) addTo(freed, 0.3 + 0.01 * n)
  for (let n = 0; n < ringing; n++) addTo(taken, 0.15 + 0.005 * n)
  return nobodyLeft({ have: 2, freed, taken })
}

describe('how many chances come true', () => {
  it('is exact up to 60 operators', () => {
    const [freed, taken] = [tallyOf(100), tallyOf(200)]
    for (let n = 0; n < 30; n++) add(freed, 0.3 + 0.01 * n)
    for (let n = 0; n < 45; n++) add(taken, 0.15 + 0.005 * n)
    const exact = noneLeft(2, freed, taken)
    for (const team of [1, 20, 60]) expect(chanceOf(team)).toBeCloseTo(exact, 9)
  })

  it('goes over to the normal distribution without a step', () => {
    for (const ringing of [20, 32, 45, 60]) {
      const [first, last] = [chanceOf(60, ringing), chanceOf(80, ringing)]
      expect(Math.abs(last - first), `${ringing} ringing`).toBeLessThan(0.005)
      for (let team = 60; team < 82; team++) {
        const step = Math.abs(chanceOf(team + 1, ringing) - chanceOf(team, ringing))
        expect(step, `${ringing} ringing, team of ${team}`).toBeLessThan(0.0005)
      }
    }
  })

  it('keeps no exact chances for a large team', () => {
    expect(countOf(80, 100).tally).toBeNull()
    expect(countOf(79, 100).tally).not.toBeNull()
  })

  it('is certain in a large team where nothing is left to chance', () => {
    const nothing = { freed: countOf(200, 0), taken: countOf(200, 0) }
    expect(nobodyLeft({ have: 0, ...nothing })).toBe(1)
    expect(nobodyLeft({ have: 1, ...nothing })).toBe(0)
  })

  it('does not lose count of a team as large as it may be', () => {
    const [freed, taken] = [countOf(79, 59), countOf(79, 200)]
    for (let n = 0; n < 59; n++) addTo(freed, 1)
    for (let n = 0; n < 78; n++) addTo(taken, 1)
    expect(nobodyLeft({ have: 20, freed, taken })).toBe(0)
    addTo(taken, 1)
    expect(nobodyLeft({ have: 20, freed, taken })).toBe(1)
  })
})
