import type { ContactId } from '../../base/id.ts'
import type { Leased } from '../../store/port.ts'
import type { Core } from '../core.ts'

/** Personal data goes into the address book before the ids go into the inbox. */
export function remember(core: Core, leased: Leased): void {
  for (const [id, person] of leased.people) core.book.set(id, person)
}

/**
 * Personal data is kept at hand only for contacts that are leased, in a call or on a card: the card
 * of one call may be closed while the person is in the next.
 */
export function forget(core: Core, contact: ContactId): void {
  if (!core.contacts.has(contact)) core.book.delete(contact)
}
