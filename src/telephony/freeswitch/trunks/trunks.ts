import { Observable, Subject } from 'rxjs'
import { type Duration, seconds } from '../../../base/duration.ts'
import type { CarillonError } from '../../../base/errors.ts'
import type { TrunkId } from '../../../base/id.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { TrunkCapacity } from '../../call-event.ts'
import { sourcesOf } from '../rules/arrivals.ts'
import { carrierUri } from '../rules/invitation.ts'
import type { SipTrunk } from '../settings.ts'
import type { SipLink } from '../wire/sip-link.ts'
import { newTrunk, stepTrunk, type TrunkInput, type TrunkState, usableLines } from './health.ts'
import type { TrunkSign } from './signs.ts'
import { mayNotShow, wordsFor } from './words.ts'

/** How a trunk is. */
export interface TrunkHealth {
  readonly trunk: TrunkId
  /** Whether it takes calls. Without servers no trunk does. */
  readonly up: boolean
  /** Calls it may carry at once now; few after it has come back. */
  readonly lines: number
  /** What is wrong, and what to do. A trunk that takes calls may have something wrong as well. */
  readonly why: CarillonError | null
}

/** A trunk that is not there, and one that may not be, is asked this often. */
const PROBE_IN_NEED: Duration = seconds(5)

/** What the trunks can carry: what their carriers let through while there are servers. */
export class Trunks {
  private readonly watched: readonly Watched[]
  private readonly capacities = new Subject<TrunkCapacity>()
  private readonly healths = new Subject<TrunkHealth>()

  constructor(trunks: readonly SipTrunk[], timeline: Timeline) {
    this.watched = trunks.map(
      trunk =>
        new Watched(trunk, timeline, (health, linesChanged) => {
          this.healths.next(health)
          if (linesChanged) this.capacities.next({ trunk: health.trunk, lines: health.lines })
        }),
    )
  }

  /** Told at subscription and at each change. */
  readonly capacity$ = new Observable<TrunkCapacity>(subscriber => {
    for (const { health } of this.watched)
      subscriber.next({ trunk: health.trunk, lines: health.lines })
    return this.capacities.subscribe(subscriber)
  })

  /** Told at subscription and at each change. */
  readonly health$ = new Observable<TrunkHealth>(subscriber => {
    for (const { health } of this.watched) subscriber.next(health)
    return this.healths.subscribe(subscriber)
  })

  /** A SIP server is there: the carriers' requests are taken over it. */
  admit(sip: SipLink): void {
    sip.trust(this.watched.flatMap(({ trunk }) => sourcesOf(trunk)))
  }

  /** Calls go over these SIP servers; none: not any more. */
  serve(ways: readonly SipLink[]): void {
    for (const watched of this.watched) watched.serve(ways)
  }

  /** One of its calls says something of a trunk. */
  heard(id: TrunkId, sign: TrunkSign | null): void {
    if (sign !== null) this.find(id)?.step(sign)
  }

  /** A call was not placed because of the number it was to show. */
  mayNotShow(id: TrunkId, number: string): void {
    this.find(id)?.mayNotShow(number)
  }

  /** Nothing changes any more. */
  close(): void {
    this.serve([])
    this.capacities.complete()
    this.healths.complete()
  }

  private find(id: TrunkId): Watched | undefined {
    return this.watched.find(({ health }) => health.trunk === id)
  }
}

/** One trunk: its state, what is told of it, and the timers that go with it. */
class Watched {
  readonly trunk: SipTrunk
  health: TrunkHealth
  private readonly timeline: Timeline
  private readonly tell: (health: TrunkHealth, linesChanged: boolean) => void
  private state: TrunkState
  private ways: readonly SipLink[] = []
  private warning: CarillonError | null = null
  private cancelPause: Cancel = () => {}
  private cancelProbe: Cancel = () => {}

  constructor(
    trunk: SipTrunk,
    timeline: Timeline,
    tell: (health: TrunkHealth, linesChanged: boolean) => void,
  ) {
    this.trunk = trunk
    this.timeline = timeline
    this.tell = tell
    this.state = newTrunk(trunk.lines, trunk.probeEvery !== null)
    this.health = { trunk: trunk.id, up: false, lines: 0, why: null }
  }

  serve(ways: readonly SipLink[]): void {
    this.ways = ways
    this.cancelProbe()
    this.step({ kind: 'time' })
    if (ways.length > 0 && this.trunk.probeEvery !== null) void this.probe(ways)
  }

  step(input: TrunkInput): void {
    this.state = stepTrunk(this.state, input, this.timeline.monotonic())
    this.planPause()
    this.show()
  }

  mayNotShow(number: string): void {
    this.warning = mayNotShow(this.trunk, number)
    this.show()
  }

  /** Asks over each server whether the carrier is there, and again later: one answer says so. */
  private async probe(ways: readonly SipLink[]): Promise<void> {
    const { trunk } = this
    const from = `<sip:carillon@${trunk.domain}>`
    const asked = ways.map(sip => sip.probe(carrierUri(trunk), from))
    const faults = await Promise.all(asked)
    if (this.ways !== ways || trunk.probeEvery === null) return
    const fault = faults.includes(null) ? null : faults[0]!
    this.step(fault === null ? { kind: 'probeAnswered' } : { kind: 'probeFailed', fault })
    const every = fault === null ? trunk.probeEvery : Math.min(trunk.probeEvery, PROBE_IN_NEED)
    this.cancelProbe = this.timeline.after(every, () => void this.probe(ways))
  }

  private planPause(): void {
    this.cancelPause()
    const until = this.state.out?.until ?? null
    if (until === null || this.ways.length === 0) return
    const pause = Math.max(0, until - this.timeline.monotonic())
    this.cancelPause = this.timeline.after(pause, () => this.step({ kind: 'time' }))
  }

  private show(): void {
    const { trunk, state, health: known } = this
    const lines = this.ways.length === 0 ? 0 : usableLines(state)
    const why = state.out === null ? this.warning : wordsFor(trunk, state.out.trouble)
    const linesChanged = known.lines !== lines
    if (!linesChanged && known.why?.message === why?.message) return
    this.health = { trunk: trunk.id, up: lines > 0, lines, why }
    this.tell(this.health, linesChanged)
  }
}
