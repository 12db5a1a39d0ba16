import { Command } from 'commander'
import { keepHindsight, readHindsight } from '../../app/bench/hindsight-file.ts'
import { type PacingBench, planned, runPacingBench } from '../../app/bench/pacing-bench.ts'
import {
  benchWorlds,
  HINDSIGHT_FILE,
  writeBenchReadme,
} from '../../app/bench/pacing-bench-files.ts'
import { searchHindsight } from '../../app/bench/search-hindsight.ts'
import { type DayPool, dayPool } from '../../app/days/day-pool.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { comparisonTable, ROWS_HEADING, rowLine } from '../../sim/compare/pacing-table.ts'
import type { World } from '../../sim/world/world.ts'
import { EXIT, say, tell } from '../output.ts'
import { jsonOption } from '../places.ts'
import { progressBar } from '../progress-bar.ts'
import { names, policies, wholeNumber } from '../values.ts'

const POLICIES = [
  'progressive',
  'ratio:best',
  'vicidial:best',
  'predictive',
  'predictive,drop=N',
  'predictive,guarantee=strict',
  'omniscient',
]

/** Days of a search: of VICIdial's rules there are many to be tried. */
const SEARCH_DAYS = { ratio: 10, vicidial: 3 }

interface Options {
  readonly days: number
  readonly seed: number
  readonly worlds?: readonly string[]
  readonly policies: readonly string[]
  readonly json?: boolean
  readonly write?: boolean
  readonly search?: boolean
}

/** `carillon bench pacing`: every world by every policy, with the production engine. */
export function benchCommand(finish: (code: number) => void): Command {
  const pacing = new Command('pacing')
    .description('every world by every policy: idle time, abandonment, and how they compare')
    .option('--days <n>', 'days of each', wholeNumber(1, 100_000), 5)
    .option('--seed <n>', 'the same seed gives the same days', wholeNumber(0, 2 ** 31), 1)
    .option('--worlds <names>', 'names in bench/worlds, or files', names)
    .option('--policies <names>', 'policies, with spaces between', policies, POLICIES)
    .option('--write', 'put the table into bench/README.md')
    .option('--search', 'first find the best settings in hindsight again, and keep them')
    .addOption(jsonOption().default(undefined, 'one line for each row'))
    .action(async (options: Options) => {
      const worlds = benchWorlds(options.worlds)
      const pool = dayPool()
      try {
        if (options.search) await search(pool, worlds, options)
        await measure(pool, worlds, options)
      } finally {
        await pool.close()
      }
      finish(EXIT.done)
    })
  return new Command('bench').description('measure how well Carillon paces').addCommand(pacing)
}

async function search(pool: DayPool, worlds: readonly World[], { seed }: Options): Promise<void> {
  const bar = progressBar('days tried', 0)
  await searchHindsight(pool, worlds, {
    seed,
    days: SEARCH_DAYS,
    onDay: () => bar.step(),
    onFound: (world, found) => {
      keepHindsight(HINDSIGHT_FILE, world, found)
      bar.end()
      const [ratio, vicidial] = [found.ratio?.policy, found.vicidial?.policy]
      tell(`${world}: ${ratio ?? 'no ratio'}, ${vicidial ?? 'no vicidial'}`)
    },
  })
  bar.end()
}

async function measure(pool: DayPool, worlds: readonly World[], options: Options): Promise<void> {
  const { days, seed, policies, json } = options
  const hindsight = readHindsight(HINDSIGHT_FILE)
  const plans = planned({ worlds, policies, hindsight })
  const bar = progressBar('days', plans.length * days)
  const began = hostTimeline.monotonic()
  const lines: string[] = []
  const print = (text: string): void => {
    bar.end()
    lines.push(text)
    say(text)
  }
  if (!json) print(ROWS_HEADING)
  const bench: PacingBench = {
    worlds,
    policies,
    hindsight,
    days,
    seed,
    onDay: () => bar.step(),
    onRow: row => print(json ? JSON.stringify({ ...row, seed }) : rowLine(row)),
  }
  const { comparisons } = await runPacingBench(pool, bench)
  bar.end()
  if (json) for (const comparison of comparisons) print(JSON.stringify(comparison))
  else if (comparisons.length > 0) print(`\n${comparisonTable(comparisons)}`)
  const minutes = (hostTimeline.monotonic() - began) / 60_000
  tell(`${plans.length * days} days in ${minutes.toFixed(1)} minutes.`)
  if (options.write) writeBenchReadme(`\n${lines.join('\n')}\n`)
}
