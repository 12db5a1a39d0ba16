import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { pairedDifference, ratioInterval, type Share } from '../../../src/sim/compare/interval.ts'

const days = (...pairs: readonly (readonly [number, number])[]): Share[] =>
  pairs.map(([part, whole]) => ({ part, whole }))

describe('the interval of a share over days', () => {
  it('has the ratio of the sums in its middle, not the mean of the ratios', () => {
    expect(ratioInterval(days([1, 10], [0, 90])).mean).toBe(0.01)
  })

  it('is that of the mean where all days are equally large', () => {
    // Values 1, 2 and 3: standard error 1 / sqrt(3), Student's t with 2 degrees of freedom 4.303.
    const { mean, halfWidth } = ratioInterval(days([1, 1], [2, 1], [3, 1]))
    expect(mean).toBeCloseTo(2)
    expect(halfWidth).toBeCloseTo(4.303 / Math.sqrt(3), 6)
  })

  it('is unbounded for one day, and nothing for nothing', () => {
    expect(ratioInterval(days([1, 10])).halfWidth).toBe(Infinity)
    expect(ratioInterval(days([0, 0], [0, 0]))).toEqual({ mean: 0, halfWidth: 0 })
  })

  it('holds the truth in about 95 of 100 cases', () => {
    const random = seededRandom(1)
    const truth = 0.03
    let held = 0
    const tries = 2000
    for (let n = 0; n < tries; n++) {
      const some = Array.from({ length: 10 }, () => {
        const whole = random.integer(200, 600)
        let part = 0
        for (let one = 0; one < whole; one++) part += Number(random.uniform() < truth)
        return { part, whole }
      })
      const { mean, halfWidth } = ratioInterval(some)
      held += Number(Math.abs(mean - truth) <= halfWidth)
    }
    expect(held / tries).toBeGreaterThan(0.92)
    expect(held / tries).toBeLessThan(0.97)
  })
})

describe('the difference of two policies on the same days', () => {
  it('does not see what the days have in common', () => {
    const ours = days([11, 10], [52, 50], [31, 30])
    const theirs = days([1, 10], [2, 50], [1, 30])
    const { mean, halfWidth } = pairedDifference(ours, theirs)
    expect(mean).toBeCloseTo(1)
    expect(halfWidth).toBeCloseTo(0)
  })

  it('is wider by far for days that are not paired', () => {
    const ours = days([10, 10], [20, 10], [30, 10])
    const theirs = days([9, 10], [19, 10], [29, 10])
    const paired = pairedDifference(ours, theirs)
    const crossed = pairedDifference(ours, theirs.toReversed())
    expect(paired.mean).toBeCloseTo(crossed.mean)
    expect(crossed.halfWidth).toBeGreaterThan(100 * paired.halfWidth + 1)
  })
})
