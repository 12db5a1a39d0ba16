import type { Instant } from '../base/duration.ts'
import { hostTimeline } from '../base/host-timeline.ts'
import type { CampaignId, OperatorId } from '../base/id.ts'
import { seededRandom } from '../base/random.ts'
import { uuidV7 } from '../base/uuid.ts'
import { VirtualTimeline } from '../base/virtual-timeline.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { Site } from '../campaign/site.ts'
import { createEngine } from '../dialing/engine.ts'
import { policyOf } from '../dialing/policy-of.ts'
import { DEMO_PEOPLE, demoHabits } from '../sim/demo-people.ts'
import { drive } from '../sim/drive.ts'
import { Floor } from '../sim/floor/floor.ts'
import type { RecordingLine } from '../sim/recording/recording.ts'
import type { Store } from '../store/port.ts'
import { createVirtualExchange } from '../telephony/virtual/exchange.ts'
import { population } from '../telephony/virtual/population.ts'
import { close, Ending } from './ending.ts'
import { NETWORK_FINE } from './reading/watching.ts'
import { follow } from './recorder.ts'
import type { Run } from './run.ts'

/** A run of campaigns on the virtual exchange with simulated operators. */
export interface VirtualRunParts {
  readonly site: Site
  readonly campaigns: readonly Campaign[]
  readonly store: Store
  /** Wall time at which virtual time begins. */
  readonly start: Instant
  /** Tells this run from others: its attempts get other ids than those of the same seed. */
  readonly name: string
  /** Campaigns that somebody stopped before: nobody waits for the end of them. */
  readonly stopped: readonly CampaignId[]
  readonly seed: number
  /** Virtual time runs this many times as fast as the host's; Infinity: as fast as it can. */
  readonly speed: number
  /** Virtual ms after which no more calls are placed; null: no end. */
  readonly duration: number | null
  readonly exitWhenDone: boolean
  /** Takes down what reaches the engine and which calls it places, or null. */
  readonly record: ((line: RecordingLine) => void) | null
}

/** Puts a run together. Nothing happens before `drive`. */
export function virtualRun(parts: VirtualRunParts): Run {
  const { site, campaigns, store, start, seed, name } = parts
  const timeline = new VirtualTimeline(start)
  const random = seededRandom(seed)
  const telephony = createVirtualExchange({
    timeline,
    random: random.fork('exchange'),
    // People differ from one start to the next, so that a run that goes on does not meet them again
    // as they were.
    callees: population(random.fork(`people at ${start}`), DEMO_PEOPLE),
    trunks: site.trunks,
  })
  const floor = new Floor({ timeline, habits: demoHabits(timeline, random.fork('operators')) })
  const engine = createEngine({
    timeline,
    telephony,
    store,
    desk: floor,
    site,
    campaigns,
    policyOf,
    ...(parts.record === null ? {} : { record: parts.record }),
    newId: uuidV7(timeline, random.fork(`ids of ${name}`)),
  })
  const control = new Ending(engine, parts)
  return {
    engine,
    network: () => NETWORK_FINE,
    drain: () => 'The calls of this engine are simulated: it has no servers.',
    desks: null,
    stop: () => control.stop(),
    stopNow: () => control.stopNow(),
    async drive() {
      if (parts.record !== null) follow(engine, parts, timeline, parts.record)
      await engine.start()
      for (const [id, serves] of staff(site, campaigns)) floor.arrive(id, serves)
      if (parts.duration !== null) timeline.after(parts.duration, () => control.stop())
      await drive({
        timeline,
        pending: () => engine.settled(),
        done: () => control.reached(),
        pace: { host: hostTimeline, speed: parts.speed },
      })
      await close(engine)
      telephony.close()
    },
  }
}

function staff(site: Site, campaigns: readonly Campaign[]): [OperatorId, string[]][] {
  const running = new Set(campaigns.map(one => one.id))
  return site.operators.map(({ id, campaigns: serves }) => [
    id,
    serves.filter(one => running.has(one)),
  ])
}
