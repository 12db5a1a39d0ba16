import type { AttemptId, OperatorId, TrunkId } from '../base/id.ts'
import type { Cause } from './cause.ts'

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
  | { readonly kind: 'connectFailed'; readonly operator: OperatorId }
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
)

/** `unknown` where nothing listens for machines: the operator will tell. */
export type AnsweredBy = 'person' | 'machine' | 'unknown'

/** What happens to an operator's own leg, apart from any call. */
export type LegEvent =
  | { readonly kind: 'operatorUp'; readonly operator: OperatorId }
  | { readonly kind: 'operatorDown'; readonly operator: OperatorId; readonly why: LegFailure }

/** `refused`: the phone declined; `noAnswer`: it rang in vain; `lost`: the leg dropped. */
export type LegFailure = 'noAnswer' | 'refused' | 'lost' | 'asked'

/** What a trunk can carry now. `lines` 0 means it is down. */
export interface TrunkCapacity {
  readonly trunk: TrunkId
  readonly lines: number
}
