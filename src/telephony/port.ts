import type { Observable } from 'rxjs'
import type { Duration } from '../base/duration.ts'
import type { AttemptId, OperatorId, TrunkId } from '../base/id.ts'
import type { CallEvent, LegEvent, TrunkCapacity } from './call-event.ts'
import type { Incoming } from './incoming.ts'
import type { OutsideCalls } from './outside.ts'
import type { CallRecording } from './recording.ts'
import type { Supervision, SupervisionWay } from './supervision.ts'

/** One call to place. `to` and `from` are E.164 numbers with the plus. */
export interface OriginateRequest {
  readonly to: string
  readonly from: string
  readonly trunk: TrunkId
  /** After this long without an answer the adapter ends the call as `noAnswer`. */
  readonly ringLimit: Duration
  /** The call that this one is to be brought together with: both are to be on one server. */
  readonly beside?: AttemptId
}

/**
 * What to play to a person nobody could speak to, and the key that asks never to be called again.
 */
export interface Announcement {
  readonly message: string
  readonly stopKey: string | null
}

/** How an operator's phone is called, where it is not the first call of their shift. */
export interface LegCall {
  /** How long it may ring. */
  readonly ringLimit: Duration
  /** Whether the phone is asked to answer by itself: its operator is at work. */
  readonly answersItself: boolean
}

/** What an adapter can do beyond placing, connecting, announcing and ending calls. */
export interface Capabilities {
  readonly detectsMachines: boolean
  readonly duringCall: ReadonlySet<
    'hold' | 'mute' | 'digits' | 'invite' | 'transfer' | 'outside' | 'record'
  >
  readonly supervision: ReadonlySet<SupervisionWay>
}

/**
 * What an operator has done in a call that is joined to them. Each command is followed by its
 * event or `actFailed`, unless the call ends or a later command undoes it first; asked for once
 * more, what stands already is told once more. All of it ends with the call, and when the callee
 * goes to another operator.
 */
export interface DuringCall {
  /** Puts the callee on hold, with music, or takes them off: `held`, `resumed`. */
  hold(attempt: AttemptId, on: boolean): void
  /** Closes or opens the operator's microphone: `muted`, `unmuted`. */
  mute(attempt: AttemptId, on: boolean): void
  /** Presses keys towards the callee: `digitsSent`. @param digits one to 32 of `DIGITS`. */
  sendDigits(attempt: AttemptId, digits: string): void
  /**
   * Brings another operator's leg into the room: `guestJoined`. While the callee is on hold the two
   * operators are by themselves; otherwise they are three. One guest a call.
   */
  invite(attempt: AttemptId, guest: OperatorId): void
  /** Sends the guest back: `guestLeft`. Their leg is free at once, as after `hangUp`. */
  dismiss(attempt: AttemptId): void
  /**
   * Gives the callee, on hold or not, to another operator, the guest or one whose leg is up and
   * free: `transferred`. From then on the leg of the operator before is free. When it fails, the
   * callee is still with that operator; `held` or `resumed` says so once more if they were moved.
   */
  transfer(attempt: AttemptId, to: OperatorId): void
}

/** Keys of a telephone as they may be sent (RFC 4733, section 3.2). */
export const DIGITS = /^[0-9*#A-D]{1,32}$/

/**
 * What the engine asks of the telephone network. Nothing here knows SIP or any server.
 *
 * Commands return at once and never throw for what the network does: what follows is an event.
 * No adapter repeats an `originate` by itself, since a repeated one is a second phone call.
 */
export interface Telephony extends DuringCall, OutsideCalls, CallRecording, Incoming, Supervision {
  readonly capabilities: Capabilities
  /** Starts one call. Exactly one `ended` or `lost` follows sooner or later. */
  originate(attempt: AttemptId, request: OriginateRequest): void
  /** Joins an answered call to an operator's leg. `connected` or `connectFailed` follows. */
  connect(attempt: AttemptId, operator: OperatorId): void
  /**
   * Plays a message to an answered call that is joined to nobody. `announced` follows, unless the
   * call ends. The stop key is told as `digit` and ends the message.
   */
  announce(attempt: AttemptId, announcement: Announcement): void
  /**
   * Ends the call, in whatever state it is. Ending one that is over does nothing. If it is joined
   * to an operator, their leg is free at once: they may be joined to another call right after this
   * command, before `ended` has come.
   */
  hangUp(attempt: AttemptId): void
  /**
   * Brings up an operator's leg: `operatorUp` or `operatorDown` follows. Without `call` the phone
   * rings as long as the adapter is set to, and a person picks it up. One that is up is told again.
   */
  operatorUp(operator: OperatorId, call?: LegCall): void
  /** Takes it down, or takes back the call to the phone: `operatorDown` follows, as asked. */
  operatorDown(operator: OperatorId): void
  /**
   * Hot, ordered for each attempt and each operator, and never ending in an error: a lost trunk is
   * an event.
   */
  readonly events$: Observable<CallEvent | LegEvent>
  /** What each trunk can carry, told at subscription and at each change. */
  readonly capacity$: Observable<TrunkCapacity>
}
