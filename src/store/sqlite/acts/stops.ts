import type { Database, Statement } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import type { Instant } from '../../../base/duration.ts'
import type { NumberId } from '../../../base/id.ts'

/** The stop list of the site. */
export class Stops {
  private readonly insert: Statement
  private readonly known: Statement

  constructor(db: Database) {
    this.known = db.prepare('SELECT 1 FROM numbers WHERE id = ?')
    this.insert = db.prepare('INSERT OR IGNORE INTO stops (number_id, why, at) VALUES (?, ?, ?)')
  }

  /**
   * A number that is on the list already keeps its first reason. @throws BrokenRule for one nobody
   * knows.
   */
  add(numbers: readonly NumberId[], why: string, at: Instant): void {
    for (const number of numbers) {
      assert(this.known.get(number) !== undefined, `number ${number} is known`)
      this.insert.run(number, why, at)
    }
  }
}
