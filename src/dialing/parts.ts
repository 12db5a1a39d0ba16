import type { AttemptId, OperatorId } from '../base/id.ts'
import type { Timeline } from '../base/timeline.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { LegKind } from '../campaign/rules/leg-kind.ts'
import type { Site } from '../campaign/site.ts'
import type { Desk } from '../desk/port.ts'
import type { Policy } from '../pacing/policy.ts'
import type { Store } from '../store/port.ts'
import type { Telephony } from '../telephony/port.ts'
import type { Core } from './core.ts'
import type { Entry } from './inbox.ts'

/** What an engine is made of. */
export interface EngineParts {
  readonly timeline: Timeline
  readonly telephony: Telephony
  readonly store: Store
  readonly desk: Desk
  readonly site: Site
  readonly campaigns: readonly Campaign[]
  readonly policyOf: (campaign: Campaign) => Policy
  readonly newId: () => AttemptId
  /** How an operator's phone is part of their work; left out, all legs are held. */
  readonly legOf?: (operator: OperatorId) => LegKind
  /** Checks all invariants after each input; without it only the cheap ones. */
  readonly strict?: boolean
  /** Sees each input before it is worked on: the recording. */
  readonly record?: (entry: Entry) => void
  /** Sees the engine after each input was worked on, before anything else happens. */
  readonly watch?: (core: Core) => void
}
