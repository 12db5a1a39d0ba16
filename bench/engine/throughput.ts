/**
 * How many attempts a second the production engine makes on one core, with the memory store, on
 * virtual time, at 50, 500 and 5,000 lines that are always full; beside it, in the same run, the
 * bare
 * event queue going through as many moments with as many things planned.
 *
 * Usage: node bench/engine/throughput.ts [attempts] [seed]
 */
import { hours } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { seededRandom } from '../../src/base/random.ts'
import { VirtualTimeline } from '../../src/base/virtual-timeline.ts'
import type { Policy } from '../../src/pacing/policy.ts'
import { runDay } from '../../src/sim/run-day.ts'
import { parseWorld } from '../../src/sim/world/parse-world.ts'
import type { World } from '../../src/sim/world/world.ts'

const ATTEMPTS = Number(process.argv[2] ?? 40_000)
const SEED = Number(process.argv[3] ?? 1)
const SIZES = [50, 500, 5_000]
/** Attempts of one always full line in an hour of the world below, about. */
const ATTEMPTS_A_LINE_AND_HOUR = 65

/** Steady-20's people, with operators enough to take nearly everybody who answers. */
const worldOf = (lines: number): World =>
  parseWorld(
    `
name: full-${lines}
day: { start: "2026-03-02T09:00:00Z", hours: 1 }
operators: { count: ${Math.round(0.8 * lines)} }
callee:
  human: 0.25
  busy: 0.08
  invalid: 0.07
  ring_s: { human: { dist: lognormal, mean: 10, cv: 0.5 } }
talk_s: { dist: lognormal, mean: 150, cv: 1.0 }
wrap_s: { dist: lognormal, mean: 25, cv: 0.6 }
trunk: { lines: ${lines}, cps: ${lines} }
limits: { abandonment: 1, no_answer_s: 25, ring_min_s: 15, connect_within_s: 2 }`,
    `full-${lines}`,
  )

/** Starts a call wherever there is a line for it. */
const full: Policy<null> = {
  name: 'full',
  initial: null,
  rhythm: 0,
  decide: (state, { room }) => ({
    state,
    launches: room,
    drops: 0,
    because: { rule: 'full', target: room, limitedBy: 'room' },
  }),
}

async function runEngine(lines: number, attempts: number) {
  const day = worldOf(lines)
  const length = hours(attempts / lines / ATTEMPTS_A_LINE_AND_HOUR)
  const world = { ...day, day: { ...day.day, length } }
  const policy = { name: 'full', mode: 'power', policy: full } as const
  const began = hostTimeline.monotonic()
  const { result, events } = await runDay({ world, policy, random: seededRandom(SEED), number: 0 })
  return { result, events, seconds: (hostTimeline.monotonic() - began) / 1000 }
}

/** The reference: as many moments, with two things planned for each line at any time. */
function runBareQueue(events: number, lines: number): number {
  const timeline = new VirtualTimeline(0)
  const random = seededRandom(SEED)
  const again = () => void timeline.after(20_000 * random.uniform(), again)
  for (let n = 0; n < 2 * lines; n++) again()
  const began = hostTimeline.monotonic()
  for (let n = 0; n < events; n++) timeline.step()
  return (hostTimeline.monotonic() - began) / 1000
}

const print = (line: string) => process.stdout.write(`${line}\n`)

print(
  `engine throughput on virtual time, memory store, seed ${SEED}; aim: 10000 attempts/s, linear`,
)
await runEngine(200, ATTEMPTS / 4)
runBareQueue(ATTEMPTS, 200)
const speeds: number[] = []
for (const lines of SIZES) {
  const { result, events, seconds } = await runEngine(lines, ATTEMPTS)
  const bare = runBareQueue(events, lines)
  const speed = result.dialed / seconds
  speeds.push(speed)
  print(
    [
      `${String(lines).padStart(5)} lines (most in use ${result.maxLines})`,
      `${result.dialed} attempts in ${seconds.toFixed(2)} s`,
      `${Math.round(speed)} attempts/s`,
      `${Math.round(events / seconds)} events/s`,
      `${(seconds / bare).toFixed(1)} times the bare event queue (${bare.toFixed(3)} s)`,
    ].join(', '),
  )
}
print(`5000 lines run at ${(speeds[2]! / speeds[0]!).toFixed(2)} times the speed of 50 lines`)
