import { describe, expect, it } from 'vitest'
import { linear, logarithmic, roundUp, roundValues } from '../../../src/sim/pictures/scale.ts'
import { clockText, timeScale } from '../../../src/sim/pictures/time-axis.ts'

describe('a scale', () => {
  it('puts the ends of the values on the ends of the paper, and nothing beyond', () => {
    const y = linear([0, 10], [100, 0], 5)
    expect([y(0), y(5), y(10), y(99), y(-1)]).toEqual([100, 50, 0, 0, 100])
    expect(y.ticks).toEqual([0, 2, 4, 6, 8, 10])
  })

  it('has equal steps for equal ratios when it is logarithmic', () => {
    const y = logarithmic([0.001, 1], [300, 0])
    expect([1, 0.1, 0.01, 0.001, 0].map(value => Math.round(y(value)))).toEqual([
      0, 100, 200, 300, 300,
    ])
    expect(y.ticks.map(tick => tick.toPrecision(1))).toEqual(['0.001', '0.01', '0.1', '1'])
  })

  it('has labels at round values, free of the noise of binary fractions', () => {
    expect(roundValues([0, 0.03], 3)).toEqual([0, 0.01, 0.02, 0.03])
    expect(roundValues([0.12, 0.71], 6)).toEqual([0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    expect([0, 0.3, 1, 1.1, 4.2, 51].map(roundUp)).toEqual([1, 0.5, 1, 2, 5, 100])
  })
})

describe('the time of a day', () => {
  const half = (hours: number) => ({
    start: Date.parse('2026-03-02T08:30:00Z'),
    length: hours * 3_600_000,
    warmUp: 0,
  })

  it('has its labels at full hours of the clock, wherever it begins', () => {
    const day = half(8)
    const texts = timeScale(day, [0, 800]).ticks.map(at => clockText(day, at))
    expect(texts).toEqual(['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00'])
  })

  it('has closer ones for a short day, and goes past midnight', () => {
    const day = half(0.5)
    expect(timeScale(day, [0, 800]).ticks.map(at => clockText(day, at))).toContain('08:55')
    expect(clockText(half(24), 16 * 3_600_000)).toBe('00:30')
  })
})
