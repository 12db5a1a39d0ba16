import type { Database, Statement } from 'better-sqlite3'
import { never } from '../../../base/assert.ts'
import type { Instant } from '../../../base/duration.ts'
import type { JournalEntry } from '../../records.ts'

/** What happened, row by row, and the latest instant of it. It carries ids and no personal data. */
export class Journal {
  private readonly insert: Statement
  private readonly advance: Statement
  private readonly latest: Statement

  constructor(db: Database) {
    this.insert = db.prepare(
      `INSERT INTO journal (at, kind, attempt_id, contact_id, operator, data)
       VALUES (@at, @kind, @attempt, @contact, @operator, @data)`,
    )
    this.advance = db.prepare(
      'UPDATE site SET last_at = max(coalesce(last_at, @at), @at) WHERE id = 1',
    )
    this.latest = db.prepare('SELECT last_at FROM site').pluck()
  }

  append(entry: JournalEntry): void {
    const none = { attempt: null, contact: null, operator: null }
    const { at, kind } = entry
    const { data, ...ids } = rowOf(entry)
    const json = data === null ? null : JSON.stringify(data)
    this.insert.run({ ...none, at, kind, ...ids, data: json })
  }

  /** Something was written that happened at these instants. */
  saw(instants: readonly Instant[]): void {
    if (instants.length > 0) this.advance.run({ at: instants.reduce((a, b) => Math.max(a, b)) })
  }

  lastAt(): Instant | null {
    return this.latest.get() as Instant | null
  }
}

interface Row {
  readonly attempt?: string
  readonly contact?: number
  readonly operator?: string
  readonly data: unknown
}

function rowOf(entry: JournalEntry): Row {
  switch (entry.kind) {
    case 'attempt':
      return { attempt: entry.attempt, data: entry.marks }
    case 'contact': {
      const { contact, ...data } = entry.progress
      return { contact, data }
    }
    case 'card': {
      // The answers are personal: they stand on the card and nowhere else.
      const { attempt, contact, operator } = entry
      return { attempt, contact, operator, data: null }
    }
    case 'operator': {
      const { operator, state, why, by } = entry
      return { operator, data: { state, why, by } }
    }
    case 'note':
      return { data: { name: entry.name, data: entry.data } }
    default:
      return never(entry)
  }
}
