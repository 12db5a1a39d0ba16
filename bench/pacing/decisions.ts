/**
 * How long a predictive decision takes by team size, in the production engine on simulated days of
 * `steady-20` with that many operators. Printed beside a reference of the same run: the exact
 * distribution of as many independent chances as the team has operators.
 *
 * Usage: node bench/pacing/decisions.ts [minutes of each day, 60] [seed, 1]
 */
import { readFileSync } from 'node:fs'
import { minutes } from '../../src/base/duration.ts'
import { seededRandom } from '../../src/base/random.ts'
import { add, tallyOf } from '../../src/pacing/forecast/poisson-binomial.ts'
import { type NamedPolicy, policyByName } from '../../src/sim/policy-names.ts'
import { runDay } from '../../src/sim/run-day.ts'
import { parseWorld } from '../../src/sim/world/parse-world.ts'
import type { World } from '../../src/sim/world/world.ts'

const TEAMS = [1, 5, 20, 50, 300, 1000]
const FILE = 'bench/worlds/steady-20.yaml'

const [length = 60, seed = 1] = process.argv.slice(2).map(Number)
const steady = parseWorld(readFileSync(FILE, 'utf8'), FILE)

/** The same day with more people and lines. */
function worldOf(operators: number): World {
  return {
    ...steady,
    name: `steady-${operators}`,
    day: { ...steady.day, length: minutes(length) },
    operators: { ...steady.operators, profile: [{ at: 0, count: operators, announced: 0 }] },
    trunk: { ...steady.trunk, lines: operators * 20, callsPerSecond: Math.max(50, operators) },
  }
}

/** A policy that takes the time of each of its decisions, in µs. */
function timed(named: NamedPolicy, spent: number[]): NamedPolicy {
  const { policy } = named
  return {
    ...named,
    policy: {
      ...policy,
      decide(state, seen) {
        const from = performance.now()
        const decision = policy.decide(state, seen)
        spent.push((performance.now() - from) * 1000)
        return decision
      },
    },
  }
}

/** Median of the time that the exact distribution of so many chances takes, in µs. */
function reference(operators: number): number {
  const spent: number[] = []
  for (let round = 0; round < 500; round++) {
    const from = performance.now()
    const tally = tallyOf(operators)
    for (let n = 0; n < operators; n++) add(tally, 0.3)
    spent.push((performance.now() - from) * 1000)
  }
  return at(spent, 0.5)
}

const at = (times: number[], share: number): number =>
  times.sort((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? 0

const say = (line: string) => process.stdout.write(`${line}\n`)
const column = (value: string | number) => String(value).padStart(11)
say(
  ['operators', 'decisions', 'p50 µs', 'p99 µs', 'p99.9 µs', 'exact µs', 'p99/exact']
    .map(column)
    .join(''),
)
for (const operators of TEAMS) {
  const world = worldOf(operators)
  const spent: number[] = []
  const random = seededRandom(seed).fork('day 0')
  const policy = timed(policyByName('predictive', world), spent)
  await runDay({ world, policy, random, number: 0 })
  const exact = reference(operators)
  const p99 = at(spent, 0.99)
  const figures = [at(spent, 0.5), p99, at(spent, 0.999), exact].map(us => us.toFixed(0))
  say([operators, spent.length, ...figures, (p99 / exact).toFixed(1)].map(column).join(''))
}
