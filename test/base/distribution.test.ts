import { describe, expect, it } from 'vitest'
import { type Distribution, draw } from '../../src/base/distribution.ts'
import { seededRandom } from '../../src/base/random.ts'

/** Mean and coefficient of variation of many draws. */
function figuresOf(from: Distribution): { mean: number; cv: number; min: number; max: number } {
  const random = seededRandom(11)
  const values = Array.from({ length: 40_000 }, () => draw(from, random))
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return {
    mean,
    cv: Math.sqrt(variance) / mean,
    min: Math.min(...values),
    max: Math.max(...values),
  }
}

describe('the draws of a distribution', () => {
  const CASES: readonly (readonly [Distribution, number, number])[] = [
    [{ dist: 'fixed', value: 7 }, 7, 0],
    [{ dist: 'uniform', min: 10, max: 30 }, 20, 20 / Math.sqrt(12) / 20],
    [{ dist: 'exponential', mean: 12 }, 12, 1],
    [{ dist: 'lognormal', mean: 100, cv: 0.6 }, 100, 0.6],
    [{ dist: 'lognormal', mean: 100, cv: 0 }, 100, 0],
    [{ dist: 'gamma', mean: 12.6, cv: 0.73 }, 12.6, 0.73],
    [{ dist: 'gamma', mean: 5, cv: 1.4 }, 5, 1.4],
    [{ dist: 'gamma', mean: 5, cv: 0 }, 5, 0],
  ]

  it.each(CASES)('have its mean and spread: %j', (from, mean, cv) => {
    const figures = figuresOf(from)
    expect(Math.abs(figures.mean / mean - 1)).toBeLessThan(0.03)
    expect(Math.abs(figures.cv - cv)).toBeLessThan(0.04)
    expect(figures.min).toBeGreaterThan(0)
  })

  it('stay within the limits of an even one', () => {
    const { min, max } = figuresOf({ dist: 'uniform', min: 10, max: 30 })
    expect(min).toBeGreaterThanOrEqual(10)
    expect(max).toBeLessThan(30)
  })

  it('come from the parts of a mixture by their weights', () => {
    const mixture: Distribution = {
      dist: 'mixture',
      of: [
        { weight: 1, dist: 'fixed', value: 10 },
        { weight: 3, dist: 'exponential', mean: 2 },
      ],
    }
    const { mean, max } = figuresOf(mixture)
    expect(Math.abs(mean - 4)).toBeLessThan(0.1)
    expect(max).toBeGreaterThanOrEqual(10)
  })
})
