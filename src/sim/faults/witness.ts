import { Subject } from 'rxjs'
import type { Instant } from '../../base/duration.ts'
import type { AttemptId, CampaignId } from '../../base/id.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { Store } from '../../store/port.ts'
import type { AttemptStart } from '../../store/records.ts'
import type { CallEvent, LegEvent } from '../../telephony/call-event.ts'
import type { OriginateRequest, Telephony } from '../../telephony/port.ts'
import type { Callees } from '../../telephony/virtual/script.ts'
import type { Wire } from '../../telephony/virtual/wire.ts'

/** What really happened to one call that was placed. */
export interface Witnessed {
  readonly to: string
  /** Who answered, and when by monotonic time. */
  answered: { readonly by: string; readonly at: number } | null
  /** When an operator was first joined. */
  connectedAt: number | null
  over: boolean
}

/**
 * Stands between the engine and its ports, sees what really passes, and notes every act that must
 * never happen. It knows nothing of the engine's inside.
 */
export class Witness {
  /** What must not have happened, in words. */
  readonly problems: string[] = []
  readonly calls = new Map<AttemptId, Witnessed>()
  private readonly begun = new Map<AttemptId, AttemptStart>()
  private readonly stopped = new Set<CampaignId>()
  private readonly timeline: Timeline
  private readonly campaigns: ReadonlyMap<CampaignId, Campaign>
  private asked: AttemptId | null = null

  constructor(timeline: Timeline, campaigns: readonly Campaign[]) {
    this.timeline = timeline
    this.campaigns = new Map(campaigns.map(campaign => [campaign.id, campaign]))
  }

  /** The store, whose begun attempts are the only ones that may be placed. */
  store(store: Store): Store {
    const beginAttempts: Store['beginAttempts'] = async starts => {
      const results = await store.beginAttempts(starts)
      for (const [i, { kind }] of results.entries())
        if (kind === 'begun') this.begun.set(starts[i]!.id, starts[i]!)
      return results
    }
    return new Proxy(store, {
      get(target, key) {
        if (key === 'beginAttempts') return beginAttempts
        const own: unknown = Reflect.get(target, key)
        return typeof own === 'function' ? own.bind(target) : own
      },
    })
  }

  /**
   * The exchange, on which each call is judged as it is placed, and its events are seen before
   * `wire`.
   */
  telephony(exchange: Telephony, wire: Wire): Telephony {
    const events = new Subject<CallEvent | LegEvent>()
    exchange.events$.subscribe(event => {
      this.saw(event)
      wire(event, delivered => events.next(delivered))
    })
    const originate = (attempt: AttemptId, request: OriginateRequest) => {
      this.judge(attempt, request)
      this.calls.set(attempt, { to: request.to, answered: null, connectedAt: null, over: false })
      this.asked = null
      exchange.originate(attempt, request)
      this.unless(this.asked === attempt, `${attempt} found no room on ${request.trunk}`)
    }
    return new Proxy(exchange, {
      get(target, key) {
        if (key === 'originate') return originate
        if (key === 'events$') return events
        const own: unknown = Reflect.get(target, key)
        return typeof own === 'function' ? own.bind(target) : own
      },
    })
  }

  /** Callees are asked for every call that the trunk lets through. */
  callees(callees: Callees): Callees {
    return {
      script: call => {
        this.asked = call.attempt
        return callees.script(call)
      },
    }
  }

  /** Somebody stopped the campaign: nothing of it is placed until it is started again. */
  stop(campaign: CampaignId): void {
    this.stopped.add(campaign)
  }

  /** Somebody started it again. */
  start(campaign: CampaignId): void {
    this.stopped.delete(campaign)
  }

  private judge(attempt: AttemptId, { to, trunk }: OriginateRequest): void {
    const start = this.begun.get(attempt)
    this.unless(!this.calls.has(attempt), `${attempt} is placed twice`)
    for (const [other, call] of this.calls)
      this.unless(call.over || call.to !== to, `${attempt} calls ${to}, and so does ${other}`)
    if (start === undefined) return this.note(`${attempt} is placed before it is on disk`)
    const campaign = this.campaigns.get(start.campaign)
    this.unless(start.trunk === trunk, `${attempt} is placed on another trunk than was written`)
    this.unless(
      !this.stopped.has(start.campaign),
      `${attempt} is placed after ${start.campaign} stopped`,
    )
    if (campaign !== undefined)
      this.unless(isOpen(campaign, this.timeline.wall()), `${attempt} is placed outside the hours`)
  }

  private saw(event: CallEvent | LegEvent): void {
    if (!('attempt' in event)) return
    const call = this.calls.get(event.attempt)
    if (call === undefined) return
    const at = this.timeline.monotonic()
    if (event.kind === 'answered') call.answered ??= { by: event.by, at }
    if (event.kind === 'connected') call.connectedAt ??= at
    if (event.kind === 'ended' || event.kind === 'lost') call.over = true
  }

  private unless(holds: boolean, problem: string): void {
    if (!holds) this.note(problem)
  }

  private note(problem: string): void {
    this.problems.push(`${this.timeline.monotonic() / 1000} s: ${problem}`)
  }
}

/** Storms are in UTC, and the same on every day. */
function isOpen({ hours }: Campaign, at: Instant): boolean {
  const minute = Math.floor(at / 60_000) % 1440
  return hours.week[0].some(({ from, to }) => from <= minute && minute < to)
}
