import type { BudgetState } from '../observation.ts'

/** Where a budget's window stands, in people. */
export interface Credit {
  /** People handled: connected or abandoned. */
  readonly handled: number
  /** People who might have been abandoned of those handled: the limit's share of them. */
  readonly earned: number
  /** People who could be abandoned now without passing the limit; below 0: too many were. */
  readonly left: number
}

/**
 * With a limit α, n people handled earn α / (1 − α) abandoned ones for each connected: the window
 * is
 * at its limit where abandoned = α / (1 − α) · connected. Limits near 1 leave nothing to hold to.
 */
export function creditOf({ connected, abandoned, limit }: BudgetState): Credit {
  const each = exchange(limit)
  const handled = connected + abandoned
  return { handled, earned: each * handled, left: each * connected - abandoned }
}

/**
 * How much of the caution that a window needs at its end is asked of it so far, 0–1: as it begins,
 * there is time left to pay back, and little to keep a reserve of.
 */
export const caution = ({ earned }: Credit): number => Math.min(1, 0.35 + earned / 12)

/** Abandoned people whom one connected person pays for. */
export const exchange = (limit: number): number =>
  Math.min(limit, 0.99) / (1 - Math.min(limit, 0.99))
