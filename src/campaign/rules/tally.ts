import { assert } from '../../base/assert.ts'
import type { Contact, Progress } from '../contact.ts'
import type { Outcome } from '../outcome.ts'
import type { RetryPlan } from '../retry-plan.ts'

/** What is counted of a contact: everything of its progress but what comes next. */
export type Tally = Pick<Progress, 'attempts' | 'counts' | 'phones'>

/**
 * Outcomes of which the callee knows nothing or next to nothing: they count under their own rule
 * only.
 */
export const UNCOUNTED: ReadonlySet<Outcome> = new Set(['congestion', 'failed', 'notPlaced'])

/** What was counted of a contact so far. */
export function tallyOf({ attempts, counts, phones }: Contact): Tally {
  const kept = phones.map(({ position, attempts, usable }) => ({ position, attempts, usable }))
  return { attempts, counts, phones: kept }
}

/** One attempt to be counted. */
export interface Counting {
  readonly contact: Contact
  readonly position: number
  readonly outcome: Outcome
  /** What it is counted under besides, or null for nothing. */
  readonly key: keyof Contact['counts'] | null
}

/** The contact's tally with one more attempt in it. */
export function counted({ contact, position, outcome, key }: Counting): Tally {
  const { attempts, counts, phones } = tallyOf(contact)
  const known = phones.some(phone => phone.position === position)
  assert(known, `contact ${contact.id} has a phone at position ${position}`)
  const one = UNCOUNTED.has(outcome) ? 0 : 1
  return {
    attempts: attempts + one,
    counts: key === null ? counts : { ...counts, [key]: (counts[key] ?? 0) + 1 },
    phones: phones.map(phone =>
      phone.position === position ? { ...phone, attempts: phone.attempts + one } : phone,
    ),
  }
}

/** The same with one phone made unusable for good. */
export function withoutPhone(tally: Tally, position: number): Tally {
  const phones = tally.phones.map(phone =>
    phone.position === position ? { ...phone, usable: false } : phone,
  )
  return { ...tally, phones }
}

/**
 * The phone to call next among those that may be called: `position` itself if the `same` is wanted
 * and may be, else the first one after it, going around. @returns its position, or null for none.
 */
export function choosePhone(
  { phones }: Tally,
  position: number,
  which: 'same' | 'next',
  plan: RetryPlan,
): number | null {
  const callable = phones.filter(phone => phone.usable && phone.attempts < plan.attemptsPerPhoneMax)
  const wanted = which === 'same' ? position : position + 1
  const next = callable.find(phone => phone.position >= wanted) ?? callable[0]
  return next?.position ?? null
}
