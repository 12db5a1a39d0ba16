import type { Duration } from '../../src/base/duration.ts'
import type { AttemptId } from '../../src/base/id.ts'
import type { Timeline } from '../../src/base/timeline.ts'
import type { Telephony } from '../../src/telephony/port.ts'

/** Waits in ms of the calls that were connected while somebody listened. */
export interface Waits {
  readonly fromEvent: number[]
  readonly fromPickUp: number[]
}

/** Stands between an engine and its exchange, and measures from each answer to its connect. */
export class Stopwatch {
  placed = 0
  private readonly timeline: Timeline
  private readonly pickUps = new Map<AttemptId, number>()
  private readonly answers = new Map<AttemptId, number>()
  private waits: Waits | null = null

  constructor(timeline: Timeline) {
    this.timeline = timeline
  }

  /** A call was placed whose callee picks up after `ring` ms, or never (null). */
  dialed(attempt: AttemptId, ring: Duration | null): void {
    this.placed++
    if (ring !== null) this.pickUps.set(attempt, this.timeline.monotonic() + ring)
  }

  /** Begins a new list of waits. */
  listen(): Waits {
    this.waits = { fromEvent: [], fromPickUp: [] }
    return this.waits
  }

  /**
   * The exchange as the engine is to see it. This subscription stands before the engine's, so that
   * the watch runs while the engine thinks.
   */
  around<T extends Telephony>(exchange: T): T {
    exchange.events$.subscribe(event => {
      if (event.kind === 'answered') this.answers.set(event.attempt, this.timeline.monotonic())
      if (event.kind !== 'ended') return
      this.answers.delete(event.attempt)
      this.pickUps.delete(event.attempt)
    })
    const connect = (attempt: AttemptId, operator: string): void => {
      const now = this.timeline.monotonic()
      this.waits?.fromEvent.push(now - (this.answers.get(attempt) ?? now))
      this.waits?.fromPickUp.push(now - (this.pickUps.get(attempt) ?? now))
      exchange.connect(attempt, operator)
    }
    return new Proxy(exchange, {
      get(target, key) {
        if (key === 'connect') return connect
        const own: unknown = Reflect.get(target, key)
        return typeof own === 'function' ? own.bind(target) : own
      },
    })
  }
}
