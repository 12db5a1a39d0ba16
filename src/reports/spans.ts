import type { Duration, Instant } from '../base/duration.ts'
import type { OperatorId } from '../base/id.ts'
import type { AttemptRecord } from '../store/records.ts'

/** How long the parts of one call took; absent where a part has no end, or never was. */
export interface Spans {
  /** From the placing of the call to its answer. */
  readonly ring?: Duration
  /** From the answer until the person and an operator heard each other. */
  readonly answerToOperator?: Duration
  /** From then until the call ended: the person's, whoever they talked to, people outside too. */
  readonly talk?: Duration
  /**
   * From the end of the call, or from when its operator left it to somebody outside, until its card
   * was closed; 0 for a card closed before.
   */
  readonly wrapUp?: Duration
}

/** One part of a call. */
export type SpanName = keyof Spans

/** All parts, in the order of a call. */
export const SPAN_NAMES: readonly SpanName[] = ['ring', 'answerToOperator', 'talk', 'wrapUp']

/** Measures one attempt. Never negative, even where the wall clock was set back during the call. */
export function spansOf(record: AttemptRecord): Spans {
  const { placedAt, answeredAt, connectedAt, endedAt, closedAt } = record
  return {
    ...span('ring', placedAt, answeredAt),
    ...span('answerToOperator', answeredAt, connectedAt),
    ...span('talk', connectedAt, endedAt),
    ...span('wrapUp', wrapUpFrom(record), closedAt),
  }
}

/**
 * How long each operator was in the talk of one attempt, as its operator or as a guest; nothing for
 * a part that has no end yet. Empty where nobody was.
 */
export function talkByOperator(record: AttemptRecord): ReadonlyMap<OperatorId, Duration> {
  const { operator, connectedAt, endedAt } = record
  const sums = new Map<OperatorId, Duration>()
  if (operator === undefined || connectedAt === undefined) return sums
  for (const { operator: who, from, to = endedAt ?? from } of record.talks ?? [
    { operator, from: connectedAt },
  ])
    sums.set(who, (sums.get(who) ?? 0) + Math.max(0, to - from))
  return sums
}

function wrapUpFrom({ talks, endedAt }: AttemptRecord): Instant | undefined {
  const last = talks?.at(-1)
  return last?.wrapsUp ? last.to : endedAt
}

function span(name: SpanName, from: Instant | undefined, to: Instant | undefined): Spans {
  return from === undefined || to === undefined ? {} : { [name]: Math.max(0, to - from) }
}
