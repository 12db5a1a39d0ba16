import type { Random } from './random.ts'

/**
 * How a random length is spread. All figures are in one unit, that of whoever uses it; means are >
 * 0.
 */
export type Distribution =
  | { readonly dist: 'fixed'; readonly value: number }
  | { readonly dist: 'uniform'; readonly min: number; readonly max: number }
  | { readonly dist: 'exponential'; readonly mean: number }
  | { readonly dist: 'lognormal'; readonly mean: number; readonly cv: number }
  | { readonly dist: 'gamma'; readonly mean: number; readonly cv: number }
  | {
      readonly dist: 'mixture'
      readonly of: readonly (Distribution & { readonly weight: number })[]
    }

/** Draws one value. `cv` is the coefficient of variation: standard deviation divided by mean. */
export function draw(from: Distribution, random: Random): number {
  switch (from.dist) {
    case 'fixed':
      return from.value
    case 'uniform':
      return from.min + (from.max - from.min) * random.uniform()
    case 'exponential':
      return -from.mean * Math.log(1 - random.uniform())
    case 'lognormal': {
      const variance = Math.log(1 + from.cv * from.cv)
      return Math.exp(Math.log(from.mean) - variance / 2 + Math.sqrt(variance) * normal(random))
    }
    case 'gamma': {
      if (from.cv === 0) return from.mean
      const shape = 1 / (from.cv * from.cv)
      return (from.mean / shape) * gamma(shape, random)
    }
    case 'mixture':
      return draw(pick(from.of, random), random)
  }
}

function pick<T extends { readonly weight: number }>(parts: readonly T[], random: Random): T {
  let left = random.uniform() * parts.reduce((sum, part) => sum + part.weight, 0)
  for (const part of parts) {
    left -= part.weight
    if (left < 0) return part
  }
  return parts[parts.length - 1]!
}

/**
 * A standard normal value by the Box-Muller transform (1958), one of its pair, so that each draw
 * takes two uniforms.
 */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()))
  return radius * Math.cos(2 * Math.PI * random.uniform())
}

/**
 * A gamma value of unit scale: Marsaglia and Tsang, ACM TOMS 26(3), 2000; below shape 1 by their
 * boost.
 */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random.uniform()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    const u = 1 - random.uniform()
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
