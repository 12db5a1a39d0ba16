import type { Instant } from '../base/duration.ts'
import type {
  AttemptId,
  CampaignId,
  ContactId,
  OperatorId,
  SupervisorId,
  TrunkId,
} from '../base/id.ts'
import type { Outcome } from '../campaign/outcome.ts'
import type { OutsideEnd, PhoneState } from '../desk/port.ts'
import type { Because } from '../pacing/policy.ts'
import type { SupervisionEnd, SupervisionWay } from '../telephony/supervision.ts'

/** What the engine tells the world, in the past tense. Ids only. `at` is wall time. */
export type EngineEvent = { readonly at: Instant } & (
  | { readonly kind: 'campaign.started'; readonly campaign: CampaignId }
  | { readonly kind: 'campaign.stopped'; readonly campaign: CampaignId }
  | {
      readonly kind: 'attempt.placed'
      readonly attempt: AttemptId
      readonly campaign: CampaignId
      readonly contact: ContactId
      readonly trunk: TrunkId
    }
  /** A person calls us, and is about to be answered. */
  | {
      readonly kind: 'attempt.incoming'
      readonly attempt: AttemptId
      readonly campaign: CampaignId
      readonly contact: ContactId
      readonly trunk: TrunkId
    }
  | { readonly kind: 'attempt.answered'; readonly attempt: AttemptId }
  | {
      readonly kind: 'attempt.connected'
      readonly attempt: AttemptId
      readonly operator: OperatorId
      /** Milliseconds from the answer. */
      readonly afterMs: number
    }
  /** The person and the card went from one operator to another; `from` null: who was gone. */
  | {
      readonly kind: 'attempt.transferred'
      readonly attempt: AttemptId
      readonly from: OperatorId | null
      readonly to: OperatorId
    }
  /** The person was left with somebody outside; `from` null: no operator was there any more. */
  | {
      readonly kind: 'attempt.left'
      readonly attempt: AttemptId
      readonly from: OperatorId | null
      readonly outside: AttemptId
    }
  /** Somebody outside is called into a talk. */
  | {
      readonly kind: 'outside.placed'
      readonly attempt: AttemptId
      readonly outside: AttemptId
      readonly operator: OperatorId
      readonly trunk: TrunkId
    }
  | { readonly kind: 'outside.answered'; readonly attempt: AttemptId; readonly outside: AttemptId }
  | {
      readonly kind: 'outside.ended'
      readonly attempt: AttemptId
      readonly outside: AttemptId
      readonly why: OutsideEnd
    }
  | {
      readonly kind: 'attempt.ended'
      readonly attempt: AttemptId
      readonly campaign: CampaignId
      readonly outcome: Outcome
    }
  | {
      readonly kind: 'operator.changed'
      readonly operator: OperatorId
      readonly state: string
      readonly why: string | null
    }
  /** An operator gives no sign of life and was put on a break: somebody should look. */
  | { readonly kind: 'operator.notResponding'; readonly operator: OperatorId }
  /** A supervisor is with an operator, or (`way` null) not any more, and why. */
  | {
      readonly kind: 'operator.supervised'
      readonly operator: OperatorId
      readonly supervisor: SupervisorId
      readonly way: SupervisionWay | null
      readonly why: SupervisionEnd | null
    }
  /** A call cannot be recorded, or not any more; it goes on. */
  | { readonly kind: 'recording.failed'; readonly attempt: AttemptId }
  /** An operator's own phone rings for them, is up, or is not, and why. */
  | {
      readonly kind: 'operator.phone'
      readonly operator: OperatorId
      readonly phone: PhoneState
    }
  | {
      readonly kind: 'card.closed'
      readonly attempt: AttemptId
      readonly operator: OperatorId
      readonly disposition: string
    }
  /** A supervisor gave an open card to somebody else. */
  | {
      readonly kind: 'card.handed'
      readonly attempt: AttemptId
      readonly from: OperatorId
      readonly to: OperatorId
    }
  /** What a policy that looks ahead said, and why: now and then, and whenever its rule changes. */
  | { readonly kind: 'pacing.decided'; readonly campaign: CampaignId; readonly because: Because }
  | { readonly kind: 'store.failed'; readonly what: string; readonly code: string }
  | { readonly kind: 'store.recovered' }
)
