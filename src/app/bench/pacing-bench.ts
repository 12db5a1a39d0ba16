import { CarillonError } from '../../base/errors.ts'
import { type Comparison, comparisonsOf, type PacingRow } from '../../sim/compare/pacing-rows.ts'
import { summaryOf } from '../../sim/compare/summary.ts'
import { policyByName } from '../../sim/policy-names.ts'
import type { World } from '../../sim/world/world.ts'
import type { DayPool } from '../days/day-pool.ts'
import { runDays } from '../days/run-days.ts'
import type { HindsightFile } from './hindsight-file.ts'

/** What is to be measured; at least one world. */
export interface PacingBench {
  readonly worlds: readonly World[]
  /** As `policyByName` takes them, besides `ratio:best` and `vicidial:best`. */
  readonly policies: readonly string[]
  readonly hindsight: HindsightFile
  readonly days: number
  readonly seed: number
  /** Told of each day that was run. */
  readonly onDay: () => void
  /** Told of each row, in order, as soon as it and all before it are done. */
  readonly onRow: (row: PacingRow) => void
}

/** One row that is to be measured. */
interface Plan {
  readonly world: World
  readonly asked: string
  readonly policy: string
}

/**
 * The rows of a bench. A world of which no setting of a kind keeps the limit has no row for it.
 *
 * @throws CarillonError USAGE for a policy that is not there, NOT_FOUND where the best in hindsight
 * is not known.
 */
export function planned(bench: Pick<PacingBench, 'worlds' | 'policies' | 'hindsight'>): Plan[] {
  const { worlds, policies, hindsight } = bench
  for (const policy of policies) if (!BEST.test(policy)) policyByName(policy, worlds[0]!)
  return worlds.flatMap(world =>
    policies.flatMap(asked => {
      const policy = resolved(asked, world, hindsight)
      return policy === null ? [] : [{ world, asked, policy }]
    }),
  )
}

/** Runs them all, as many days at once as the pool has threads. */
export async function runPacingBench(
  pool: DayPool,
  bench: PacingBench,
): Promise<{ readonly rows: readonly PacingRow[]; readonly comparisons: readonly Comparison[] }> {
  const { seed, days, onDay } = bench
  const running = planned(bench).map(async ({ world, asked, policy }): Promise<PacingRow> => {
    const summary = summaryOf(await runDays(pool, { world, policy, seed, days }, onDay))
    return { world: world.name, asked, policy, limit: world.limits.abandonment, summary }
  })
  // A later row may fail while an earlier one is awaited: it is heard when its turn comes.
  for (const row of running) row.catch(() => {})
  const rows: PacingRow[] = []
  for (const row of running) {
    rows.push(await row)
    bench.onRow(rows.at(-1)!)
  }
  const names = bench.worlds.map(world => world.name)
  const comparisons = names.flatMap(name => comparisonsOf(rows.filter(row => row.world === name)))
  return { rows, comparisons }
}

/** The best of a kind in hindsight, whichever that is in a world. */
const BEST = /^(ratio|vicidial):best$/

function resolved(asked: string, { name }: World, { worlds }: HindsightFile): string | null {
  const kind = BEST.exec(asked)?.[1] as 'ratio' | 'vicidial' | undefined
  if (kind === undefined) return asked
  const best = worlds[name]?.[kind]
  if (best !== undefined) return best?.policy ?? null
  throw new CarillonError(
    'NOT_FOUND',
    `Nobody has searched for ${asked} in the world ${name} yet. Do so with "carillon bench pacing --search --worlds ${name}", or name policies without it.`,
  )
}
