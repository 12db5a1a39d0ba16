import type { DayFigures } from '../../sim/compare/day-job.ts'
import type { World } from '../../sim/world/world.ts'
import type { DayPool } from './day-pool.ts'

/** Days of one policy in one world. */
export interface DaysOf {
  readonly world: World
  readonly policy: string
  readonly seed: number
  /** How many; at least 1. */
  readonly days: number
}

/**
 * Runs them side by side.
 *
 * @param onDay told of each day as it is done.
 * @returns them in their order.
 */
export function runDays(
  pool: DayPool,
  { world, policy, seed, days }: DaysOf,
  onDay: () => void,
): Promise<DayFigures[]> {
  const run = async (_: unknown, day: number): Promise<DayFigures> => {
    const figures = await pool.run({ world, policy, seed, day })
    onDay()
    return figures
  }
  return Promise.all(Array.from({ length: days }, run))
}
