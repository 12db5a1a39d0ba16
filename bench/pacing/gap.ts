/**
 * How far the predictive policy is from the exact optimum in the worlds `markov-N`, where lines are
 * not dropped: its occupancy beside the most that any rule can have at the same abandonment.
 *
 * Usage: node bench/pacing/gap.ts [--days 60] [--seed 1] [--policy predictive,drop=N] [--json]
 */
import { Command } from 'commander'
import { dayPool } from '../../src/app/days/day-pool.ts'
import { readWorld } from '../../src/app/days/read-world.ts'
import { runDays } from '../../src/app/days/run-days.ts'
import { ratioInterval } from '../../src/sim/compare/interval.ts'
import { summaryOf } from '../../src/sim/compare/summary.ts'
import { optimumAt } from './optimum/frontier.ts'

/** As in the worlds `markov-N`: a quarter are people, a ring takes 15 s, a talk 175. */
const DIALER = { human: 0.25, ringSec: 15, talkSec: 175 }
const TEAMS = [5, 10, 20]

interface Options {
  readonly days: string
  readonly seed: string
  readonly policy: string
  readonly json?: boolean
}

const { days, seed, policy, json } = new Command('gap')
  .option('--days <n>', 'days of each world', '60')
  .option('--seed <n>', 'the same seed gives the same days', '1')
  .option('--policy <name>', 'the policy', 'predictive,drop=N')
  .option('--json', 'print JSON')
  .parse()
  .opts<Options>()

const pool = dayPool()
for (const operators of TEAMS) {
  const world = readWorld(`bench/worlds/markov-${operators}.yaml`)
  const job = { world, policy, seed: Number(seed), days: Number(days) }
  const ran = await runDays(pool, job, () => {})
  const { abandonment, daysOverLimit } = summaryOf(ran)
  const occupancy = ratioInterval(
    ran.map(({ result }) => ({
      part: result.talkSec + result.wrapSec,
      whole: result.operatorSec,
    })),
  )
  const best = optimumAt({ operators, ...DIALER }, abandonment.mean).occupancy
  const gap = 100 * (best - occupancy.mean)
  const row = { operators, policy, days: ran.length, abandonment, daysOverLimit, occupancy, best }
  const line = json
    ? JSON.stringify({ ...row, gap })
    : `${operators} operators: abandoned ${percent(abandonment.mean)}, occupancy ` +
      `${percent(occupancy.mean)} ± ${percent(occupancy.halfWidth)}, optimum ${percent(best)}, ` +
      `gap ${gap.toFixed(2)} points`
  process.stdout.write(`${line}\n`)
}
await pool.close()

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}
