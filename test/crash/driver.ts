import { writeSync } from 'node:fs'
import { loadCampaigns } from '../../src/app/load-campaigns.ts'
import { prepareSite } from '../../src/app/prepare.ts'
import { seconds } from '../../src/base/duration.ts'
import { seededRandom } from '../../src/base/random.ts'
import { uuidV7 } from '../../src/base/uuid.ts'
import { VirtualTimeline } from '../../src/base/virtual-timeline.ts'
import { createEngine } from '../../src/dialing/engine.ts'
import { policyOf } from '../../src/dialing/policy-of.ts'
import { DEMO_PEOPLE, demoHabits } from '../../src/sim/demo-people.ts'
import { drive } from '../../src/sim/drive.ts'
import { Floor } from '../../src/sim/floor/floor.ts'
import type { Habits } from '../../src/sim/floor/habits.ts'
import type { Store } from '../../src/store/port.ts'
import type { Telephony } from '../../src/telephony/port.ts'
import { createVirtualExchange } from '../../src/telephony/virtual/exchange.ts'
import { population } from '../../src/telephony/virtual/population.ts'
import type { PopulationFigures } from '../../src/telephony/virtual/population-figures.ts'
import type { Fact, Orders } from './facts.ts'

/**
 * A process that dials on a real file as fast as it can and says what is true, until somebody kills
 * it. What it says of calls comes from the exchange, not from the engine.
 */
type Said = Fact extends infer F ? (F extends Fact ? Omit<F, 'at'> : never) : never

const orders = JSON.parse(process.argv[2]!) as Orders
const timeline = new VirtualTimeline(orders.at)
const random = seededRandom(orders.seed)
/** Facts so far of the kind at which it is to end. */
let said = 0

/** Where facts go, and where each is announced: see `child.ts`. */
const [FACTS, TICKS] = [3, 1]

/** Written at once: whatever follows from a fact, whoever reads afterwards knows it. */
function say(fact: Said): void {
  writeSync(FACTS, `${JSON.stringify({ at: timeline.wall(), ...fact })}\n`)
  tick()
  const { end } = orders
  if (end.kind !== 'killedAt' || fact.kind !== end.fact) return
  said++
  if (said === end.times) process.kill(process.pid, 'SIGKILL')
}

const { folders, dbFile } = orders
const loaded = loadCampaigns(folders)
const request = { loaded, dbFile, operators: null, mode: null, fresh: false, start: false }
const { site, campaigns, store, release } = await prepareSite(request, () =>
  say({ kind: 'preparing' }),
)

function tick(): void {
  try {
    writeSync(TICKS, '.')
  } catch {
    // The pipe is full: whoever reads has enough to count as it is.
  }
}

/** Some hang up themselves, and whoever is left alone mostly wants no more of it. */
const PEOPLE: Partial<PopulationFigures> = {
  ...DEMO_PEOPLE,
  talk: { dist: 'exponential', mean: seconds(60) },
  announcement: {
    pressesStop: 0.7,
    hangsUp: 0.1,
    reacts: { dist: 'fixed', value: seconds(3) },
  },
}

const exchange = createVirtualExchange({
  timeline,
  random: random.fork('exchange'),
  callees: population(random.fork('people'), PEOPLE),
  trunks: site.trunks,
  // Of those who wait before they are joined some are heard too late.
  connectDelay: seconds(0.95),
})
exchange.events$.subscribe(event => {
  if (!('attempt' in event)) return
  const { attempt: id } = event
  if (event.kind === 'answered') say({ kind: 'answered', id, by: event.by })
  if (event.kind === 'connected') say({ kind: 'connected', id })
  if (event.kind === 'ended') say({ kind: 'ended', id, cause: event.cause })
})

/** Tells of each call before it is placed. */
const telephony = instead<Telephony>(exchange, {
  originate: (id, how) => {
    say({ kind: 'placed', id, to: how.to })
    exchange.originate(id, how)
  },
})

/** Tells of everything of which the store has said that it is done. */
const told = instead<Store>(store, {
  beginAttempts: async starts => {
    const results = await store.beginAttempts(starts)
    for (const { kind, attempt } of results) if (kind === 'begun') say({ kind, id: attempt })
    return results
  },
  record: async entries => {
    await store.record(entries)
    for (const entry of entries) {
      if (entry.kind !== 'attempt') continue
      const { outcome = null, connectedAt } = entry.marks
      if (outcome === null && connectedAt === undefined) continue
      say({ kind: 'recorded', id: entry.attempt, outcome })
    }
  },
  closeCard: async closing => {
    await store.closeCard(closing)
    say({ kind: 'closed', id: closing.attempt, disposition: closing.disposition })
    if (closing.stop !== null) say({ kind: 'stopped', number: closing.stop })
  },
  stopNumbers: async (numbers, why, at) => {
    await store.stopNumbers(numbers, why, at)
    for (const number of numbers) say({ kind: 'stopped', number })
  },
})

function instead<T extends object>(whole: T, parts: Partial<T>): T {
  return new Proxy(whole, {
    get: (target, key) => {
      const own: unknown = Reflect.get(key in parts ? parts : target, key)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })
}

/**
 * Operators who now and then leave in the middle of it, so that cards wait for somebody who is
 * away.
 */
function restless(habits: Habits): Habits {
  const chance = random.fork('restless')
  return {
    ...habits,
    lapse: () => {
      if (chance.uniform() > 0.1) return null
      const kind = chance.uniform() < 0.5 ? 'vanishes' : 'asksBreak'
      return { kind, after: seconds(chance.integer(0, 30)), back: seconds(90) }
    },
  }
}

const floor = new Floor({
  timeline,
  habits: restless(demoHabits(timeline, random.fork('operators'))),
})
const engine = createEngine({
  timeline,
  telephony,
  store: told,
  desk: floor,
  site,
  campaigns,
  policyOf,
  newId: uuidV7(timeline, random.fork('ids')),
  strict: true,
})
let running = campaigns.length
engine.events$.subscribe(({ kind }) => {
  if (kind === 'campaign.stopped') running--
})
await engine.start()
const counted = engine.snapshot().campaigns.map(({ budget }) => [budget.rule.id, budget])
say({ kind: 'started', budgets: Object.fromEntries(counted) })
for (const one of site.operators) floor.arrive(one.id, one.campaigns)
if (orders.end.kind === 'stops') {
  timeline.after(orders.end.after, () => {
    for (const { id } of campaigns) engine.control({ kind: 'stop', campaign: id })
  })
}
await drive({
  timeline,
  pending: () => engine.settled(),
  done: () => running === 0,
})
await engine.close()
await release()
say({ kind: 'over' })
