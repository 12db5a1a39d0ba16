import type { Duration, Instant } from '../base/duration.ts'
import type { ContactId, OperatorId } from '../base/id.ts'
import { OUTCOMES, type Outcome } from '../campaign/outcome.ts'
import type { AttemptRecord } from '../store/records.ts'
import { countedAs } from '../store/standing.ts'
import { SPAN_NAMES, type SpanName, spansOf, talkByOperator } from './spans.ts'
import { Spread, type SpreadFigures } from './spread.ts'

/** What a campaign's attempts come to. Counts are of attempts unless they say otherwise. */
export interface Figures {
  /**
   * The first and last moment of the attempts counted: of their answer, else of their beginning.
   */
  readonly window: { readonly from: Instant; readonly to: Instant } | null
  readonly attempts: number
  /** Of these, not over yet. */
  readonly live: number
  /** Those over. A connection to what the operator says was a machine stands under `machine`. */
  readonly outcomes: Readonly<Record<Outcome, number>>
  /** Calls that were answered, by a person or a machine. */
  readonly answered: number
  readonly abandonment: Abandonment
  /** People who called us: they are in no other count but those of cards and operators. */
  readonly incoming: IncomingFigures
  /** Callbacks promised on the cards of these attempts. */
  readonly callbacks: number
  /** By disposition id. */
  readonly dispositions: ReadonlyMap<string, number>
  /** Contacts attempted at least once. */
  readonly contacts: number
  /** How many contacts were attempted once, twice and so on, fewest attempts first. */
  readonly contactsByAttempts: readonly (readonly [attempts: number, contacts: number])[]
  readonly spans: Readonly<Record<SpanName, SpreadFigures | null>>
  /** In order of their ids. */
  readonly operators: readonly OperatorFigures[]
}

/** People who answered and were left without an operator, as the law counts them. */
export interface Abandonment {
  /** abandoned / (abandoned + connected), from 0 to 1; null while nobody answered. */
  readonly rate: number | null
  /** The numerator. */
  readonly abandoned: number
  readonly connected: number
  /** Of the connected, those whose call still goes on. */
  readonly talking: number
  /** Of the abandoned, those whose end is unknown: they are counted at their worst. */
  readonly lost: number
}

/** Calls that people made to us. Those neither served nor unserved go on. */
export interface IncomingFigures {
  readonly calls: number
  /** Joined to an operator. */
  readonly served: number
  /** They heard the message, or left before anybody spoke to them. */
  readonly unserved: number
}

/** One operator's share of the work. */
export interface OperatorFigures {
  readonly operator: OperatorId
  /** Calls this operator was in, as a guest too: one that was handed on is each one's. */
  readonly calls: number
  /** For as long as they were in them. */
  readonly talk: Duration
  /** With the cards of calls that were theirs last. */
  readonly wrapUp: Duration
}

/**
 * How the person of an attempt counts: one who hears an operator counts from that moment on, not
 * only from the end of the call. Null where nobody answered, or nobody knows yet.
 *
 * @param connectWithin the longest time from answer to operator that is no abandonment, in ms.
 */
export function personCounts(
  { outcome, machine, answeredAt, connectedAt, mode }: AttemptRecord,
  connectWithin: Duration,
): 'connected' | 'abandoned' | null {
  if (mode === 'incoming') return null
  if (outcome !== undefined || connectedAt === undefined) return countedAs(outcome, machine)
  const inTime = connectedAt - (answeredAt ?? connectedAt) <= connectWithin
  return countedAs(inTime ? 'connected' : 'abandoned', machine)
}

/** Takes attempts one at a time, in any order. Memory grows with contacts, not with attempts. */
export class RunningFigures {
  private from = Number.POSITIVE_INFINITY
  private to = Number.NEGATIVE_INFINITY
  private attempts = 0
  private answered = 0
  private callbacks = 0
  private readonly incoming = { calls: 0, served: 0, unserved: 0 }
  private readonly outcomes = Object.fromEntries(OUTCOMES.map(outcome => [outcome, 0])) as Record<
    Outcome,
    number
  >
  private readonly counted = { abandoned: 0, connected: 0, talking: 0 }
  private readonly dispositions = new Map<string, number>()
  private readonly contacts = new Map<ContactId, number>()
  private readonly spans = {
    ring: new Spread(),
    answerToOperator: new Spread(),
    talk: new Spread(),
    wrapUp: new Spread(),
  }
  private readonly operators = new Map<OperatorId, OperatorSums>()
  private readonly connectWithin: Duration

  /** @param connectWithin of the campaign, in ms. */
  constructor(connectWithin: Duration) {
    this.connectWithin = connectWithin
  }

  add(record: AttemptRecord): void {
    const moment = record.answeredAt ?? record.begunAt
    this.from = Math.min(this.from, moment)
    this.to = Math.max(this.to, moment)
    if (record.callback !== null) this.callbacks++
    if (record.disposition !== null) increment(this.dispositions, record.disposition)
    this.addSpans(record)
    if (record.mode === 'incoming') return this.addIncoming(record)
    this.attempts++
    if (record.answeredAt !== undefined) this.answered++
    increment(this.contacts, record.contact)
    this.addOutcome(record)
  }

  private addIncoming({ outcome }: AttemptRecord): void {
    this.incoming.calls++
    if (outcome === 'served' || outcome === 'unserved') this.incoming[outcome]++
  }

  private addOutcome(record: AttemptRecord): void {
    const { outcome, machine } = record
    const as = personCounts(record, this.connectWithin)
    if (as !== null) this.counted[as]++
    if (outcome !== undefined) {
      this.outcomes[outcome === 'connected' && machine ? 'machine' : outcome]++
    } else if (as === 'connected') this.counted.talking++
  }

  private addSpans(record: AttemptRecord): void {
    const spans = spansOf(record)
    for (const name of SPAN_NAMES) {
      const span = spans[name]
      // How long a caller waits says nothing of how soon those are served whom we call.
      const isOurs = record.mode !== 'incoming' || name === 'talk' || name === 'wrapUp'
      if (span !== undefined && isOurs) this.spans[name].add(span)
    }
    for (const [operator, talk] of talkByOperator(record)) {
      const sums = this.sumsOf(operator)
      sums.calls++
      sums.talk += talk
    }
    const { operator, connectedAt } = record
    if (operator !== undefined && connectedAt !== undefined)
      this.sumsOf(operator).wrapUp += spans.wrapUp ?? 0
  }

  private sumsOf(operator: OperatorId): OperatorSums {
    let sums = this.operators.get(operator)
    if (sums === undefined) {
      sums = { calls: 0, talk: 0, wrapUp: 0 }
      this.operators.set(operator, sums)
    }
    return sums
  }

  figures(): Figures {
    const { abandoned, connected, talking } = this.counted
    const people = abandoned + connected
    const over = Object.values(this.outcomes).reduce((sum, count) => sum + count, 0)
    const byAttempts = new Map<number, number>()
    for (const attempts of this.contacts.values()) increment(byAttempts, attempts)
    return {
      window: this.from > this.to ? null : { from: this.from, to: this.to },
      attempts: this.attempts,
      live: this.attempts - over,
      outcomes: { ...this.outcomes },
      answered: this.answered,
      abandonment: {
        rate: people === 0 ? null : abandoned / people,
        abandoned,
        connected,
        talking,
        lost: this.outcomes.lost,
      },
      incoming: { ...this.incoming },
      callbacks: this.callbacks,
      dispositions: new Map(this.dispositions),
      contacts: this.contacts.size,
      contactsByAttempts: [...byAttempts].sort(([a], [b]) => a - b),
      spans: {
        ring: this.spans.ring.figures(),
        answerToOperator: this.spans.answerToOperator.figures(),
        talk: this.spans.talk.figures(),
        wrapUp: this.spans.wrapUp.figures(),
      },
      operators: [...this.operators]
        .map(([operator, sums]) => ({ operator, ...sums }))
        .sort((a, b) => (a.operator < b.operator ? -1 : 1)),
    }
  }
}

interface OperatorSums {
  calls: number
  talk: Duration
  wrapUp: Duration
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
