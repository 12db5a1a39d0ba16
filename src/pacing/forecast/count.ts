import { normal } from '../estimates/normal.ts'
import { add, noneLeft, type Tally, tallyOf } from './poisson-binomial.ts'

/**
 * How many of several independent chances come true: exactly for small teams, by mean and variance
 * for large ones, and by both in between.
 */
export interface Count {
  mean: number
  variance: number
  /** The exact chances, or null for a large team. */
  readonly tally: Tally | null
  /** Weight of the exact chances, 0–1. */
  readonly exact: number
}

/** Teams up to this size are worked out exactly. */
const EXACT_UP_TO = 60
/** Teams from this size on are worked out by the normal distribution. */
const NORMAL_FROM = 80
/**
 * A count of nothing yet.
 *
 * @param team operators of the team.
 * @param most how many that come true are told apart; that many or more are one.
 */
export function countOf(team: number, most: number): Count {
  const exact = Math.min(1, Math.max(0, (NORMAL_FROM - team) / (NORMAL_FROM - EXACT_UP_TO)))
  const tally = exact > 0 ? tallyOf(Math.max(1, most)) : null
  return { mean: 0, variance: 0, tally, exact }
}

/** Adds one more chance, in place. */
export function addTo(count: Count, chance: number): void {
  count.mean += chance
  count.variance += chance * (1 - chance)
  if (count.tally !== null) add(count.tally, chance)
}

/** Chance that `have` + freed − taken is 0 or less. */
export function nobodyLeft({ have, freed, taken }: Supply): number {
  const { exact } = freed
  let chance = 0
  if (freed.tally !== null && taken.tally !== null)
    chance += exact * noneLeft(have, freed.tally, taken.tally)
  if (exact < 1) chance += (1 - exact) * byNormal(have, freed, taken)
  return chance
}

/** Who is there and who comes, and who takes them. */
export interface Supply {
  /** A whole number; below 0 where people wait already. */
  readonly have: number
  readonly freed: Count
  readonly taken: Count
}

/** The normal approximation of the difference, with the correction for whole numbers. */
function byNormal(have: number, freed: Count, taken: Count): number {
  const mean = have + freed.mean - taken.mean
  const deviation = Math.sqrt(freed.variance + taken.variance)
  if (deviation === 0) return mean <= 0 ? 1 : 0
  return normal((0.5 - mean) / deviation)
}
