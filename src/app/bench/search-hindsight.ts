import { type BestOf, bestRatio, bestVicidial, type Try } from '../../sim/compare/hindsight.ts'
import { summaryOf } from '../../sim/compare/summary.ts'
import type { World } from '../../sim/world/world.ts'
import type { DayPool } from '../days/day-pool.ts'
import { runDays } from '../days/run-days.ts'
import type { FoundBest, FoundInWorld } from './hindsight-file.ts'

/** What to search by. */
export interface Search {
  readonly seed: number
  /** Days tried of each ratio, and of each of VICIdial's rules, of which there are many. */
  readonly days: { readonly ratio: number; readonly vicidial: number }
  /** Told of each day that was run. */
  readonly onDay: () => void
  /** Told of each world that is done. */
  readonly onFound: (world: string, found: FoundInWorld) => void
}

/** Finds the best settings in hindsight of these worlds, one after another. */
export async function searchHindsight(
  pool: DayPool,
  worlds: readonly World[],
  search: Search,
): Promise<void> {
  for (const world of worlds) search.onFound(world.name, await searchWorld(pool, world, search))
}

async function searchWorld(
  pool: DayPool,
  world: World,
  { seed, days, onDay }: Search,
): Promise<FoundInWorld> {
  const limit = world.limits.abandonment
  const trying =
    (many: number): Try =>
    async policy =>
      summaryOf(await runDays(pool, { world, policy, seed, days: many }, onDay))
  const signed = (best: BestOf | null, many: number): FoundBest | null =>
    best === null ? null : { ...best, seed, days: many }
  const [ratio, vicidial] = await Promise.all([
    bestRatio(trying(days.ratio), limit),
    bestVicidial(trying(days.vicidial), limit),
  ])
  return { ratio: signed(ratio, days.ratio), vicidial: signed(vicidial, days.vicidial) }
}
