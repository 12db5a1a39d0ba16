import type { Instant } from '../../src/base/duration.ts'
import type { AttemptId, BudgetId, NumberId } from '../../src/base/id.ts'
import type { Outcome } from '../../src/campaign/outcome.ts'
import type { BudgetCounts } from '../../src/store/port.ts'
import type { AnsweredBy } from '../../src/telephony/call-event.ts'
import type { Cause } from '../../src/telephony/cause.ts'

/**
 * What the process that is to be killed says, one line of JSON each, before anything follows from
 * it. `at` is virtual wall time.
 */
export type Fact = { readonly at: Instant } /** Its lists are being imported. */ & (
  | { readonly kind: 'preparing' }
  /** The engine has taken up what was left, and counts so many people. */
  | { readonly kind: 'started'; readonly budgets: Readonly<Record<BudgetId, BudgetCounts>> }
  /** The exchange was told to place a call. */
  | { readonly kind: 'placed'; readonly id: AttemptId; readonly to: string }
  | { readonly kind: 'answered'; readonly id: AttemptId; readonly by: AnsweredBy }
  | { readonly kind: 'connected'; readonly id: AttemptId }
  | { readonly kind: 'ended'; readonly id: AttemptId; readonly cause: Cause }
  /** The store has said that it is on disk. */
  | { readonly kind: 'begun'; readonly id: AttemptId }
  | { readonly kind: 'recorded'; readonly id: AttemptId; readonly outcome: Outcome | null }
  | { readonly kind: 'closed'; readonly id: AttemptId; readonly disposition: string }
  | { readonly kind: 'stopped'; readonly number: NumberId }
  /** The run has come to its end. */
  | { readonly kind: 'over' }
)

/** What the process is to do: plain data, handed over as its one argument. */
export interface Orders {
  readonly folders: readonly string[]
  readonly dbFile: string
  readonly seed: number
  /** Virtual wall time at which it begins. */
  readonly at: Instant
  readonly end: End
}

/** How a process ends. */
export type End =
  /** Killed from outside when it has said about so many facts, wherever it is then. */
  | { readonly kind: 'killed'; readonly facts: number }
  /** Killed at the very moment of the n-th fact of one kind: at a seam between two steps. */
  | { readonly kind: 'killedAt'; readonly fact: Fact['kind']; readonly times: number }
  /** It dials for so many virtual ms, and stops. */
  | { readonly kind: 'stops'; readonly after: number }
