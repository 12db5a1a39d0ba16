import { draw } from '../../src/base/distribution.ts'
import { seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import type { AttemptId } from '../../src/base/id.ts'
import { type Random, seededRandom } from '../../src/base/random.ts'
import { uuidV7 } from '../../src/base/uuid.ts'
import { createEngine } from '../../src/dialing/engine.ts'
import { ratio } from '../../src/pacing/policies/ratio.ts'
import type { Policy } from '../../src/pacing/policy.ts'
import { Floor } from '../../src/sim/floor/floor.ts'
import type { Habits } from '../../src/sim/floor/habits.ts'
import { parseWorld } from '../../src/sim/world/parse-world.ts'
import { campaignOf, siteOf } from '../../src/sim/world/world-campaign.ts'
import type { Store } from '../../src/store/port.ts'
import { person, unreached } from '../../src/telephony/virtual/callee.ts'
import { createVirtualExchange } from '../../src/telephony/virtual/exchange.ts'
import type { Callees } from '../../src/telephony/virtual/script.ts'
import { Stopwatch, type Waits } from './stopwatch.ts'

/** An engine at work in real time. */
export interface Dialing {
  /** Begins to write down what people wait. */
  listen(): Waits
  placed(): number
  lines(): number
  stop(): Promise<void>
}

/** What is to be dialed, and how fast. */
export interface Load {
  readonly store: Store
  readonly lines: number
  readonly callsPerSecond: number
  /** Seconds from placing a call to its answer, or to its end without one, in the mean. */
  readonly ring: number
  readonly seed: number
}

/** Starts an engine in real time that keeps its lines full at the pace of its trunk. */
export async function startDialing({ store, ...load }: Load): Promise<Dialing> {
  const timeline = hostTimeline
  const random = seededRandom(load.seed)
  const world = worldOf(load)
  const site = siteOf(world)
  const watch = new Stopwatch(timeline)
  const callees = calleesOf(load, random, watch)
  const exchange = createVirtualExchange({
    timeline,
    random: random.fork('exchange'),
    callees,
    trunks: site.trunks,
  })
  const floor = new Floor({ timeline, habits: HABITS })
  const engine = createEngine({
    timeline,
    telephony: watch.around(exchange),
    store,
    desk: floor,
    site,
    campaigns: [{ ...campaignOf(world, 'power'), id: 'bench' }],
    policyOf: () => ratio(10) as Policy,
    newId: uuidV7(timeline, random.fork('ids')),
  })
  await engine.start()
  for (const { id } of site.operators) floor.arrive(id, ['bench'])
  return {
    listen: () => watch.listen(),
    placed: () => watch.placed,
    lines: () => exchange.linesInUse('trunk'),
    async stop() {
      engine.control({ kind: 'stopNow' })
      while (!engine.quiet()) await new Promise<void>(again => void timeline.after(50, again))
      await engine.close()
      exchange.close()
    },
  }
}

/** Half of the calls are answered; who answers talks as long as fills the lines. */
function calleesOf(load: Omit<Load, 'store'>, random: Random, watch: Stopwatch): Callees {
  const { lines, callsPerSecond, ring: mean } = load
  const talk = seconds(Math.max(mean / 5, (lines / callsPerSecond - mean) * 2))
  return {
    script: ({ attempt, dialedIndex }) => {
      const chance = random.fork(String(dialedIndex))
      const ring = Math.round(draw({ dist: 'lognormal', mean: seconds(mean), cv: 0.3 }, chance))
      const answers = chance.uniform() < 0.5
      watch.dialed(attempt, answers ? ring : null)
      return answers ? person(ring, { patience: seconds(20), talk }) : unreached('unanswered', ring)
    },
  }
}

/** Somebody is always free: nobody's wait is that for an operator. */
const worldOf = ({ lines, callsPerSecond }: Omit<Load, 'store'>) =>
  parseWorld(
    `
name: bench
day: { start: "2026-03-02T09:00:00Z", hours: 24 }
operators: { count: ${Math.ceil(1.5 * lines)} }
callee: { human: 0.5, ring_s: { human: { dist: fixed, value: 10 } } }
talk_s: { dist: fixed, value: 20 }
wrap_s: { dist: fixed, value: 1 }
trunk: { lines: ${lines}, cps: ${callsPerSecond} }
limits: { abandonment: 1, no_answer_s: 30, ring_min_s: 15, connect_within_s: 2 }`,
    'bench',
  )

/** Operators whose callees hang up first, and who are quick with their cards. */
const HABITS: Habits = {
  talk: () => null,
  wrapUp: () => seconds(1),
  reading: () => 0,
  fill: (_attempt: AttemptId) => ({ answers: {}, disposition: 'done' }),
  savesDrafts: false,
  lapse: () => null,
  awakening: () => 0,
}
