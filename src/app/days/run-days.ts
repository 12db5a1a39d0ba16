import type { DayFigures, DayJob } from '../../sim/compare/day-job.ts'
import type { DayPool } from './day-pool.ts'

/** Days of one policy in one world. */
export interface DaysOf extends Omit<DayJob, 'day'> {
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
  { days, ...job }: DaysOf,
  onDay: () => void,
): Promise<DayFigures[]> {
  const run = async (_: unknown, day: number): Promise<DayFigures> => {
    const figures = await pool.run({ ...job, day })
    onDay()
    return figures
  }
  return Promise.all(Array.from({ length: days }, run))
}
