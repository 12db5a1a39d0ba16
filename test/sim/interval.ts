/**
 * Two-sided 99.9 % points of Student's t with 1–30 degrees of freedom; beyond that the normal one
 * serves.
 */
const T_999 = [
  636.6, 31.6, 12.92, 8.61, 6.869, 5.959, 5.408, 5.041, 4.781, 4.587, 4.437, 4.318, 4.221, 4.14,
  4.073, 4.015, 3.965, 3.922, 3.883, 3.85, 3.819, 3.792, 3.768, 3.745, 3.725, 3.707, 3.69, 3.674,
  3.659, 3.646,
]

/** A 99.9 % confidence interval. */
export interface Interval {
  readonly mean: number
  readonly halfWidth: number
}

/** The interval for the mean of independent replications, each of which gave one value. */
export function interval(values: readonly number[]): Interval {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  return { mean, halfWidth: (T_999[n - 2] ?? 3.5) * Math.sqrt(variance / n) }
}

/** How many half widths a value is away from the middle; at most 1 inside the interval. */
export const distance = (from: Interval, value: number): number =>
  Math.abs(value - from.mean) / from.halfWidth
