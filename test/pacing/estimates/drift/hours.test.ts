import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  atHour,
  type Hours,
  hourFactor,
  noHours,
  rescaled,
  withAnswers,
} from '../../../../src/pacing/estimates/drift/hours.ts'

/** Answers seen and expected in each of the hours from 9 on. */
function afterDay(day: readonly (readonly [seen: number, expected: number])[], from = noHours) {
  let hours: Hours = from
  for (const [index, [seen, expected]] of day.entries())
    hours = withAnswers(atHour(hours, (9 + index) % 24).hours, seen, expected)
  return atHour(hours, (9 + day.length) % 24).hours
}

const factorAt = (hours: Hours, hour: number) => hourFactor({ ...hours, hour })

describe('the hours of the day', () => {
  it('are all alike before one of them is over', () => {
    const morning = withAnswers(atHour(noHours, 9).hours, 300, 100)
    for (const hour of [0, 9, 9.5, 12, 23.99]) expect(factorAt(morning, hour)).toBe(1)
    expect(hourFactor(noHours)).toBe(1)
  })

  it('differ as their answers did, and the less the fewer there were', () => {
    const hours = afterDay([
      [50, 100],
      [100, 100],
      [4, 2],
    ])
    expect(factorAt(hours, 9.5)).toBeCloseTo(0.58, 1)
    expect(factorAt(hours, 10.5)).toBe(1)
    expect(factorAt(hours, 11.5)).toBeLessThan(1.1)
    expect(factorAt(hours, 11.5)).toBeGreaterThan(1)
  })

  it('pass into one another without a step, over midnight too', () => {
    const hours = afterDay(
      Array.from({ length: 24 }, (_, index) => [index % 2 === 0 ? 300 : 30, 100] as const),
    )
    fc.assert(
      fc.property(fc.double({ min: 0, max: 23.99, noNaN: true }), hour => {
        const next = (hour + 0.001) % 24
        expect(Math.abs(factorAt(hours, next) - factorAt(hours, hour))).toBeLessThan(0.02)
      }),
    )
    expect(Math.abs(factorAt(hours, 23.9999) - factorAt(hours, 0))).toBeLessThan(0.01)
  })

  it('say by how much the present factor moved as an hour began to count', () => {
    const before = withAnswers(atHour(noHours, 9).hours, 200, 100)
    const { hours, step } = atHour(before, 10)
    expect(hourFactor(hours)).toBeGreaterThan(1)
    expect(step).toBe(hourFactor(hours))
    expect(atHour(hours, 10.2).step).toBe(1)
  })

  it('believe the last days more than those before', () => {
    let hours = afterDay([[1000, 1000]])
    for (let day = 0; day < 3; day++) hours = afterDay([[300, 150]], hours)
    expect(factorAt(hours, 9.5)).toBeGreaterThan(1.6)
  })

  it('stay as they were to each other when the learned rate is told anew', () => {
    const hours = afterDay([
      [1000, 2000],
      [2000, 1000],
    ])
    const again = rescaled(hours, 0.5)
    const ratio = (of: Hours) => factorAt(of, 10.5) / factorAt(of, 9.5)
    expect(ratio(again)).toBeCloseTo(ratio(hours), 1)
    expect(factorAt(again, 9.5)).toBeCloseTo(2 * factorAt(hours, 9.5), 1)
  })

  it('take no hour that is none', () => {
    for (const hour of [Number.NaN, -1, 24]) expect(() => atHour(noHours, hour)).toThrow('hour')
  })
})
