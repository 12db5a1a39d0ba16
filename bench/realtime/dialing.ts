import { draw } from '../../src/base/distribution.ts'
import { seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import type { AttemptId } from '../../src/base/id.ts'
import { seededRandom } from '../../src/base/random.ts'
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

/** Waits in ms of the calls that were connected while somebody listened. */
export interface Waits {
  readonly fromEvent: number[]
  readonly fromPickUp: number[]
}

/** An engine at work in real time. */
export interface Dialing {
  /** Begins to write down what people wait. */
  listen(): Waits
  placed(): number
  lines(): number
  stop(): Promise<void>
}

/** Half of the calls are answered after some 10 s; who answers talks long enough to fill the lines. */
export async function startDialing(what: {
  readonly store: Store
  readonly lines: number
  readonly callsPerSecond: number
  readonly seed: number
}): Promise<Dialing> {
  const { store, lines, callsPerSecond, seed } = what
  const random = seededRandom(seed)
  const talk = seconds(Math.max(2, (lines / callsPerSecond - 10) * 2))
  const operators = Math.ceil(0.9 * lines)
  const pickUps = new Map<AttemptId, number>()
  const timeline = hostTimeline
  let placed = 0
  const callees: Callees = {
    script: ({ attempt, dialedIndex }) => {
      placed++
      const chance = random.fork(String(dialedIndex))
      const ring = Math.round(draw({ dist: 'lognormal', mean: 10_000, cv: 0.3 }, chance))
      if (chance.uniform() < 0.5) return unreached('unanswered', ring)
      pickUps.set(attempt, timeline.monotonic() + ring)
      return person(ring, { patience: seconds(20), talk })
    },
  }
  const world = parseWorld(
    `
name: bench
day: { start: "2026-03-02T09:00:00Z", hours: 24 }
operators: { count: ${operators} }
callee: { human: 0.5, ring_s: { human: { dist: fixed, value: 10 } } }
talk_s: { dist: fixed, value: 20 }
wrap_s: { dist: fixed, value: 1 }
trunk: { lines: ${lines}, cps: ${callsPerSecond} }
limits: { abandonment: 1, no_answer_s: 30, ring_min_s: 15, connect_within_s: 2 }`,
    'bench',
  )
  const campaign = { ...campaignOf(world, 'power'), id: 'bench' }
  const site = siteOf(world)
  const exchange = createVirtualExchange({
    timeline,
    random: random.fork('exchange'),
    callees,
    trunks: site.trunks,
  })
  const floor = new Floor({ timeline, habits: HABITS })
  const answered = new Map<AttemptId, number>()
  let waits: Waits | null = null
  // This subscription stands before the engine's, so that the clock runs while the engine thinks.
  exchange.events$.subscribe(event => {
    if (event.kind === 'answered') answered.set(event.attempt, timeline.monotonic())
    if (event.kind === 'ended') {
      answered.delete(event.attempt)
      pickUps.delete(event.attempt)
    }
  })
  const telephony = new Proxy(exchange, {
    get(target, key) {
      const own: unknown = Reflect.get(target, key)
      if (key !== 'connect') return typeof own === 'function' ? own.bind(target) : own
      return (attempt: AttemptId, operator: string) => {
        const now = timeline.monotonic()
        waits?.fromEvent.push(now - (answered.get(attempt) ?? now))
        waits?.fromPickUp.push(now - (pickUps.get(attempt) ?? now))
        target.connect(attempt, operator)
      }
    },
  })
  const engine = createEngine({
    timeline,
    telephony,
    store,
    desk: floor,
    site,
    campaigns: [campaign],
    policyOf: () => ratio(10) as Policy,
    newId: uuidV7(timeline, random.fork('ids')),
  })
  await engine.start()
  for (const { id } of site.operators) floor.arrive(id, ['bench'])
  return {
    listen: () => (waits = { fromEvent: [], fromPickUp: [] }),
    placed: () => placed,
    lines: () => exchange.linesInUse('trunk'),
    async stop() {
      engine.control({ kind: 'stopNow' })
      await new Promise<void>(resolve => void timeline.after(3000, resolve))
      await engine.close()
      exchange.close()
    },
  }
}

/** Operators whose callees hang up first, and who are quick with their cards. */
const HABITS: Habits = {
  talk: () => null,
  wrapUp: () => seconds(1),
  reading: () => 0,
  fill: () => ({ answers: {}, disposition: 'done' }),
  savesDrafts: false,
  lapse: () => null,
  awakening: () => 0,
}
