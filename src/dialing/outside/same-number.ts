import type { Contact } from '../../campaign/contact.ts'
import type { AttemptRun, Core } from '../core.ts'

/** Whether a live attempt, whichever campaign's, is to or from this number, E.164. */
export function isInAttempt(core: Core, phone: string): boolean {
  for (const run of core.attempts.values()) if (phoneOf(core, run) === phone) return true
  return false
}

/** Whether this phone of a contact is being called, or is in a talk, as a number outside. */
export function isOutside(core: Core, { id }: Contact, position: number): boolean {
  if (core.outsides.size === 0) return false
  const phone = core.book.get(id)?.phones[position]
  for (const { to } of core.outsides.values()) if (to.number === phone) return true
  return false
}

const phoneOf = ({ book }: Core, { contact, start }: AttemptRun): string | undefined =>
  book.get(contact.id)?.phones[start.position]
