import type { Duration, Instant } from '../base/duration.ts'
import type { AttemptRecord } from '../store/records.ts'

/** How long the parts of one call took; absent where a part has no end, or never was. */
export interface Spans {
  /** From the placing of the call to its answer. */
  readonly ring?: Duration
  /** From the answer until the person and an operator heard each other. */
  readonly answerToOperator?: Duration
  /** From then until the call ended. */
  readonly talk?: Duration
  /** From the end of the call until its card was closed; 0 for a card closed during the call. */
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
    ...span('wrapUp', endedAt, closedAt),
  }
}

function span(name: SpanName, from: Instant | undefined, to: Instant | undefined): Spans {
  return from === undefined || to === undefined ? {} : { [name]: Math.max(0, to - from) }
}
