import type { Instant } from '../base/duration.ts'
import type { CampaignId, ContactId, NumberId, OperatorId } from '../base/id.ts'
import type { RetryCase } from './retry-plan.ts'

/** One phone of a contact. `position` is its place on the contact's list, from 0. */
export interface ContactPhone {
  readonly position: number
  readonly number: NumberId
  /** Attempts to it for this contact, as far as they count: see `Progress.attempts`. */
  readonly attempts: number
  /** False when it is invalid, wrong or on a stop list: it is not called again. */
  readonly usable: boolean
}

/**
 * A promise that this attempt has its own operator before it is placed: such a line is never
 * overdialed. `operator` null means any one.
 */
export interface Demand {
  readonly why: 'callback' | 'afterAbandoned' | 'preview'
  readonly operator: OperatorId | null
  /** From this instant on any operator may serve it. */
  readonly graceUntil: Instant
}

/** Where a contact stands. `atOperator`: in a call or on an open card. */
export type ContactState = 'ready' | 'waiting' | 'leased' | 'atOperator' | 'finished'

/** Why nothing more is done for a contact. */
export type FinishReason =
  | 'disposition'
  | 'attemptsMax'
  | 'ruleMax'
  | 'noUsablePhone'
  | 'stopList'
  | 'noCallableHours'
  /** They called us by themselves, and stand on no list: nobody calls them. */
  | 'calledIn'

/**
 * What is to happen next with a contact: exactly what the store keeps of a decision of the retry
 * plan.
 */
export type NextStep =
  | {
      readonly kind: 'wait'
      readonly at: Instant
      readonly position: number
      readonly demand: Demand | null
    }
  | { readonly kind: 'finished'; readonly reason: FinishReason }

/** Where a contact stands after something happened to it: computed whole by `retry.ts`. */
export interface Progress {
  readonly state: Exclude<ContactState, 'leased'>
  /**
   * Attempts that count towards the plan's limits: all but `congestion`, `failed` and `notPlaced`,
   * of which the callee knows nothing or next to nothing. `cancelled` counts: their phone has rung;
   * and so does `lost`: it may have.
   */
  readonly attempts: number
  readonly counts: Contact['counts']
  readonly phones: readonly Pick<ContactPhone, 'position' | 'attempts' | 'usable'>[]
  /** Null while the contact is at an operator. */
  readonly next: NextStep | null
}

/**
 * A contact as the engine knows it: ids and counts, no name and no number.
 */
export interface Contact {
  readonly id: ContactId
  readonly campaign: CampaignId
  /** IANA zone of the contact, for calling hours. */
  readonly zone: string
  /** 1 is called first, 9 last. */
  readonly priority: number
  /** Attempts that count: see `Progress.attempts`. */
  readonly attempts: number
  /**
   * How many attempts ended in each case so far; absent means none. Dispositions count as
   * `disposition:ID`.
   */
  readonly counts: Readonly<Partial<Record<RetryCase | `disposition:${string}`, number>>>
  readonly phones: readonly ContactPhone[]
  /** The phone to call next. */
  readonly position: number
  readonly demand: Demand | null
  /**
   * They called us by themselves and stand on no list: nobody calls them, but by a callback that
   * they agreed to. `withheld`: nobody can, for they did not show their number; their one phone is
   * none, and unusable.
   */
  readonly calledIn?: 'shown' | 'withheld'
}
