import type { Duration, Instant } from '../../base/duration.ts'
import type { Campaign } from '../campaign.ts'
import type { Demand, FinishReason, Progress } from '../contact.ts'
import type { RetryRule } from '../retry-plan.ts'
import { choosePhone, type Tally } from './tally.ts'

/** What of a campaign decides about another attempt. */
export type RetryRules = Pick<Campaign, 'retry' | 'afterAbandoned' | 'callbackGrace'>

/** What decides about another attempt once everything is counted. */
export interface Again {
  readonly tally: Tally
  /** The phone that was called. */
  readonly position: number
  readonly now: Instant
  readonly rule: RetryRule
  /** How often the contact's attempts ended so, this one included; at least 1. */
  readonly times: number
  /** Whether the person was, or may have been, left without an operator. */
  readonly harmed: boolean
  /** The demand of the attempt that is over, as far as it is still owed to the person. */
  readonly demand: Demand | null
  /** Whether they stand on a list: others are called for what was promised to them only. */
  readonly isListed: boolean
}

/**
 * Another attempt by the rule, or the reason why there is none. Reasons are looked at in this
 * order: nobody listed them, no usable phone, the limit of the rule, the limits of attempts.
 */
export function again(rules: RetryRules, how: Again): Progress {
  const { tally, rule, now } = how
  if (!how.isListed && owedStill(how.demand) === null) return finished(tally, 'disposition')
  if (!tally.phones.some(phone => phone.usable)) return finished(tally, 'noUsablePhone')
  const delay = delayOf(rule, how.times)
  if (delay === null) return finished(tally, 'ruleMax')
  const next = choosePhone(tally, how.position, rule.phone, rules.retry)
  const spent = tally.attempts >= rules.retry.attemptsMax
  if (next === null || spent) return finished(tally, 'attemptsMax')
  const { lockout, demandOperator } = rules.afterAbandoned
  const locked = how.harmed && delay < lockout
  // A promise outlives attempts that did not reach the person, and guarantees an operator too.
  const owed = owedStill(how.demand) ?? (locked && demandOperator ? AFTER_ABANDONED : null)
  const at = now + (locked && owed === null ? lockout : delay)
  return waiting(tally, { at, position: next, demand: graced(owed, at, rules) })
}

const AFTER_ABANDONED: Demand = { why: 'afterAbandoned', operator: null, graceUntil: 0 }

/** A preview is what the mode asks for, not something owed to the person. */
export function owedStill(demand: Demand | null): Demand | null {
  return demand?.why === 'preview' ? null : demand
}

/** The demand for an attempt at `at`, when the grace of its own operator begins. */
export function graced(demand: Demand | null, at: Instant, rules: RetryRules): Demand | null {
  if (demand === null) return null
  return { ...demand, graceUntil: at + (demand.operator === null ? 0 : rules.callbackGrace) }
}

/** The delay that follows the `times`-th attempt that ended so, or null when none follows. */
function delayOf(rule: RetryRule, times: number): Duration | null {
  if (times > rule.max) return null
  return rule.after[Math.min(times, rule.after.length) - 1] ?? null
}

/** Nothing more is done for the contact. */
export function finished(tally: Tally, reason: FinishReason): Progress {
  return { state: 'finished', ...tally, next: { kind: 'finished', reason } }
}

/** The contact is called again, at `at` or later. */
export function waiting(
  tally: Tally,
  next: { readonly at: Instant; readonly position: number; readonly demand: Demand | null },
): Progress {
  return { state: 'waiting', ...tally, next: { kind: 'wait', ...next } }
}
