import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draw } from '../../../src/base/distribution.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { normal } from '../../../src/pacing/estimates/normal.ts'
import {
  hazards,
  noSpans,
  summedHazard,
  TALK_EDGES,
  WRAP_EDGES,
  withSpans,
} from '../../../src/pacing/estimates/survival.ts'

const [MEAN, CV] = [150, 1] as const

/** Chance that a span of the lognormal above lasts longer than `sec`. */
function lasts(sec: number): number {
  const variance = Math.log(1 + CV * CV)
  return 1 - normal((Math.log(sec) - Math.log(MEAN) + variance / 2) / Math.sqrt(variance))
}

/** Spans of which some are looked at before their end: only so much is known of these. */
function observed(count: number): { readonly ended: number[]; readonly running: number[] } {
  const random = seededRandom(3)
  const [ended, running]: [number[], number[]] = [[], []]
  for (let n = 0; n < count; n++) {
    const sec = draw({ dist: 'lognormal', mean: MEAN, cv: CV }, random)
    const looked = draw({ dist: 'exponential', mean: 200 }, random)
    if (sec <= looked) ended.push(sec)
    else running.push(looked)
  }
  return { ended, running }
}

const worstError = (ended: readonly number[], running: readonly number[]): number => {
  const hazard = hazards(withSpans(noSpans(TALK_EDGES), ended), running, 120)
  const sums = summedHazard(TALK_EDGES, hazard, 600)
  const errors = [30, 67, 108, 175, 280, 470].map(sec => Math.exp(-sums[sec]!) - lasts(sec))
  return Math.max(...errors.map(Math.abs))
}

describe('how long something lasts', () => {
  it('is learned from what has ended and from what still lasts', () => {
    const { ended, running } = observed(4000)
    expect(worstError(ended, running)).toBeLessThan(0.03)
  })

  it('would be taken too short without what still lasts', () => {
    const { ended } = observed(4000)
    expect(worstError(ended, [])).toBeGreaterThan(0.1)
  })

  it('is what was expected beforehand while nothing has been seen', () => {
    for (const hazard of hazards(noSpans(WRAP_EDGES), [], 20)) expect(hazard).toBeCloseTo(1 / 20)
  })

  it('counts every end and every second once', () => {
    const spans = fc.array(fc.nat(30_000).map(n => n / 10))
    fc.assert(
      fc.property(spans, lasted => {
        const { ends, spent } = withSpans(noSpans(WRAP_EDGES), lasted)
        const sum = (of: Iterable<number>) => [...of].reduce((total, one) => total + one, 0)
        expect(sum(ends)).toBe(lasted.length)
        expect(sum(spent)).toBeCloseTo(sum(lasted), 4)
      }),
    )
  })

  it('leaves the counts handed in as they are', () => {
    const before = noSpans(WRAP_EDGES)
    withSpans(before, [3, 30])
    expect(before.ends.every(count => count === 0)).toBe(true)
    expect(withSpans(before, [])).toBe(before)
  })
})

describe('a summed hazard', () => {
  it('adds up the hazard of the bin in which each second lies', () => {
    const sums = summedHazard([0, 2, 4], Float64Array.of(0.5, 0.1, 0.2), 6)
    const wanted = [0, 0.5, 1, 1.1, 1.2, 1.4, 1.6]
    for (const [second, sum] of wanted.entries()) expect(sums[second]).toBeCloseTo(sum)
  })
})
