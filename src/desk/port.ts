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
      readonly phase: 'preview' | 'dialing' | 'talking'
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
  /** A supervisor gave the card to somebody else: there is nothing to close any more. */
  | { readonly kind: 'cardHandedOn'; readonly attempt: AttemptId }
  /** How the recording of the call stands. */
  | {
      readonly kind: 'recording'
      readonly attempt: AttemptId
      readonly recording: RecordingState
    }

/**
 * How an operator's own phone stands. `rings`: it is called. `up`: it is in the system's call.
 * `down`: nobody called it. The others say why it is not up: it was not answered, it declined, or
 * the call dropped.
 */
export type PhoneState = 'down' | 'rings' | 'up' | 'noAnswer' | 'refused' | 'lost'

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
  | { readonly kind: 'hangUp'; readonly attempt: AttemptId }
  | { readonly kind: 'record'; readonly attempt: AttemptId; readonly act: RecordingAct }
  /** The screen went away without signing out. */
  | { readonly kind: 'gone' }
)

/** The screens of all operators. */
export interface Desk {
  show(operator: OperatorId, notice: DeskNotice): void
  readonly actions$: Observable<DeskAction>
}
