import type { Random } from '../base/random.ts'
import { uuidV7 } from '../base/uuid.ts'
import { VirtualTimeline } from '../base/virtual-timeline.ts'
import { createEngine } from '../dialing/engine.ts'
import { MemoryStore } from '../store/memory/memory-store.ts'
import type { CallEvent, LegEvent } from '../telephony/call-event.ts'
import { createVirtualExchange } from '../telephony/virtual/exchange.ts'
import { drive } from './drive.ts'
import { withMadeUpContacts } from './endless-contacts.ts'
import { Floor } from './floor/floor.ts'
import { followProfile } from './floor/shifts.ts'
import { worldHabits } from './floor/world-habits.ts'
import { type Looks, lookAgain } from './looks.ts'
import type { NamedPolicy } from './policy-names.ts'
import { headerOf, placedLine, type RecordingLine } from './recording/recording.ts'
import type { DayResult } from './result.ts'
import { type Quarter, Truth } from './truth.ts'
import type { World } from './world/world.ts'
import { WorldCallees } from './world/world-callees.ts'
import { campaignOf, siteOf, WORLD_CAMPAIGN, WORLD_ZONE } from './world/world-campaign.ts'

/** One day of a world to be run. */
export interface Day {
  readonly world: World
  readonly policy: NamedPolicy
  /** The day's chance: the same for every policy. */
  readonly random: Random
  /** Its number, from 0. */
  readonly number: number
  /** What the policy has learned on days before; absent or null: it begins from nothing. */
  readonly learned?: string | null
  /** Takes the day down, as a recording that can be replayed. */
  readonly record?: (line: RecordingLine) => void
  /** Sees every event of the exchange, with monotonic ms since the day began. */
  readonly onCall?: (event: CallEvent | LegEvent, at: number) => void
  /** Looks at what is going on. */
  readonly onLook?: Looks
}

/** What came of a day. */
export interface RanDay {
  readonly result: DayResult
  /** How many moments its timeline went through. */
  readonly events: number
  readonly quarters: readonly Quarter[]
}

/** A day at whose end the policy knows more. */
export interface LearnedDay extends RanDay {
  /** What the policy has learned by its end, or null: it learns nothing. */
  readonly learned: string | null
}

/** Runs one day: an engine, an exchange and a floor of operators on a timeline of their own. */
export async function runDay(day: Day): Promise<LearnedDay> {
  const { world, policy, random, number, onCall, onLook, record } = day
  const [site, campaign] = [siteOf(world), campaignOf(world, policy.mode)]
  const timeline = new VirtualTimeline(world.day.start)
  const truth = new Truth(world, timeline)
  const exchange = createVirtualExchange({
    timeline,
    random: random.fork('exchange'),
    callees: new WorldCallees(world, random, (attempt, kind) => truth.dialed(attempt, kind)),
    trunks: site.trunks,
    detectsMachines: false,
  })
  const floor = new Floor({
    timeline,
    habits: worldHabits(world, timeline, random, attempt => truth.hears(attempt)),
    watch: (operator, doing) => truth.operator(operator, doing),
  })
  const store = new MemoryStore({ retain: 'live' })
  await store.putCampaign(WORLD_CAMPAIGN, world.name)
  if (day.learned != null) await store.keepLearned(WORLD_CAMPAIGN, day.learned)
  const contacts = { campaign: WORLD_CAMPAIGN, zone: WORLD_ZONE, count: world.contacts }
  const engine = createEngine({
    timeline,
    telephony: exchange,
    store: withMadeUpContacts(store, contacts),
    desk: floor,
    site,
    campaigns: [campaign],
    policyOf: () => policy.policy,
    newId: uuidV7(timeline, random.fork('ids')),
    ...(record === undefined ? {} : { record }),
  })
  record?.(headerOf(site, [campaign], () => policy.name))
  engine.events$.subscribe(event => {
    const line = record === undefined ? null : placedLine(event, timeline)
    if (line !== null) record?.(line)
  })
  exchange.events$.subscribe(event => {
    truth.call(event)
    onCall?.(event, timeline.monotonic())
  })
  await engine.start()
  followProfile(floor, world.operators, [WORLD_CAMPAIGN], timeline)
  if (onLook !== undefined) lookAgain(onLook, truth, timeline)
  const pending = () => engine.settled()
  const events = await drive({ timeline, pending, until: world.day.length })
  const result = truth.close(number)
  await engine.close()
  const learned = await store.learned(WORLD_CAMPAIGN)
  exchange.close()
  await store.close()
  return { result, events, quarters: truth.quarters, learned }
}
