import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { CallEvent } from '../../call-event.ts'
import type { Announcement } from '../../port.ts'
import type { Final, Withdrawal } from './outcome.ts'
import type { Provisional } from './progress.ts'

/**
 * - `preparing`: our media is being made ready; nobody has been called.
 * - `placed`: the INVITE is out and has no final response.
 * - `waiting`: answered and joined to nobody.
 * - `joining`, `joined`: on the way to an operator's room, and in it.
 * - `holding`, `held`: on the way out of it to hear music, and out of it.
 * - `resuming`: on the way back into it.
 * - `moving`: on the way to another operator's room.
 * - `visiting`: of somebody outside: in the room of another call's operator, or on the way there.
 * - `uniting`, `united`: on the way to a room without operators, and in it.
 * - `announcing`: a message is being played.
 * - `ending`: we have hung up an answered call and wait for the other side to say so.
 */
export type CalleePhase =
  | 'preparing'
  | 'placed'
  | 'waiting'
  | 'joining'
  | 'joined'
  | 'holding'
  | 'held'
  | 'resuming'
  | 'moving'
  | 'visiting'
  | 'uniting'
  | 'united'
  | 'announcing'
  | 'ending'
  | 'over'

/** One call to a callee, apart from everything it is made of on the servers. */
export interface Callee {
  readonly attempt: AttemptId
  /** Whether they called us: alone, they hear music. */
  readonly isCaller: boolean
  readonly phase: CalleePhase
  /** The last of `PROVISIONALS` that was told, counted from 1; 0: none. */
  readonly told: number
  /** Why we took it back before its answer, or hung it up because its media failed. */
  readonly withdrawal: Withdrawal | null
  /** The operator of a joining under way or standing. */
  readonly operator: OperatorId | null
  /** The operator that the callee is on the way to from another. */
  readonly next: OperatorId | null
  /** Another operator in the room, or on the way there. */
  readonly guest: OperatorId | null
  /** The person outside that the callee is on the way to. */
  readonly outside: AttemptId | null
  /** Whether the callee was on hold, or heard music with nobody, when they were moved. */
  readonly wasHeld: boolean
  /** Whether the callee, who is with nobody, hears music. */
  readonly music: boolean
  /** The key that ends the message being played. */
  readonly stopKey: string | null
  /** Counts joinings and messages, so that a late reply to one is not taken for the next. */
  readonly turn: number
}

/** What happens to a call, by command or from the network. */
export type CalleeInput =
  | { readonly kind: 'mediaReady' }
  /** The media server has no end for this call, or lost it. */
  | { readonly kind: 'mediaFailed' }
  | { readonly kind: 'provisional'; readonly told: Provisional }
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly final: Final }
  | { readonly kind: 'bye'; readonly from: 'callee' | 'network'; readonly q850: number | null }
  | { readonly kind: 'byeDone' }
  /** Somebody who calls us is gone before the answer. */
  | { readonly kind: 'callerGone' }
  | { readonly kind: 'ringLimit' }
  | { readonly kind: 'hangUp' }
  | { readonly kind: 'connect'; readonly operator: OperatorId }
  | { readonly kind: 'joined'; readonly turn: number }
  /** `network`: the media server did not do it. */
  | { readonly kind: 'joinFailed'; readonly turn: number; readonly why: 'leg' | 'network' }
  /** The leg of an operator who has part in the call is gone. */
  | { readonly kind: 'legFell'; readonly operator: OperatorId }
  | { readonly kind: 'announce'; readonly announcement: Announcement }
  | { readonly kind: 'played'; readonly turn: number; readonly completed: boolean }
  | { readonly kind: 'digit'; readonly digit: string }
  /** A server that carries the call is gone. */
  | { readonly kind: 'lost' }
  | DuringCallInput
  | OutsideInput
/** What is to be done, in this order. */
export type CalleeEffect =
  | { readonly kind: 'tell'; readonly event: CallEvent }
  | { readonly kind: 'invite' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'bye' }
  /** Lets the callee's media and ours find each other. */
  | { readonly kind: 'attach' }
  | { readonly kind: 'join'; readonly operator: OperatorId; readonly turn: number }
  | { readonly kind: 'leave' }
  | { readonly kind: 'play'; readonly announcement: Announcement; readonly turn: number }
  | { readonly kind: 'stopPlaying' }
  /** Gives our media back. */
  | { readonly kind: 'release' }
  | DuringCallEffect
  | OutsideEffect
/** What a step comes to. */
export interface Stepped {
  readonly state: Callee
  readonly effects: readonly CalleeEffect[]
}

/** What operators do in a call, and what comes of it. */
export type DuringCallInput =
  | { readonly kind: 'hold'; readonly on: boolean }
  | { readonly kind: 'mute'; readonly on: boolean }
  | { readonly kind: 'digits'; readonly digits: string }
  /** `free`: the other operator's leg was given to the call. */
  | { readonly kind: 'invite'; readonly operator: OperatorId; readonly free: boolean }
  | { readonly kind: 'dismiss' }
  | { readonly kind: 'transfer'; readonly operator: OperatorId; readonly free: boolean }
  /** The callee is out of the room. */
  | { readonly kind: 'outside'; readonly turn: number }
  /** The next operator cannot be had, or their room was not entered. */
  | { readonly kind: 'moveFailed'; readonly turn: number }
  | { readonly kind: 'guestIn' | 'guestFailed'; readonly operator: OperatorId }
  | { readonly kind: 'acted'; readonly act: 'mute' | 'unmute' | 'digits'; readonly done: boolean }

/** What is to be done of it, in this order. */
export type DuringCallEffect =
  /** Says `outside` when the callee is out of the room, and plays to them until `stopMusic`. */
  | { readonly kind: 'music'; readonly turn: number }
  | { readonly kind: 'stopMusic' }
  | { readonly kind: 'mute'; readonly operator: OperatorId; readonly on: boolean }
  | { readonly kind: 'sendDigits'; readonly digits: string }
  | { readonly kind: 'fetch'; readonly guest: OperatorId; readonly host: OperatorId }
  /** Takes the callee to the next operator's room: `joined` or `moveFailed` follows. */
  | { readonly kind: 'move'; readonly operator: OperatorId; readonly turn: number }

/** What brings people outside into calls, and what comes of it. */
export type OutsideInput =
  /** To the room of another call's operator. `welcome`: there is one. */
  | { readonly kind: 'visit'; readonly welcome: boolean }
  | { readonly kind: 'visited'; readonly turn: number; readonly done: boolean }
  /** The callee, to somebody outside. `there`: that one can be had. */
  | { readonly kind: 'unite'; readonly outside: AttemptId; readonly there: boolean }
  | { readonly kind: 'met'; readonly turn: number; readonly done: boolean }
  /** The one outside, to the callee. */
  | { readonly kind: 'bring' }
  | { readonly kind: 'brought'; readonly turn: number; readonly done: boolean }
  /** The operator leaves; the callee hears music. */
  | { readonly kind: 'leaveOnHold' }
  /** The other one is gone, or the operator whom they visited. */
  | { readonly kind: 'alone' }

/** What is to be done of it. */
export type OutsideEffect =
  /** Enters the room of the call that is visited: `visited` follows. */
  | { readonly kind: 'visit'; readonly turn: number }
  /** Brings both to a room of their own: `met` follows. */
  | { readonly kind: 'meet'; readonly outside: AttemptId; readonly turn: number }
