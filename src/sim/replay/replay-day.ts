import type { Timeline } from '../../base/timeline.ts'
import { uuidV7 } from '../../base/uuid.ts'
import { VirtualTimeline } from '../../base/virtual-timeline.ts'
import { createEngine, type Engine } from '../../dialing/engine.ts'
import { MemoryStore } from '../../store/memory/memory-store.ts'
import { createVirtualExchange, type VirtualExchange } from '../../telephony/virtual/exchange.ts'
import { drive } from '../drive.ts'
import { withMadeUpContacts } from '../endless-contacts.ts'
import { Floor } from '../floor/floor.ts'
import { lookAgain } from '../looks.ts'
import type { RecordedDay } from '../recording/recorded-day.ts'
import type { Day, RanDay } from '../run-day.ts'
import { Truth } from '../truth.ts'
import type { World } from '../world/world.ts'
import { campaignOf, siteWith, WORLD_CAMPAIGN, WORLD_ZONE } from '../world/world-campaign.ts'
import { RecordedCallees } from './recorded-callees.ts'
import { recordedHabits } from './recorded-habits.ts'
import { RecordedShifts, staffOf, supplyOf } from './recorded-shifts.ts'

/** A recorded day that is to be run again. */
export interface Replayed extends Pick<Day, 'policy' | 'random' | 'number' | 'onLook'> {
  readonly day: RecordedDay
  /** What it looks like, as `worldOf` has it. */
  readonly world: World
}

/** Runs a recorded day again under a policy: an engine, an exchange and a floor of their own. */
export async function replayDay({
  day,
  world,
  policy,
  random,
  number,
  onLook,
}: Replayed): Promise<RanDay> {
  const site = siteWith(world, staffOf(day.shifts))
  const timeline = new VirtualTimeline(day.start)
  const truth = new Truth(world, timeline)
  const exchange = createVirtualExchange({
    timeline,
    random: random.fork('exchange'),
    callees: new RecordedCallees(day, random, (attempt, kind) => truth.dialed(attempt, kind)),
    trunks: site.trunks,
    detectsMachines: day.detectsMachines,
  })
  const floor = new Floor({
    timeline,
    habits: recordedHabits(day, timeline, random, attempt => truth.hears(attempt)),
    watch: (operator, doing) => truth.operator(operator, doing),
  })
  const shifts = new RecordedShifts(floor, timeline, [WORLD_CAMPAIGN])
  const store = new MemoryStore({ retain: 'live' })
  await store.putCampaign(WORLD_CAMPAIGN, world.name)
  const supply = supplyOf(day.shortages)
  const contacts = {
    campaign: WORLD_CAMPAIGN,
    zone: WORLD_ZONE,
    count: null,
    ready: (at: number) => supply(at - day.start),
  }
  const engine = createEngine({
    timeline,
    telephony: exchange,
    store: withMadeUpContacts(store, contacts),
    desk: shifts,
    site,
    campaigns: [campaignOf(world, policy.mode)],
    policyOf: () => policy.policy,
    newId: uuidV7(timeline, random.fork('ids')),
  })
  exchange.events$.subscribe(event => truth.call(event))
  await engine.start()
  if (onLook !== undefined) lookAgain(onLook, truth, timeline)
  happenAgain(day, { timeline, exchange, engine, shifts })
  const events = await drive({ timeline, pending: () => engine.settled(), until: day.length })
  const result = truth.close(number)
  await engine.close()
  exchange.close()
  await store.close()
  return { result, events, quarters: truth.quarters }
}

/** What the recording says of operators, the trunk and whoever was in charge, at its time. */
function happenAgain(
  day: RecordedDay,
  parts: {
    readonly timeline: Timeline
    readonly exchange: VirtualExchange
    readonly engine: Engine
    readonly shifts: RecordedShifts
  },
): void {
  const { timeline, exchange, engine, shifts } = parts
  for (const { at, lines } of day.trunk.lines)
    timeline.after(at, () => exchange.setLines('trunk', lines))
  for (const { at, kind } of day.controls) {
    const command =
      kind === 'stopNow' ? ({ kind } as const) : ({ kind, campaign: WORLD_CAMPAIGN } as const)
    timeline.after(at, () => engine.control(command))
  }
  shifts.follow(day.shifts)
}
