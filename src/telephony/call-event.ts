import type { AttemptId, OperatorId, TrunkId } from '../base/id.ts'
import type { Cause } from './cause.ts'
import type { OutsideEvent } from './outside.ts'
import type { RecordingEvent } from './recording.ts'
import type { SupervisionEvent } from './supervision.ts'

/**
 * What the network says of one call. For one attempt events come in order; after `ended` none
 * comes.
 */
export type CallEvent = { readonly attempt: AttemptId } & (
  | { readonly kind: 'trying' }
  | { readonly kind: 'ringing' }
  | { readonly kind: 'earlyMedia' }
  | { readonly kind: 'answered'; readonly by: AnsweredBy }
  /** The callee and the operator hear each other. */
  | { readonly kind: 'connected'; readonly operator: OperatorId }
  /** The operator's leg could not be joined; the callee is still there. */
  | {
      readonly kind: 'connectFailed'
      readonly operator: OperatorId
      /** `network`: our own servers did not do it, and no phone is to blame. */
      readonly why: 'leg' | 'network'
    }
  /** A key that the callee pressed: the stop key of an announcement, any key in a talk. */
  | { readonly kind: 'digit'; readonly digit: string }
  /** The announcement has ended; `completed` says whether it was played to its end. */
  | { readonly kind: 'announced'; readonly completed: boolean }
  | {
      readonly kind: 'ended'
      readonly cause: Cause
      readonly from: 'callee' | 'us' | 'network'
      /** Final SIP response (RFC 3261, section 21), where there was one. */
      readonly sip?: number
      /** Q.850 cause value, where there was one. */
      readonly q850?: number
    }
  /** The adapter lost sight of the call; its end is unknown. */
  | { readonly kind: 'lost' }
  | DuringCallEvent
  | RecordingEvent
)

/** What comes of an operator's acts in a call they are joined to. */
export type DuringCallEvent =
  | OutsideEvent
  /** The callee and the operator do not hear each other; the callee hears music. */
  | { readonly kind: 'held' }
  /** They hear each other again. */
  | { readonly kind: 'resumed' }
  /** Nobody hears the operator. */
  | { readonly kind: 'muted' }
  | { readonly kind: 'unmuted' }
  /** The digits are on their way to the callee. */
  | { readonly kind: 'digitsSent' }
  /** Another operator is in the room of the call, and hears who is there. */
  | { readonly kind: 'guestJoined'; readonly operator: OperatorId }
  /** They are out of it again: dismissed, or their leg is gone. */
  | { readonly kind: 'guestLeft'; readonly operator: OperatorId }
  /** The callee and this operator hear each other, and the one before has left. */
  | { readonly kind: 'transferred'; readonly operator: OperatorId }
  /** It was not done; everybody is where they were, or told to be elsewhere. */
  | { readonly kind: 'actFailed'; readonly act: DuringCallAct; readonly why: ActFailure }

/** What an operator can have done in a call. */
export type DuringCallAct =
  | 'hold'
  | 'resume'
  | 'mute'
  | 'unmute'
  | 'digits'
  | 'invite'
  | 'dismiss'
  | 'transfer'

/**
 * - `notJoined`: the callee is with no operator, or on the way from one to another.
 * - `noGuest`: there is nobody to dismiss. `guestThere`: there is a guest already.
 * - `legBusy`: the other operator's leg is not up, or is in a call.
 * - `failed`: the network did not do it.
 */
export type ActFailure = 'notJoined' | 'noGuest' | 'guestThere' | 'legBusy' | 'failed'

/** `unknown` where nothing listens for machines: the operator will tell. */
export type AnsweredBy = 'person' | 'machine' | 'unknown'

/** What happens to an operator's own leg, apart from any call. */
export type LegEvent =
  | { readonly kind: 'operatorUp'; readonly operator: OperatorId }
  | { readonly kind: 'operatorDown'; readonly operator: OperatorId; readonly why: LegFailure }
  | SupervisionEvent

/**
 * `refused`: the phone declined; `noAnswer`: it rang in vain; `hungUp`: whoever has it put it down;
 * `lost`: the leg dropped, or our own servers failed it.
 */
export type LegFailure = 'noAnswer' | 'refused' | 'hungUp' | 'lost' | 'asked'

/** What a trunk can carry now. `lines` 0 means it is down. */
export interface TrunkCapacity {
  readonly trunk: TrunkId
  readonly lines: number
}
