import type { Observable } from 'rxjs'
import type { Instant } from '../base/duration.ts'
import type { AttemptId, CampaignId, OperatorId } from '../base/id.ts'
import type { CallbackWish, CardAnswers, CardDefinition, CardProblem } from '../campaign/card.ts'
import type { Disposition } from '../campaign/disposition.ts'

export type { CallbackWish, CardProblem } from '../campaign/card.ts'

/** What an operator's screen is told. It may carry personal data, and is recorded nowhere. */
export type DeskNotice =
  | { readonly kind: 'state'; readonly state: OperatorStateName; readonly why: string | null }
  /**
   * The system is dialing for this operator: for one attempt, or (`attempt` null) for the campaign.
   */
  | { readonly kind: 'reserved'; readonly campaign: CampaignId; readonly attempt: AttemptId | null }
  | { readonly kind: 'released' }
  /** A person has called us and is given to this operator: their card follows. */
  | { readonly kind: 'incoming'; readonly campaign: CampaignId; readonly attempt: AttemptId }
  /** Their own phone: that it rings for them, is in the system's call, or why it is not. */
  | { readonly kind: 'phone'; readonly phone: PhoneState }
  /**
   * What was asked for waits, or (`what` null) was taken back. It begins after the `card`, or,
   * while
   * a `line` rings for the operator, when that has ended unanswered, and else after its card.
   */
  | {
      readonly kind: 'later'
      readonly what: 'break' | 'signOut' | null
      readonly after: 'line' | 'card'
    }
  | {
      readonly kind: 'card'
      readonly attempt: AttemptId
      /** `guest`: another operator has asked them into the call; the card is theirs to read. */
      readonly phase: 'preview' | 'dialing' | 'talking' | 'guest'
      readonly card: CardView
    }
  /** A card that was left open: to be closed until `wrapUpUntil` (null: there is no limit). */
  | {
      readonly kind: 'card'
      readonly attempt: AttemptId
      readonly phase: 'wrapUp'
      readonly wrapUpUntil: Instant | null
      readonly card: CardView
    }
  | {
      readonly kind: 'callEnded'
      readonly attempt: AttemptId
      readonly wrapUpUntil: Instant | null
    }
  | { readonly kind: 'wrapUpExtended'; readonly attempt: AttemptId; readonly until: Instant }
  /** A card could not be closed as it was filled; nothing of it is lost. */
  | {
      readonly kind: 'cardRefused'
      readonly attempt: AttemptId
      readonly problems: readonly CardProblem[]
    }
  | { readonly kind: 'cardClosed'; readonly attempt: AttemptId }
  /**
   * The card is somebody else's, by a supervisor or with the person: there is nothing to close any
   * more.
   */
  | { readonly kind: 'cardHandedOn'; readonly attempt: AttemptId }
  /** A supervisor is with them, and how, or (`way` null) not any more. */
  | {
      readonly kind: 'supervised'
      readonly by: string
      readonly way: 'listen' | 'whisper' | 'barge' | null
    }
  /** How the recording of the call stands. */
  | {
      readonly kind: 'recording'
      readonly attempt: AttemptId
      readonly recording: RecordingState
    }
  /** What was asked for in the call has been done. */
  | { readonly kind: 'done'; readonly attempt: AttemptId; readonly what: DoneAct }
  /** The guest is in the call, or out of it. */
  | {
      readonly kind: 'guest'
      readonly attempt: AttemptId
      readonly guest: OperatorId
      readonly isThere: boolean
    }
  /** Somebody outside is called, rings, is in the call, has the person, or is gone, and why. */
  | {
      readonly kind: 'outside'
      readonly attempt: AttemptId
      /** Their name, where they have one, and their number. */
      readonly whom: string
      readonly stands: 'called' | 'rings' | 'there' | 'given' | 'gone'
      readonly why: OutsideEnd | null
    }
  /** The person pressed a key of their telephone. */
  | { readonly kind: 'digit'; readonly attempt: AttemptId; readonly digit: string }
  /** What was asked for in the call is not done. */
  | {
      readonly kind: 'actRefused'
      readonly attempt: AttemptId
      readonly act: CallAct
      readonly why: ActRefusal
    }

/** What an operator can ask for in a call. */
export type CallAct =
  | 'hold'
  | 'resume'
  | 'mute'
  | 'unmute'
  | 'digits'
  | 'invite'
  | 'dismiss'
  | 'transfer'

/**
 * Why somebody outside is not in a call, or not any more. `calledOff`: by whoever had them called,
 * or with the call itself. `stopList`: they asked never to be called. The others are as for any
 * call.
 */
export type OutsideEnd =
  | 'noAnswer'
  | 'busy'
  | 'invalid'
  | 'congestion'
  | 'refused'
  | 'failed'
  | 'hungUp'
  | 'calledOff'
  | 'stopList'

/** What a call's acts have led to. */
export type DoneAct = 'held' | 'resumed' | 'muted' | 'unmuted' | 'digitsSent'

/**
 * - `notYours`: it is no call of theirs, or just on the way to somebody else.
 * - `cannot`: this telephone network cannot do it.
 * - `noKeys`: what was to be sent are no keys of a telephone.
 * - `unknown`: there is no such operator, or it is themselves.
 * - `notServing`: the other operator is not at work for the campaign of the call.
 * - `busy`: the other one is not free, or a line rings for them.
 * - `guestThere`, `noGuest`: one guest a call; there is none.
 * - `notAllowed`: the campaign does not name that number outside.
 * - `noLine`: no trunk has room for one more call.
 * - `numberBusy`: the number is a contact's who is in a call, or is being called.
 * - `failed`: the network did not do it.
 */
export type ActRefusal =
  | 'notYours'
  | 'cannot'
  | 'noKeys'
  | 'unknown'
  | 'notServing'
  | 'busy'
  | 'guestThere'
  | 'noGuest'
  | 'notAllowed'
  | 'noLine'
  | 'numberBusy'
  | 'failed'

/**
 * How an operator's own phone stands. `rings`: it is called. `up`: it is in the system's call.
 * `down`: nobody called it. The others say why it is not up: it was not answered, it declined, it
 * was put down, the call dropped, or there is no phone of theirs to call. `registered`: now there
 * is one.
 */
export type PhoneState =
  | 'down'
  | 'rings'
  | 'up'
  | 'noAnswer'
  | 'refused'
  | 'hungUp'
  | 'lost'
  | 'unregistered'
  | 'registered'

/**
 * `awaitsConsent`: it begins when somebody says that the person agrees. `failed`: the network
 * cannot
 * record; the call goes on.
 */
export type RecordingState = 'off' | 'awaitsConsent' | 'on' | 'paused' | 'failed'

/**
 * What an operator has done with the recording of their call. `start`, `stop`: where the campaign
 * records on demand. `pause`: what is said from now on, such as a card number, is not taken down,
 * until `resume`. `consent`, `refuse`: the person agrees to it, or does not.
 */
export type RecordingAct = (typeof RECORDING_ACTS)[number]

/** All of them. */
export const RECORDING_ACTS = ['start', 'stop', 'pause', 'resume', 'consent', 'refuse'] as const

/** What the operator reads and fills in. */
export interface CardView {
  readonly campaign: CampaignId
  readonly definition: CardDefinition
  readonly dispositions: readonly Disposition[]
  /** The contact's columns. */
  readonly data: Readonly<Record<string, string>>
  readonly phone: string
  readonly answers: CardAnswers
}

/** Names of the states of an operator; see `operator.ts`. */
export type OperatorStateName = 'signedOut' | 'free' | 'reserved' | 'talking' | 'wrapUp' | 'break'

/** What an operator does. Answers stay at the desk; the engine sees ids and dispositions only. */
export type DeskAction = { readonly operator: OperatorId } & (
  | { readonly kind: 'signIn'; readonly campaigns: readonly CampaignId[] }
  | { readonly kind: 'signOut' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'break'; readonly reason: string }
  /**
   * From this moment on the operator will be away, for a meal or for good: pacing reckons with it,
   * and they still take the break, or sign out, themselves. Null takes it back.
   */
  | { readonly kind: 'leaveAt'; readonly at: Instant | null }
  /** Preview: call the person now. */
  | { readonly kind: 'startCall'; readonly attempt: AttemptId }
  | { readonly kind: 'saveCard'; readonly attempt: AttemptId; readonly answers: CardAnswers }
  | {
      readonly kind: 'closeCard'
      readonly attempt: AttemptId
      readonly answers: CardAnswers
      readonly disposition: string
      readonly callback?: CallbackWish
    }
  | { readonly kind: 'extendWrapUp'; readonly attempt: AttemptId }
  /** Ends the call; a guest leaves it. */
  | { readonly kind: 'hangUp'; readonly attempt: AttemptId }
  | InCallAction
  | { readonly kind: 'record'; readonly attempt: AttemptId; readonly act: RecordingAct }
  /** The screen went away without signing out. */
  | { readonly kind: 'gone' }
  /** Whether there is a phone of theirs to call: one that registers may be away. */
  | { readonly kind: 'phoneKnown'; readonly isThere: boolean }
)

/** What an operator does in a call of theirs. */
export type InCallAction =
  | { readonly kind: 'hold'; readonly attempt: AttemptId; readonly on: boolean }
  | { readonly kind: 'mute'; readonly attempt: AttemptId; readonly on: boolean }
  /** @see `sendDigits` of the telephone network. */
  | { readonly kind: 'sendDigits'; readonly attempt: AttemptId; readonly digits: string }
  /**
   * Asks another operator into the call, or somebody outside by a name or number of the campaign:
   * with the person on hold, they are by themselves.
   */
  | { readonly kind: 'invite'; readonly attempt: AttemptId; readonly to: OperatorId }
  | { readonly kind: 'dismiss'; readonly attempt: AttemptId }
  /**
   * Gives the person, with the card as it is, to the guest or another operator who is free; or
   * without the card to somebody outside, who is called where they are not there yet.
   */
  | { readonly kind: 'transfer'; readonly attempt: AttemptId; readonly to: OperatorId }

/** The screens of all operators. */
export interface Desk {
  show(operator: OperatorId, notice: DeskNotice): void
  readonly actions$: Observable<DeskAction>
}
