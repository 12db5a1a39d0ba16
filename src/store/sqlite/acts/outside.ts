import type { Database, Statement } from 'better-sqlite3'
import type { OutsideStart } from '../../records.ts'
import type { Journal } from './journal.ts'

/** Calls to numbers outside that operators want in their talks. */
export class Outside {
  private readonly journal: Journal
  private readonly hold: Statement
  private readonly found: Statement

  constructor(db: Database, journal: Journal) {
    this.journal = journal
    this.hold = db.prepare('INSERT OR IGNORE INTO numbers (e164) VALUES (?)')
    this.found = db.prepare(
      `SELECT id, EXISTS (SELECT 1 FROM stops WHERE number_id = numbers.id) AS stopped
       FROM numbers WHERE e164 = ?`,
    )
  }

  /** The journal knows the number by its id, like all others. */
  begin({ phone, begunAt: at, ...start }: OutsideStart): 'begun' | 'stopList' {
    const digits = BigInt(phone.slice(1))
    this.hold.run(digits)
    const number = this.found.get(digits) as { readonly id: number; readonly stopped: 0 | 1 }
    if (number.stopped === 1) return 'stopList'
    const data = { ...start, number: number.id }
    this.journal.append({ kind: 'note', at, name: 'outside.begun', data })
    this.journal.saw([at])
    return 'begun'
  }
}
