import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Spread } from '../../src/reports/spread.ts'

function spreadOf(values: readonly number[]) {
  const spread = new Spread()
  for (const value of values) spread.add(value)
  return spread.figures()
}

const durations = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 2 ** 40 })),
  { minLength: 1, maxLength: 200 },
)

describe('a spread of durations', () => {
  it('has percentiles by nearest rank, never too low and at most 0.2 % too high', () => {
    fc.assert(
      fc.property(durations, values => {
        const ascending = values.toSorted((a, b) => a - b)
        const figures = spreadOf(values)!
        for (const [name, share] of [
          ['p50', 0.5],
          ['p90', 0.9],
          ['p99', 0.99],
        ] as const) {
          const exact = ascending[Math.ceil(share * values.length) - 1]!
          expect(figures[name]).toBeGreaterThanOrEqual(exact)
          expect(figures[name]).toBeLessThanOrEqual(exact * 1.002)
        }
        expect(figures.max).toBe(ascending.at(-1))
        expect(figures.count).toBe(values.length)
      }),
    )
  })

  it('is exact below 1024 ms', () => {
    expect(spreadOf([1023, 7, 12])).toMatchObject({ p50: 12, max: 1023, mean: 1042 / 3 })
  })

  it('keeps few buckets, however many and various the durations are', () => {
    const spread = new Spread()
    for (let ms = 0; ms < 200_000; ms++) spread.add(ms * 37)
    expect((spread as unknown as { buckets: Map<number, number> }).buckets.size).toBeLessThan(8000)
  })

  it('takes a duration below 0 for 0, since only a clock that was set back gives one', () => {
    expect(spreadOf([-5])).toMatchObject({ mean: 0, max: 0 })
  })

  it('has no figures while nothing was added', () => {
    expect(spreadOf([])).toBeNull()
  })
})
