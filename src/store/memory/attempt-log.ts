import type { AttemptId } from '../../base/id.ts'
import type { AttemptRow } from './attempt-table.ts'

/**
 * Attempts in order of id. Ids of version 7 are made in order as long as the wall clock is not set
 * back, so that sorting is hardly ever needed.
 */
export class AttemptLog {
  private readonly rows: AttemptRow[] = []
  private sorted = true

  push(row: AttemptRow): void {
    const last = this.rows.at(-1)
    if (last !== undefined && last.start.id > row.start.id) this.sorted = false
    this.rows.push(row)
  }

  /**
   * @returns at most `limit` attempts whose ids come after `after`; from the first one if it is
   * null.
   */
  after(after: AttemptId | null, limit: number): readonly AttemptRow[] {
    if (!this.sorted) this.rows.sort((a, b) => (a.start.id < b.start.id ? -1 : 1))
    this.sorted = true
    const start = after === null ? 0 : this.firstAfter(after)
    return this.rows.slice(start, start + limit)
  }

  private firstAfter(id: AttemptId): number {
    let from = 0
    let to = this.rows.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.rows[middle]!.start.id > id) to = middle
      else from = middle + 1
    }
    return from
  }
}
