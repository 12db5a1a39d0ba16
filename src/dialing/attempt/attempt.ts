import type { Duration, Instant } from '../../base/duration.ts'
import type { AttemptId, OperatorId } from '../../base/id.ts'
import type { Outcome } from '../../campaign/outcome.ts'
import type { AttemptMarks } from '../../store/records.ts'
import type { CallEvent } from '../../telephony/call-event.ts'

/**
 * Where an attempt stands. A state holds only what is true in it.
 *
 * - `preview`: an operator reads the card; nothing is written or dialed yet.
 * - `beginning`: being written down; `takenBack` when it must not be placed after all.
 * - `placed`: the network has the call; it may ring.
 * - `seeking`: answered, no operator yet.
 * - `joining`: an operator is being joined.
 * - `talking`: they hear each other; `guest` is another operator in the call.
 * - `handing`: the person is on the way from one operator to another; `from` null: who is gone.
 * - `awaiting`: the operator has given the person to somebody outside whom it still rings for, and
 *   left; the person hears music.
 * - `uniting`: the person is on the way to somebody outside; `from` null: their operator is gone;
 *   `gone`: so is the one outside.
 * - `given`: they talk to somebody outside, and no operator is with them.
 * - `announcing`: nobody came in time, the message plays.
 * - `ending`: we asked the network to end the call; `as` is what it will have been.
 * - `over`: ended with its one outcome.
 */
export type AttemptState =
  | { readonly name: 'preview' }
  | { readonly name: 'beginning'; readonly takenBack: boolean }
  | { readonly name: 'placed' }
  | { readonly name: 'seeking'; readonly until: number }
  | { readonly name: 'joining'; readonly operator: OperatorId; readonly until: number }
  | { readonly name: 'talking'; readonly operator: OperatorId; readonly guest: OperatorId | null }
  | {
      readonly name: 'handing'
      readonly from: OperatorId | null
      readonly to: OperatorId
      readonly guest: OperatorId | null
      /** On hold for a blind transfer outside that was asked for before: taken off if both fail. */
      readonly onHold: boolean
    }
  | { readonly name: 'uniting'; readonly from: OperatorId | null; readonly gone: boolean }
  | { readonly name: 'awaiting' | 'given' }
  | { readonly name: 'announcing' }
  | { readonly name: 'ending'; readonly as: Outcome }
  | { readonly name: 'over'; readonly outcome: Outcome }

/** An attempt: its state and what has become true for good. */
export interface Attempt {
  readonly state: AttemptState
  /** Whether the network has given a first sign of life. */
  readonly provisional: boolean
  /** Monotonic ms of the answer, or null. */
  readonly answeredAt: number | null
  /**
   * Wall time at which we hung up a call that was answered, or null. From then on nobody hears
   * anybody, however long the other side takes to say that it has heard so.
   */
  readonly hungUpAt: Instant | null
  /** What the answer counts as, once that is known: it never changes. */
  readonly counted: 'connected' | 'abandoned' | 'served' | null
  /** Whether the person and an operator ever heard each other, in time or late. */
  readonly spoke: boolean
  /**
   * The person has called us, and waits for an operator or hears the message at once; null: we call
   * them. Whoever calls us counts in no budget.
   */
  readonly incoming: 'operators' | 'message' | null
  /** Somebody outside who is in the call or called into it; null: nobody. */
  readonly outside: OutsidePart | null
  /** Whether its card was closed while it goes on: no operator has the person any more. */
  readonly isClosed: boolean
}

/** Somebody outside, as far as a call is concerned. */
export interface OutsidePart {
  /** Of their own call. */
  readonly id: AttemptId
  /** `there`: they and the operator hear each other. */
  readonly stage: 'called' | 'answered' | 'there'
  /** The person, who is on hold, is given to them as they answer. */
  readonly blind: boolean
}

/** What the machine must know of the campaign. */
export interface AttemptRules {
  readonly ringLimit: Duration
  readonly connectWithin: Duration
  /** The key that asks, during the message, never to be called again; null for none. */
  readonly stopKey: string | null
}

/** Timers of an attempt; each state has at most one. */
export type AttemptTimer = 'ring' | 'wait' | 'join' | 'message' | 'end'

/** What can happen to an attempt. Events that do not fit its state change nothing. */
export type AttemptEvent =
  | { readonly kind: 'startCall' }
  /** The attempt is on disk and may be placed, or (`allowed` false) may not be after all. */
  | { readonly kind: 'begun'; readonly allowed: boolean }
  /** The store would not have it: nothing is written and nothing may be placed. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'call'; readonly event: CallEvent }
  | { readonly kind: 'operatorFound'; readonly operator: OperatorId }
  /**
   * The leg of whoever talks is down. While it is being joined, `connectFailed` follows instead.
   */
  | { readonly kind: 'operatorGone'; readonly operator: OperatorId }
  | { readonly kind: 'operatorHungUp' }
  /** The operator asks another one into the call, who is free. */
  | { readonly kind: 'guestAsked'; readonly guest: OperatorId }
  | { readonly kind: 'guestSent' }
  /** The operator gives the person to another one, who is free or the guest. */
  | { readonly kind: 'handOver'; readonly to: OperatorId }
  /** The operator wants somebody outside in the call, or (`blind`) to have the person. */
  | { readonly kind: 'outsideAsked'; readonly outside: AttemptId; readonly blind: boolean }
  /** What becomes of them. */
  | {
      readonly kind: 'outside'
      readonly outside: AttemptId
      readonly is: 'answered' | 'there' | 'gone'
    }
  /** The operator sends them away; gives them the person; has the person back while it rings. */
  | { readonly kind: 'outsideSent' | 'outsideGiven' | 'outsideKept' }
  /** Whoever had the card closes it, and the call goes on. */
  | { readonly kind: 'cardClosed' }
  /** We end the call whatever its state: stop at once, or a surplus line is dropped. */
  | { readonly kind: 'takenBack' }
  | { readonly kind: 'timeUp'; readonly timer: AttemptTimer }

/** What is to be done, in this order. */
export type AttemptEffect =
  | { readonly do: 'begin' }
  | { readonly do: 'originate' }
  /** Lift the receiver for somebody who calls. */
  | { readonly do: 'answer' }
  /** Wait in the campaign's row of answered people for an operator. */
  | { readonly do: 'seek' }
  | { readonly do: 'stopSeeking' }
  | { readonly do: 'connect'; readonly operator: OperatorId }
  | { readonly do: 'announce' }
  | { readonly do: 'hangUp' }
  | { readonly do: 'plan'; readonly timer: AttemptTimer; readonly delay: Duration }
  | { readonly do: 'unplan' }
  | { readonly do: 'mark'; readonly marks: AttemptMarks }
  | { readonly do: 'count'; readonly as: 'connected' | 'abandoned' }
  /** The operator and the person hear each other: the card is live. */
  | { readonly do: 'openCard'; readonly operator: OperatorId }
  /** The operator's call is over; the card stays. */
  | { readonly do: 'callEnded'; readonly operator: OperatorId }
  /** The operator is not with this person any more, and has no card of theirs. */
  | { readonly do: 'freeOperator'; readonly operator: OperatorId; readonly phoneFailed: boolean }
  /** Another operator is taken into the call. */
  | { readonly do: 'invite'; readonly operator: OperatorId }
  | { readonly do: 'dismiss' }
  | { readonly do: 'transfer'; readonly to: OperatorId }
  /** Whoever was taken into the call, or was to be, is out of it and free. */
  | { readonly do: 'freeGuest'; readonly operator: OperatorId }
  /** The person is with another operator, and the card goes with them. */
  | { readonly do: 'handOn'; readonly from: OperatorId | null; readonly to: OperatorId }
  | { readonly do: 'hold'; readonly on: boolean }
  | { readonly do: 'callOutside' | 'letIn' | 'unite' | 'dropOutside'; readonly outside: AttemptId }
  /** Whoever is in the call leaves it to music. */
  | { readonly do: 'leaveOnHold' }
  /** The operator is done with the call, which rings outside for the person, and has the card. */
  | { readonly do: 'leaveRinging'; readonly operator: OperatorId }
  /** The person, whose operator has left, needs one again: the card goes with them. */
  | { readonly do: 'takeCard' }
  /** The person was left with somebody outside; `from` null: no operator was there any more. */
  | { readonly do: 'leaveOutside'; readonly outside: AttemptId; readonly from: OperatorId | null }
  | { readonly do: 'stopNumber' }
  | { readonly do: 'finish'; readonly outcome: Outcome; readonly spoke: boolean }

/** One moment by both clocks. */
export interface Moment {
  /** Monotonic ms. */
  readonly now: number
  readonly wall: Instant
}

/** An attempt that is about to be written. */
export const newAttempt: Attempt = {
  state: { name: 'beginning', takenBack: false },
  provisional: false,
  answeredAt: null,
  hungUpAt: null,
  counted: null,
  spoke: false,
  incoming: null,
  outside: null,
  isClosed: false,
}

/** The attempt of a person who calls us. @param to whom their call is for. */
export const callerAttempt = (to: 'operators' | 'message'): Attempt => ({
  ...newAttempt,
  incoming: to,
})

/** An attempt whose card is read before anything is dialed. */
export const previewedAttempt: Attempt = { ...newAttempt, state: { name: 'preview' } }
