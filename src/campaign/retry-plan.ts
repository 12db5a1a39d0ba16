import type { Duration } from '../base/duration.ts'
import type { IncomingOutcome, Outcome } from './outcome.ts'

/**
 * Outcomes after which the plan decides; a connected call is decided by its disposition instead.
 */
export type RetryCase = Exclude<Outcome, 'connected' | 'notPlaced' | IncomingOutcome>

/** What follows one outcome. */
export interface RetryRule {
  /**
   * Delay before the next attempt, by how often this outcome came for this contact: the last one
   * repeats. Empty: none follows.
   */
  readonly after: readonly Duration[]
  /**
   * How many attempts that ended so may be followed by another for one contact; 0: none is. The
   * next one finishes it.
   */
  readonly max: number
  /**
   * Which phone comes next. `next` wraps around the phones still in use; with one phone both mean
   * the same.
   */
  readonly phone: 'same' | 'next'
}

/** When and where a contact is tried again. */
export interface RetryPlan {
  /**
   * Attempts for one contact in all; at least 1. Only those that count: see `Progress.attempts`.
   */
  readonly attemptsMax: number
  /** Attempts for one phone of a contact, counted likewise; at least 1. */
  readonly attemptsPerPhoneMax: number
  readonly rules: Readonly<Record<RetryCase, RetryRule>>
  /** Rules by disposition id, for dispositions that lead to `retry`. */
  readonly dispositions: Readonly<Record<string, RetryRule>>
}
