import type { Instant } from '../base/duration.ts'
import { hostTimeline } from '../base/host-timeline.ts'
import type { CampaignId, OperatorId } from '../base/id.ts'
import { seededRandom } from '../base/random.ts'
import { uuidV7 } from '../base/uuid.ts'
import { VirtualTimeline } from '../base/virtual-timeline.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { Site } from '../campaign/site.ts'
import { createEngine, type Engine } from '../dialing/engine.ts'
import { policyOf } from '../dialing/policy-of.ts'
import type { CampaignView } from '../dialing/view/snapshot.ts'
import { DEMO_PEOPLE, demoHabits } from '../sim/demo-people.ts'
import { drive } from '../sim/drive.ts'
import { Floor } from '../sim/floor/floor.ts'
import { headerOf, placedLine, type RecordingLine } from '../sim/recording/recording.ts'
import type { Store } from '../store/port.ts'
import { createVirtualExchange } from '../telephony/virtual/exchange.ts'
import { population } from '../telephony/virtual/population.ts'

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

/** A run that is put together and can be driven. */
export interface VirtualRun {
  readonly engine: Engine
  /** Drives the run to its end; resolves when everything is written down. */
  drive(): Promise<void>
  /** No more calls; those in flight end, then the run does. */
  stop(): void
  /** The same, and calls in flight are ended now. */
  stopNow(): void
}

/** Puts a run together. Nothing happens before `drive`. */
export function virtualRun(parts: VirtualRunParts): VirtualRun {
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
  const follow = (record: (line: RecordingLine) => void): void => {
    record(headerOf(site, campaigns))
    engine.events$.subscribe(event => {
      const line = placedLine(event, timeline)
      if (line !== null) record(line)
    })
  }

  return {
    engine,
    stop: () => control.stop(),
    stopNow: () => control.stopNow(),
    async drive() {
      if (parts.record !== null) follow(parts.record)
      await engine.start()
      for (const [id, serves] of staff(site, campaigns)) floor.arrive(id, serves)
      if (parts.duration !== null) timeline.after(parts.duration, () => control.stop())
      await drive({
        timeline,
        pending: () => engine.settled(),
        done: () => control.reached(),
        pace: { host: hostTimeline, speed: parts.speed },
      })
      await engine.close()
      telephony.close()
    },
  }
}

/** Knows when a run is to end. */
class Ending {
  private readonly engine: Engine
  private readonly parts: VirtualRunParts
  private stopping = false
  private atOnce = false
  private lookedAt: Instant = -1
  private over = false

  constructor(engine: Engine, parts: VirtualRunParts) {
    this.engine = engine
    this.parts = parts
  }

  stop(): void {
    this.stopping = true
    this.engine.control({ kind: 'windDown' })
  }

  stopNow(): void {
    this.stopping = true
    this.atOnce = true
    this.engine.control({ kind: 'stopNow' })
  }

  /** Looks at most once a virtual second: a snapshot is not free, and nobody waits for it. */
  reached(): boolean {
    if (!this.stopping && !this.parts.exitWhenDone) return false
    const now = Math.floor(this.engine.now() / 1000)
    if (now === this.lookedAt && !this.atOnce) return this.over
    this.lookedAt = now
    const { campaigns, calls } = this.engine.snapshot()
    // Cards that are open then are on disk as far as they were filled in, and wait for the next
    // run.
    if (this.atOnce) return calls.length === 0
    this.over = campaigns.every(one => (this.stopping ? one.state === 'stopped' : this.isDone(one)))
    return this.over
  }

  /** Whether nothing is left that anybody here could do for a campaign, now or later. */
  private isDone({ id, state, funnel, lines, openCards, leftCards }: CampaignView): boolean {
    if (funnel === null || openCards > leftCards || Object.keys(lines).length > 0) return false
    if (state === 'stopped' && this.parts.stopped.includes(id)) return true
    const open = [...Object.values(funnel.ready), ...Object.values(funnel.waiting)]
    return open.reduce((a, b) => a + b, 0) + funnel.leased + funnel.atOperator <= leftCards
  }
}

function staff(site: Site, campaigns: readonly Campaign[]): [OperatorId, string[]][] {
  const running = new Set(campaigns.map(one => one.id))
  return site.operators.map(({ id, campaigns: serves }) => [
    id,
    serves.filter(one => running.has(one)),
  ])
}
