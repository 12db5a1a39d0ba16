import { assert, never } from '../base/assert.ts'
import type { Instant } from '../base/duration.ts'
import type { OperatorId } from '../base/id.ts'
import type { CallbackWish } from './card.ts'
import type { Contact, Demand, Progress } from './contact.ts'
import type { Disposition } from './disposition.ts'
import type { RetryCase } from './retry-plan.ts'
import {
  again,
  finished,
  graced,
  owedStill,
  type RetryRules,
  waiting,
} from './rules/another-attempt.ts'
import { choosePhone, counted, tallyOf, withoutPhone } from './rules/tally.ts'

/**
 * What came of one attempt: as the network said, or, once a person was connected, as the operator
 * says.
 */
export type AttemptResult =
  | { readonly kind: 'outcome'; readonly outcome: RetryCase | 'notPlaced' }
  | CardResult
  /** The person pressed the key that asks never to be called again. */
  | { readonly kind: 'stop' }

/** What the operator says. */
export interface CardResult {
  readonly kind: 'disposition'
  readonly disposition: Disposition
  /** Given exactly when the disposition leads to `callback`. */
  readonly callback: CallbackWish | null
  /** Who closed the card. */
  readonly operator: OperatorId
}

/** One attempt that is over. */
export interface AttemptEnd {
  readonly rules: RetryRules
  /** The contact as it was before this attempt: nothing of it is counted yet. */
  readonly contact: Contact
  /** Which of its phones was called. */
  readonly position: number
  readonly result: AttemptResult
  readonly now: Instant
}

/**
 * Decides what is to happen with a contact after an attempt: a pure function of what is handed in.
 * An attempt is counted here and only here, so that a card restored after a crash counts once.
 * A promised callback is kept even if the limits of attempts are reached; should it fail, they
 * apply.
 */
export function nextStep(end: AttemptEnd): Progress {
  const { result, contact, position } = end
  switch (result.kind) {
    case 'stop': {
      const tally = counted({ contact, position, outcome: 'abandoned', key: 'abandoned' })
      return finished(withoutPhone(tally, position), 'stopList')
    }
    case 'disposition':
      return afterCard(end, result)
    case 'outcome':
      if (result.outcome === 'notPlaced') return postponed(end.rules, contact, end.now, end.now)
      return afterOutcome(end, result.outcome)
    default:
      return never(result)
  }
}

/** Where a contact stands from the moment it is joined to an operator until the card is closed. */
export function atOperator(contact: Contact): Progress {
  return { state: 'atOperator', ...tallyOf(contact), next: null }
}

/**
 * A contact that may be called, but not yet: outside its calling hours, or while its number is in
 * another call. Phone and demand stay. `until` Infinity: it never may, and is finished.
 */
export function postponed(
  rules: RetryRules,
  contact: Contact,
  until: Instant,
  now: Instant,
): Progress {
  const tally = tallyOf(contact)
  if (until === Infinity) return finished(tally, 'noCallableHours')
  const at = Math.max(until, now)
  const owed = owedStill(contact.demand)
  // A grace that would pass while nobody may be called begins anew; otherwise it goes on running.
  const demand = owed !== null && at < owed.graceUntil ? owed : graced(owed, at, rules)
  return waiting(tally, { at, position: contact.position, demand })
}

/**
 * The number was found on the stop list when it was about to be called: the contact goes on at once
 * with its other phones.
 */
export function numberStopped(
  rules: RetryRules,
  contact: Contact,
  position: number,
  now: Instant,
): Progress {
  const tally = withoutPhone(tallyOf(contact), position)
  const next = choosePhone(tally, position, 'next', rules.retry)
  if (next === null) return finished(tally, 'stopList')
  const demand = graced(owedStill(contact.demand), now, rules)
  return waiting(tally, { at: now, position: next, demand })
}

/**
 * A person who called us asked by key to be called no more: nothing is counted, since nobody was
 * called.
 */
export function stoppedByCaller(contact: Contact, position: number): Progress {
  return finished(withoutPhone(tallyOf(contact), position), 'stopList')
}

function afterOutcome(end: AttemptEnd, outcome: RetryCase): Progress {
  const { rules, contact, position, now } = end
  const tally = counted({ contact, position, outcome, key: outcome })
  return again(rules, {
    tally: outcome === 'invalid' ? withoutPhone(tally, position) : tally,
    position,
    now,
    rule: rules.retry.rules[outcome],
    times: tally.counts[outcome] ?? 0,
    // An attempt whose end is unknown may have been abandoned, and is taken at its worst.
    harmed: outcome === 'abandoned' || outcome === 'lost',
    demand: contact.demand,
    isListed: contact.calledIn === undefined,
  })
}

function afterCard(end: AttemptEnd, result: CardResult): Progress {
  const { rules, contact, position, now } = end
  const { id, then } = result.disposition
  const key = then === 'machine' ? 'machine' : (`disposition:${id}` as const)
  const tally = counted({ contact, position, outcome: 'connected', key })
  const isListed = contact.calledIn === undefined
  const times = tally.counts[key] ?? 0
  const how = { tally, position, now, times, harmed: false, demand: null, isListed }
  switch (then) {
    case 'finish':
      return finished(tally, 'disposition')
    case 'stop':
      return finished(withoutPhone(tally, position), 'stopList')
    case 'callback': {
      const { at, demand } = promised(end, result)
      return waiting(tally, { at, position, demand })
    }
    case 'wrongNumber': {
      // A wrong number is as good as an invalid one.
      const rule = rules.retry.rules.invalid
      return again(rules, { ...how, rule, tally: withoutPhone(tally, position) })
    }
    case 'machine':
      // Nobody was reached: what was promised to the person still is.
      return again(rules, { ...how, rule: rules.retry.rules.machine, demand: contact.demand })
    case 'retry': {
      const rule = rules.retry.dispositions[id]
      assert(rule !== undefined, `disposition ${id} has a rule in the retry plan`)
      return again(rules, { ...how, rule })
    }
    default:
      return never(then)
  }
}

/** When a callback is due, never before now, and whom it was promised to. */
function promised(
  { rules, now }: AttemptEnd,
  { callback, operator }: CardResult,
): { at: Instant; demand: Demand | null } {
  assert(callback !== null, 'a disposition that leads to a callback comes with its time')
  const at = Math.max(now, callback.at)
  const owner = callback.own ? operator : null
  return { at, demand: graced({ why: 'callback', operator: owner, graceUntil: at }, at, rules) }
}
