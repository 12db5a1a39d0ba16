import { BrokenRule } from '../../base/assert.ts'
import { draw } from '../../base/distribution.ts'
import { seconds } from '../../base/duration.ts'
import type { OperatorId } from '../../base/id.ts'
import { type Random, seededRandom } from '../../base/random.ts'
import { uuidV7 } from '../../base/uuid.ts'
import { VirtualTimeline } from '../../base/virtual-timeline.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { LegKind } from '../../campaign/rules/leg-kind.ts'
import type { Core } from '../../dialing/core.ts'
import { createEngine, type Engine } from '../../dialing/engine.ts'
import type { Entry } from '../../dialing/inbox.ts'
import { checkInvariants } from '../../dialing/invariants.ts'
import { policyOf } from '../../dialing/policy-of.ts'
import { MemoryStore } from '../../store/memory/memory-store.ts'
import { createVirtualExchange, type VirtualExchange } from '../../telephony/virtual/exchange.ts'
import { population } from '../../telephony/virtual/population.ts'
import { LIFELIKE } from '../../telephony/virtual/population-figures.ts'
import { drive } from '../drive.ts'
import { cardFiller } from '../floor/card-filler.ts'
import { Floor } from '../floor/floor.ts'
import type { Habits } from '../floor/habits.ts'
import { reckon } from './reckoning.ts'
import { drawStorm, type Meddling, type Storm } from './storm.ts'
import {
  campaignName,
  operatorName,
  STORM_BOUND,
  STORM_START,
  stormCampaign,
  stormContacts,
  stormSite,
} from './storm-site.ts'
import { Weather } from './weather.ts'
import { Witness } from './witness.ts'

/** What came of a storm. */
export interface StormReport {
  readonly storm: Storm
  /** What must never happen and did, in words; empty when all is well. */
  readonly problems: readonly string[]
  /** Calls that were placed. */
  readonly placed: number
  /** Virtual seconds after the raging until everything was over. */
  readonly calmSec: number
}

/**
 * Runs a whole engine through the storm of a seed: first faults rage and every event is checked,
 * then they stop, and everything must come to its end within a bound.
 */
export async function runStorm(seed: number): Promise<StormReport> {
  const run = new StormRun(drawStorm(seed))
  return await run.run()
}

class StormRun {
  private readonly storm: Storm
  private readonly timeline = new VirtualTimeline(STORM_START)
  private readonly weather: Weather
  private readonly campaigns: readonly Campaign[]
  private readonly store = new MemoryStore()
  private readonly witness: Witness
  private readonly exchange: VirtualExchange
  private readonly floor: Floor
  private readonly engine: Engine
  private lookedAt = -1
  private taken = 0
  private worked = 0
  private last: Entry | null = null
  private broken: string | null = null

  constructor(storm: Storm) {
    const { timeline } = this
    const random = seededRandom(storm.seed)
    const site = stormSite(storm)
    this.storm = storm
    this.weather = new Weather(storm, random.fork('weather'))
    this.campaigns = storm.campaigns.map((drawn, n) => stormCampaign(drawn, n + 1, site))
    this.witness = new Witness(timeline, this.campaigns)
    this.exchange = createVirtualExchange({
      timeline,
      random: random.fork('exchange'),
      callees: this.witness.callees(this.weather.callees(people(storm, random.fork('people')))),
      trunks: site.trunks,
      phones: this.weather.phones(),
      detectsMachines: storm.detectsMachines,
      connectDelay: storm.connectDelay,
    })
    const habits = this.weather.habits(ordinary(timeline, storm, random.fork('operators')))
    this.floor = new Floor({ timeline, habits })
    this.engine = createEngine({
      timeline,
      telephony: this.witness.telephony(this.exchange, this.weather.wire(timeline)),
      store: this.weather.store(this.witness.store(this.store)),
      desk: this.floor,
      site,
      campaigns: this.campaigns,
      policyOf,
      newId: uuidV7(timeline, random.fork('ids')),
      legOf: legsOf(storm),
      record: entry => {
        this.taken++
        this.last = entry
      },
      watch: core => this.check(core),
    })
  }

  async run(): Promise<StormReport> {
    const { storm, timeline, witness } = this
    await this.rage()
    if (!this.fell()) await this.calm()
    const problems = await this.aftermath()
    return {
      storm,
      problems: [...witness.problems, ...problems],
      placed: witness.calls.size,
      calmSec: (timeline.monotonic() - storm.raging) / 1000,
    }
  }

  private async aftermath(): Promise<readonly string[]> {
    const { storm, engine, store, witness, campaigns, timeline } = this
    if (this.fell()) return [`${timeline.monotonic() / 1000} s: ${this.broken}`]
    if (!this.over()) return [`not over: ${JSON.stringify(engine.snapshot())}`]
    return await reckon({ storm, engine, store, witness, campaigns, wall: timeline.wall() })
  }

  /** Checks every invariant; an engine that has broken one is not run on. */
  private check(core: Core): void {
    this.worked++
    try {
      checkInvariants(core, true)
    } catch (error) {
      if (!(error instanceof BrokenRule)) throw error
      this.broken = `${error.message}, after ${JSON.stringify(this.last)}`
    }
  }

  /** Whether a rule was broken: after the last input, or while it was worked on. */
  private fell(): boolean {
    if (this.broken === null && this.taken !== this.worked)
      this.broken = `the engine broke off while it worked on ${JSON.stringify(this.last)}`
    return this.broken !== null
  }

  private async rage(): Promise<void> {
    const { storm, timeline, engine } = this
    this.weather.raging = false
    for (const [i, { id, title }] of this.campaigns.entries()) {
      await this.store.putCampaign(id, title)
      await this.store.addContacts(id, stormContacts(storm.campaigns[i]!, i + 1))
    }
    await engine.start()
    this.weather.raging = true
    for (const { id, campaigns } of stormSite(storm).operators) this.floor.arrive(id, campaigns)
    for (const meddling of storm.meddling) timeline.after(meddling.at, () => this.meddle(meddling))
    const done = () => this.fell()
    await drive({ timeline, pending: () => engine.settled(), done, until: storm.raging })
  }

  private async calm(): Promise<void> {
    const { storm, timeline, engine } = this
    this.weather.raging = false
    for (const [i] of storm.trunks.entries()) this.meddle({ at: 0, act: 'trunkUp', which: i + 1 })
    for (const [i] of this.campaigns.entries()) this.meddle({ at: 0, act: 'start', which: i + 1 })
    await drive({
      timeline,
      pending: () => engine.settled(),
      done: () => this.fell() || this.looksOver(),
      until: storm.raging + STORM_BOUND,
    })
  }

  /** Looks at most once a virtual second. */
  private looksOver(): boolean {
    const now = Math.floor(this.timeline.monotonic() / 1000)
    if (now === this.lookedAt) return false
    this.lookedAt = now
    return this.over()
  }

  private over(): boolean {
    if (!this.engine.quiet()) return false
    const { campaigns, operators } = this.engine.snapshot()
    return (
      operators.every(({ state, campaigns }) => state === 'free' || campaigns.length === 0) &&
      campaigns.every(({ funnel }) => {
        const finished = Object.values(funnel?.finished ?? {}).reduce((a, b) => a + b, 0)
        return finished === funnel?.total
      })
    )
  }

  private meddle({ act, which }: Meddling): void {
    const campaign = campaignName(which)
    switch (act) {
      case 'stop':
        this.engine.control({ kind: 'stop', campaign })
        return this.witness.stop(campaign)
      case 'start':
        this.witness.start(campaign)
        return this.engine.control({ kind: 'start', campaign })
      case 'stopNow':
        this.engine.control({ kind: 'stopNow' })
        for (const { id } of this.campaigns) this.witness.stop(id)
        return
      case 'breakForOne':
        return this.engine.control({
          kind: 'breakFor',
          operator: operatorName(which),
          reason: 'a word with you',
        })
      case 'trunkDown':
      case 'trunkUp': {
        const trunk = this.storm.trunks[which - 1]!
        return this.exchange.setLines(trunk.id, act === 'trunkUp' ? trunk.lines : 0)
      }
    }
  }
}

/** The first operators have legs `callback`, the others held ones. */
function legsOf({ callbackLegs }: Storm): (operator: OperatorId) => LegKind {
  const callback = new Set(Array.from({ length: callbackLegs }, (_, n) => operatorName(n + 1)))
  return operator => (callback.has(operator) ? 'callback' : 'held')
}

function people(storm: Storm, random: Random) {
  const rest = (1 - storm.answers) / 5
  return population(random, {
    shares: {
      person: storm.answers,
      machine: rest,
      busy: rest,
      invalid: rest / 2,
      refused: rest / 2,
      congestion: rest / 2,
    },
    talk: storm.peopleHangUp ? { dist: 'exponential', mean: seconds(20) } : null,
    patience: { dist: 'exponential', mean: seconds(3) },
    announcement: { ...LIFELIKE.announcement, pressesStop: 0.2 },
  })
}

/** Operators without lapses: some read or wrap up for longer than their campaign allows. */
function ordinary(timeline: VirtualTimeline, storm: Storm, random: Random): Habits {
  const long = (mean: number) => seconds(draw({ dist: 'exponential', mean }, random))
  return {
    talk: () => (storm.peopleHangUp && random.uniform() < 0.7 ? null : long(20)),
    wrapUp: () => long(12),
    reading: () => long(6),
    fill: cardFiller(timeline, random.fork('cards'), () => 'person', [3, 20]),
    savesDrafts: random.uniform() < 0.5,
    lapse: () => null,
    awakening: () => long(30),
  }
}
