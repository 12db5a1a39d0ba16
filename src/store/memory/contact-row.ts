import type { Instant } from '../../base/duration.ts'
import type { Contact, FinishReason } from '../../campaign/contact.ts'
import type { Person } from '../records.ts'
import type { Place } from '../standing.ts'
import type { AttemptRow } from './attempt-table.ts'

/**
 * A contact as the memory store keeps it. `contact` and `person` are replaced, never changed:
 * leases share them.
 */
export interface ContactRow {
  contact: Contact
  person: Person
  place: Place
  /** From when it may be called; 0 for at once. */
  due: Instant
  finished: FinishReason | null
  /**
   * Moves on whenever the contact joins or leaves a queue, so that old entries are known as such.
   */
  stamp: number
  /**
   * Attempts that are over and are kept until the contact goes on; used when only the living are
   * kept.
   */
  readonly over: AttemptRow[]
}
