import type { Duration, Instant } from '../../base/duration.ts'
import type { AttemptId, TrunkId } from '../../base/id.ts'

/** A call that has just been placed, as the one who plays the callee is told of it. */
export interface DialedCall {
  readonly attempt: AttemptId
  /** The number called, E.164 with the plus. */
  readonly to: string
  readonly trunk: TrunkId
  /** How many calls this exchange had let through to callees before this one. */
  readonly dialedIndex: number
  /** Wall time of placing. */
  readonly at: Instant
}

/** Plays the people and machines at the other end. Asked once a call, when it is placed. */
export interface Callees {
  script(call: DialedCall): CalleeScript
}

/**
 * What one callee will do. The exchange follows it as far as our side lets it, and rounds times to
 * whole milliseconds, which is what networks stamp.
 */
export interface CalleeScript {
  readonly provisional: Provisional
  readonly outcome: CalleeOutcome
  /**
   * The answer that crosses our CANCEL (RFC 3261, section 9.1): when we take the call back, it is
   * answered `after` this long all the same, and only then ended by us. Absent: it is not.
   */
  readonly answersCancel?: { readonly by: 'person' | 'machine'; readonly after: Duration }
  /**
   * The callee's BYE never reaches us: an answered call that the callee ends stays up for our side
   * until it is noticed as `lost` this much later. Absent: it arrives.
   */
  readonly byeLostFor?: Duration
}

/** When provisional responses come, from placing. Null, or past the outcome: never. */
export interface Provisional {
  readonly trying: Duration | null
  readonly ringing: Duration | null
  readonly earlyMedia: Duration | null
}

/**
 * What the network comes to, `after` this long from placing. `unanswered` rings until the callee's
 * side gives up; our own ring limit may come first.
 */
export type CalleeOutcome =
  | { readonly kind: 'answers'; readonly after: Duration; readonly callee: AnsweredCallee }
  | {
      readonly kind: 'busy' | 'invalid' | 'congestion' | 'refused' | 'unanswered'
      readonly after: Duration
    }

/** Whoever took the call. */
export interface AnsweredCallee {
  readonly by: 'person' | 'machine'
  /**
   * How long they wait, each time they are alone, until they hang up; not while a connection is
   * under way. 0 is at once: as soon as the instant is over without a connection, that is, 1 ms
   * after the answer.
   */
  readonly patience: Duration
  /** How long they talk, over all operators, until they hang up; null leaves it to the operator. */
  readonly talk: Duration | null
  /** They hang up this long after answering, whatever happens then; null: only as above. */
  readonly leavesAfter: Duration | null
  readonly announcement: ListeningHabit
}

/**
 * What a callee does with an announcement; `after` is from its beginning. One that ends sooner is
 * heard whole.
 */
export type ListeningHabit =
  | { readonly kind: 'listens' }
  | { readonly kind: 'pressesStop' | 'hangsUp'; readonly after: Duration }
