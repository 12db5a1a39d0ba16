import { never } from '../../src/base/assert.ts'
import type { Instant } from '../../src/base/duration.ts'
import type { AttemptId, NumberId } from '../../src/base/id.ts'
import type { Outcome } from '../../src/campaign/outcome.ts'
import type { AnsweredBy } from '../../src/telephony/call-event.ts'
import type { Cause } from '../../src/telephony/cause.ts'
import type { Life } from './child.ts'

/** What really happened to one call. */
export interface TrueCall {
  readonly id: AttemptId
  readonly to: string
  readonly placedAt: Instant
  answered: { readonly by: AnsweredBy; readonly at: Instant } | null
  connectedAt: Instant | null
  /** When it ended: with its cause, or (`cause` null) with the process. */
  endedAt: Instant
  cause: Cause | null
  /** The last that its process said. */
  lastWord: Instant
}

/** What is true after some processes have lived and died, whatever a database may say. */
export class Truth {
  readonly calls = new Map<AttemptId, TrueCall>()
  /** Attempts of which the store has said that they are on disk. */
  readonly begun = new Set<AttemptId>()
  /** Attempts of which it has said that their connection, or their outcome, is on disk. */
  readonly recorded = new Map<AttemptId, Outcome | null>()
  /** Cards of which it has said that they are closed. */
  readonly closed = new Map<AttemptId, { readonly disposition: string; readonly at: Instant }>()
  /** Numbers of which it has said that they are on the stop list, with the calls placed before. */
  readonly stopped = new Map<NumberId, ReadonlySet<AttemptId>>()
  /** Virtual time goes on from here. */
  at: Instant
  /** The attempts begun before the process that lived last. */
  before: ReadonlySet<AttemptId> = new Set()
  /**
   * What the engine of the last process counted when it started, or null: it did not get so far.
   */
  budgets: Extract<Life['facts'][number], { kind: 'started' }>['budgets'] | null = null

  constructor(at: Instant) {
    this.at = at
  }

  /** Takes in what one process said. */
  learn({ facts }: Life): void {
    this.before = new Set([...this.begun, ...this.calls.keys()])
    this.budgets = null
    const live = new Set<TrueCall>()
    for (const fact of facts) {
      this.at = Math.max(this.at, fact.at)
      this.take(fact, live)
    }
    // With the process its exchange is gone, and every call that was up.
    for (const call of live) call.endedAt = this.at
    for (const { id, lastWord } of this.calls.values())
      if (lastWord === Infinity) this.call(id).lastWord = this.at
  }

  private take(fact: Life['facts'][number], live: Set<TrueCall>): void {
    const { at } = fact
    switch (fact.kind) {
      case 'preparing':
      case 'over':
        return
      case 'started':
        this.budgets = fact.budgets
        return
      case 'begun':
        this.begun.add(fact.id)
        return
      case 'recorded':
        this.recorded.set(fact.id, fact.outcome ?? this.recorded.get(fact.id) ?? null)
        return
      case 'closed':
        this.closed.set(fact.id, { disposition: fact.disposition, at })
        return
      case 'stopped':
        this.stopped.set(fact.number, this.stopped.get(fact.number) ?? new Set(this.calls.keys()))
        return
      case 'placed':
        live.add(this.place(fact.id, fact.to, at))
        return
      case 'answered':
        this.call(fact.id).answered = { by: fact.by, at }
        return
      case 'connected':
        this.call(fact.id).connectedAt ??= at
        return
      case 'ended':
        Object.assign(this.call(fact.id), { endedAt: at, cause: fact.cause })
        live.delete(this.call(fact.id))
        return
      default:
        never(fact)
    }
  }

  private place(id: AttemptId, to: string, placedAt: Instant): TrueCall {
    if (this.calls.has(id)) throw new Error(`attempt ${id} was placed twice`)
    const ahead = { answered: null, connectedAt: null, cause: null }
    const unknown = { ...ahead, endedAt: Infinity, lastWord: Infinity }
    const call = { id, to, placedAt, ...unknown }
    this.calls.set(id, call)
    return call
  }

  private call(id: AttemptId): TrueCall {
    const call = this.calls.get(id)
    if (call === undefined) throw new Error(`attempt ${id} was never placed`)
    return call
  }
}

/** Whether a person, not a machine, took the call. */
export const reachedPerson = ({ answered }: TrueCall): boolean =>
  answered !== null && answered.by !== 'machine'

/** Whether they heard an operator within the allowed time (ms). */
export function inTime({ answered, connectedAt }: TrueCall, within: number): boolean {
  return answered !== null && connectedAt !== null && connectedAt - answered.at <= within
}
