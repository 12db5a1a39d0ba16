import type { Database, Statement } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import type { ContactId } from '../../../base/id.ts'
import type { Caller, CallerQuery } from '../../records.ts'
import { digitsOf } from '../packed-contacts.ts'
import type { AddCaller } from './add-caller.ts'
import type { Contacts } from './contacts.ts'
import type { Standings } from './standings.ts'

/** What callers are looked for in. */
export interface CallerTables {
  readonly contacts: Contacts
  readonly adding: AddCaller
  readonly standings: Standings
}

/** Finds out who calls us. */
export class Callers {
  private readonly shown: Statement
  private readonly having: Statement
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
    this.having = db
      .prepare(
        `SELECT c.id FROM numbers n JOIN phones p ON p.number_id = n.id
         JOIN contacts c ON c.id = p.contact_id JOIN campaigns k ON k.id = c.campaign_id
         WHERE n.e164 = ? AND k.name = ? ORDER BY c.called_in IS NOT NULL, c.id LIMIT 1`,
      )
      .pluck()
  }

  /** @returns who calls, taken out of the line; null: nobody known, and nobody was to be added. */
  take(query: CallerQuery): Caller | null {
    const { from } = query
    const known = from === null ? null : (this.called(from, query) ?? this.listed(from, query))
    const id = known ?? this.admit(query)
    if (id === null) return null
    const { contacts, standings } = this.tables
    standings.take(id)
    const read = contacts.read([id])
    const stored = read[0]
    const person = contacts.people(read).get(id)
    assert(stored !== undefined && person !== undefined, `contact ${id} is a person`)
    const position = stored.phones.indexOf(from ?? '')
    assert(position >= 0, 'whoever calls is found by their number')
    return { contact: stored.contact, person, position }
  }

  private called(from: string, { to, campaigns }: CallerQuery): ContactId | null {
    const asked = { to, digits: digitsOf(from), campaigns: JSON.stringify(campaigns) }
    return (this.shown.get(asked) as ContactId | undefined) ?? null
  }

  private listed(from: string, { showing }: CallerQuery): ContactId | null {
    for (const campaign of showing) {
      const id = this.having.get(digitsOf(from), campaign) as ContactId | undefined
      if (id !== undefined) return id
    }
    return null
  }

  private admit({ from, admit, at }: CallerQuery): ContactId | null {
    return admit === null ? null : this.tables.adding.add({ ...admit, phone: from }, at)
  }
}
