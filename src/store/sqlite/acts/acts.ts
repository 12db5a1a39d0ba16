import { assert } from '../../../base/assert.ts'
import type { Instant } from '../../../base/duration.ts'
import type { CampaignId, ContactId } from '../../../base/id.ts'
import type { Contact } from '../../../campaign/contact.ts'
import { assertDistinct, assertOneContact } from '../../bounds.ts'
import type {
  AttemptStart,
  Begun,
  CardClosing,
  JournalEntry,
  LiveAttempt,
  OpenCard,
  Restored,
} from '../../records.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { Standings } from '../contacts/standings.ts'
import type { Count, Tallies } from '../contacts/tallies.ts'
import { marksOf, startOf } from './attempt-rows.ts'
import type { Attempts } from './attempts.ts'
import type { Cards, OpenCardRow } from './cards.ts'
import type { Journal } from './journal.ts'
import type { Stops } from './stops.ts'

/** The tables that an engine's acts touch. */
export interface ActTables {
  readonly attempts: Attempts
  readonly cards: Cards
  readonly journal: Journal
  readonly standings: Standings
  readonly stops: Stops
  readonly tallies: Tallies
}

/** What an engine does with the store, over several tables at once. */
export class Acts {
  private readonly tables: ActTables

  constructor(tables: ActTables) {
    this.tables = tables
  }

  begin(starts: readonly AttemptStart[]): Begun[] {
    assertDistinct(starts)
    const begun = starts.map(start => this.tables.attempts.begin(start))
    this.tables.journal.saw(
      starts.flatMap((start, i) => (begun[i]!.kind === 'begun' ? [start.begunAt] : [])),
    )
    return begun
  }

  record(entries: readonly JournalEntry[]): void {
    this.tables.tallies.counting(count => {
      for (const entry of entries) this.apply(entry, count)
    })
    this.tables.journal.saw(entries.map(entry => entry.at))
  }

  closeCard(closing: CardClosing): void {
    const { attempts, cards, journal, standings, stops, tallies } = this.tables
    assertOneContact(closing, attempts.markMachine(closing.attempt, closing.machine))
    cards.close(closing)
    if (closing.stop !== null) stops.add([closing.stop], 'disposition', closing.at)
    tallies.counting(count => standings.apply(closing.progress, count))
    journal.saw([closing.at])
  }

  /** What an earlier engine left behind, read with the contacts it is about. */
  restore(contacts: Contacts): Restored {
    const { attempts, cards, journal, standings } = this.tables
    standings.returnUncalled()
    const live = attempts.live()
    const contactOf = found(contacts, live)
    return {
      live: live.map((row): LiveAttempt => {
        return { start: startOf(row), marks: marksOf(row), contact: contactOf(row.contact) }
      }),
      cards: withContacts(contacts, cards.open()),
      lastAt: journal.lastAt(),
    }
  }

  /** Open cards of one campaign, with the contacts they are about. */
  openCards(contacts: Contacts, campaign: CampaignId): OpenCard[] {
    return withContacts(
      contacts,
      this.tables.cards.open().filter(row => row.campaign === campaign),
    )
  }

  /** The latest instant of any act, or null. */
  lastAt(): Instant | null {
    return this.tables.journal.lastAt()
  }

  private apply(entry: JournalEntry, count: Count): void {
    const { attempts, cards, journal, standings } = this.tables
    if (entry.kind === 'attempt') attempts.mark(entry.attempt, entry.marks)
    else if (entry.kind === 'card') cards.draft(entry)
    else if (entry.kind === 'contact') standings.apply(entry.progress, count)
    journal.append(entry)
  }
}

function withContacts(contacts: Contacts, rows: readonly OpenCardRow[]): OpenCard[] {
  const contactOf = found(contacts, rows)
  return rows.map(row => {
    return { ...row, contact: contactOf(row.contact), answers: JSON.parse(row.answers) }
  })
}

/** Reads the contacts of some rows at once. @returns the contact with an id. */
function found(contacts: Contacts, rows: readonly { readonly contact: ContactId }[]) {
  const read = contacts.read(rows.map(row => row.contact))
  const byId = new Map(read.map(({ contact }) => [contact.id, contact]))
  return (id: ContactId): Contact => {
    const contact = byId.get(id)
    assert(contact !== undefined, `contact ${id} is known`)
    return contact
  }
}
