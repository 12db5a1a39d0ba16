import type { Database, Statement } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import type { ContactId } from '../../../base/id.ts'
import type { Caller, CallerQuery } from '../../records.ts'
import { calledIn } from '../../standing.ts'
import { digitsOf, pack } from '../packed-contacts.ts'
import type { AddContacts } from './add-contacts.ts'
import type { Contacts } from './contacts.ts'
import type { FindContacts } from './find-contacts.ts'
import type { Standings } from './standings.ts'
import type { Tallies } from './tallies.ts'

/** What callers are looked for in. */
export interface CallerTables {
  readonly contacts: Contacts
  readonly finding: FindContacts
  readonly adding: AddContacts
  readonly standings: Standings
  readonly tallies: Tallies
}

/** Finds out who calls us. */
export class Callers {
  private readonly shown: Statement
  private readonly tables: CallerTables

  constructor(db: Database, tables: CallerTables) {
    this.tables = tables
    this.shown = db
      .prepare(
        `SELECT a.contact_id FROM numbers n
         JOIN attempts a INDEXED BY attempts_by_number
           ON a.number_id = n.id AND a.caller_id = @to
         JOIN campaigns k ON k.id = a.campaign_id
         WHERE n.e164 = @digits AND a.mode <> 'incoming'
           AND k.name IN (SELECT value FROM json_each(@campaigns))
         ORDER BY a.id DESC LIMIT 1`,
      )
      .pluck()
  }

  /** @returns who calls, taken out of the line; null: nobody known, and nobody was to be added. */
  take(query: CallerQuery): Caller | null {
    const id = this.called(query) ?? this.listed(query) ?? this.admit(query)
    if (id === null) return null
    const { contacts, standings } = this.tables
    standings.take(id)
    const read = contacts.read([id])
    const stored = read[0]
    const person = contacts.people(read).get(id)
    assert(stored !== undefined && person !== undefined, `contact ${id} is a person`)
    const position = stored.phones.indexOf(query.from)
    assert(position >= 0, 'whoever calls is found by their number')
    const isListed = stored.finished !== 'calledIn'
    return { contact: stored.contact, person, position, isListed }
  }

  private called({ from, to, campaigns }: CallerQuery): ContactId | null {
    const asked = { to, digits: digitsOf(from), campaigns: JSON.stringify(campaigns) }
    return (this.shown.get(asked) as ContactId | undefined) ?? null
  }

  private listed({ from, showing }: CallerQuery): ContactId | null {
    for (const campaign of showing) {
      const [id] = this.tables.finding.find(campaign, { phone: from }, 1)
      if (id !== undefined) return id
    }
    return null
  }

  private admit({ from, admit, at }: CallerQuery): ContactId | null {
    if (admit === null) return null
    const { adding, finding, standings, tallies } = this.tables
    const { campaign, zone } = admit
    const caller = { key: null, zone, priority: 9, phones: [from], data: {} }
    adding.add(campaign, pack([caller]), at)
    const [id] = finding.find(campaign, { phone: from }, 1)
    assert(id !== undefined, 'who was added is found')
    tallies.counting(count => standings.apply(calledIn(id), count))
    return id
  }
}
