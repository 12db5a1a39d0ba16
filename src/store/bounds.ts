import { assert } from '../base/assert.ts'
import type { ContactId } from '../base/id.ts'
import type { AttemptStart, CardClosing, NewContact } from './records.ts'

/**
 * How many contacts one batch may carry: a bound on memory and on how long one transaction lasts.
 */
export const BATCH_MAX = 10_000
/** How many contacts one lease may hand out. */
export const LEASE_MAX = 1000

/** E.164 (ITU-T, 2010): a plus, then at most 15 digits, the first of which is not 0. */
const E164 = /^\+[1-9]\d{1,14}$/

/**
 * @throws BrokenRule unless every contact of the batch is fit to be stored: whoever imports has
 * checked them.
 */
export function assertBatch(contacts: readonly NewContact[]): void {
  assert(contacts.length <= BATCH_MAX, `a batch has at most ${BATCH_MAX} contacts`)
  for (const { phones, priority, zone } of contacts) {
    assert(phones.length > 0, 'a contact has a phone')
    for (let i = 0; i < phones.length; i++) {
      assert(E164.test(phones[i]!), 'phones are in E.164')
      assert(phones.indexOf(phones[i]!) === i, 'a contact has no phone twice')
    }
    assert(Number.isInteger(priority) && priority >= 1 && priority <= 9, 'a priority is 1 to 9')
    assert(zone !== '', 'a contact has a zone')
  }
}

/** @throws BrokenRule unless a lease asks for 1 to `LEASE_MAX` contacts. */
export function assertLimit(limit: number): void {
  assert(Number.isInteger(limit) && limit >= 1 && limit <= LEASE_MAX, 'a lease is of 1 to 1000')
}

/** @throws BrokenRule when one attempt is to be begun twice at once. */
export function assertDistinct(starts: readonly AttemptStart[]): void {
  const ids = new Set(starts.map(start => start.id))
  assert(ids.size === starts.length, 'attempts begun at once are different ones')
}

/** @throws BrokenRule when a card is closed with the progress of somebody else than was called. */
export function assertOneContact({ contact, progress }: CardClosing, called: ContactId): void {
  const one = contact === called && progress.contact === called
  assert(one, 'a card is of the contact that was called')
}
