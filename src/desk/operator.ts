import type { Instant } from '../base/duration.ts'
import type { AttemptId, CampaignId } from '../base/id.ts'

/**
 * Where an operator stands. A state holds only what is true in it.
 *
 * - `signedOut`: not at work.
 * - `free`: the system has set no task. `since` is when the last task ended.
 * - `reserved`: promised to one attempt, or (`attempt` null) to the campaign. Still counts as free
 *   time, and keeps its place in the order of those who wait longest.
 * - `talking`: joined, or being joined, to a person.
 * - `wrapUp`: the call is over, the card is open.
 * - `break`: not to be given anything; `reason` and `by` whom.
 */
export type OperatorState =
  | { readonly name: 'signedOut' }
  | { readonly name: 'free'; readonly since: number }
  | {
      readonly name: 'reserved'
      readonly since: number
      readonly campaign: CampaignId
      readonly attempt: AttemptId | null
    }
  | {
      readonly name: 'talking'
      readonly attempt: AttemptId
      readonly since: number
      /** Since when they had been free: should nobody be heard, they keep their place. */
      readonly freeSince: number
    }
  | {
      readonly name: 'wrapUp'
      readonly attempt: AttemptId
      readonly since: number
      readonly until: Instant | null
      readonly extensions: number
    }
  | {
      readonly name: 'break'
      readonly since: number
      readonly reason: string
      readonly by: BreakBy
    }

/** Who set a break. */
export type BreakBy = 'operator' | 'system' | 'supervisor'

/** The reason of a break the system sets when an operator gives no sign of life. */
export const NOT_RESPONDING = 'not responding'

/** What is remembered of an operator beside the state. */
export interface OperatorMemory {
  /**
   * A break asked for during a task, or while a line rings for the operator; it begins when the
   * card is closed, or the line has ended unanswered.
   */
  readonly breakAsked: { readonly reason: string; readonly by: BreakBy } | null
  /** Signing out asked for then. */
  readonly signOutAsked: boolean
  /** Connected calls in a row during which the operator did nothing at all. */
  readonly silentCalls: number
  /** Whether the operator did anything since the present call was connected. */
  readonly acted: boolean
  /**
   * Cards still open from before a break or a crash: they come before anything new, in this order.
   */
  readonly openCards: readonly AttemptId[]
}

/** Whether something waits for the end of what the operator does now: a break, going, a card. */
export function isOwed({ memory }: Operator): boolean {
  return memory.breakAsked !== null || memory.signOutAsked || memory.openCards.length > 0
}

/** An operator at one moment: only the machine makes a new one. */
export interface Operator {
  readonly state: OperatorState
  readonly memory: OperatorMemory
}

/** An operator as the shift begins. */
export const newOperator: Operator = {
  state: { name: 'signedOut' },
  memory: { breakAsked: null, signOutAsked: false, silentCalls: 0, acted: false, openCards: [] },
}
