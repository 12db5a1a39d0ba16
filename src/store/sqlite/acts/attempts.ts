import type { Database, Statement } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import type { Instant } from '../../../base/duration.ts'
import type { AttemptId, BudgetId, ContactId } from '../../../base/id.ts'
import type { BudgetCounts } from '../../port.ts'
import type { AttemptMarks, AttemptRecord, AttemptStart, Begun } from '../../records.ts'
import {
  ATTEMPT_FIELDS,
  type AttemptRow,
  MARK_COLUMNS,
  type ResultRow,
  recordOf,
  START_COLUMNS,
} from './attempt-rows.ts'

/** Attempts: begun once, marked while they live, and read by reports. */
export class Attempts {
  private readonly db: Database
  private readonly way: Statement
  private readonly insert: Statement
  private readonly machine: Statement
  private readonly liveRows: Statement
  private readonly counts: Statement
  private readonly results: Statement
  /** One statement for each set of marks that comes together; there are few. */
  private readonly markings = new Map<string, Statement>()

  constructor(db: Database) {
    this.db = db
    this.way = db.prepare(
      `SELECT k.id AS campaignId, k.run, CASE
         WHEN @mode <> 'incoming' AND EXISTS (SELECT 1 FROM stops WHERE number_id = @number)
           THEN 'stopList'
         WHEN EXISTS (SELECT 1 FROM attempts WHERE contact_id = @contact AND outcome IS NULL)
           THEN 'contactBusy'
         WHEN EXISTS (SELECT 1 FROM attempts WHERE number_id = @number AND outcome IS NULL)
           THEN 'numberBusy'
         END AS rule
       FROM campaigns k JOIN contacts c ON c.id = @contact AND c.campaign_id = k.id
       JOIN phones p ON p.contact_id = c.id AND p.position = @position AND p.number_id = @number
       WHERE k.name = @campaign AND NOT EXISTS (SELECT 1 FROM attempts WHERE id = @id)`,
    )
    const fields = Object.keys(START_COLUMNS)
    this.insert = db.prepare(
      `INSERT INTO attempts (${Object.values(START_COLUMNS).join(', ')}, campaign_id, run)
       VALUES (${fields.map(field => `@${field}`).join(', ')}, @campaignId, @run)`,
    )
    this.machine = db
      .prepare('UPDATE attempts SET machine = ? WHERE id = ? RETURNING contact_id')
      .pluck()
    this.liveRows = db.prepare(
      `SELECT ${ATTEMPT_FIELDS} FROM attempts a INDEXED BY attempts_live_contact
       JOIN campaigns k ON k.id = a.campaign_id WHERE a.outcome IS NULL ORDER BY a.id`,
    )
    this.counts = db.prepare(
      `SELECT count(*) FILTER (WHERE outcome = 'connected' AND machine = 0) AS connected,
              count(*) FILTER (WHERE outcome <> 'connected') AS abandoned
       FROM attempts INDEXED BY attempts_counted
       WHERE budget = ? AND coalesce(answered_at, begun_at) >= ?
         AND coalesce(answered_at, begun_at) < ?
         AND outcome IN ('connected', 'abandoned', 'lost')`,
    )
    this.results = db.prepare(
      `SELECT ${ATTEMPT_FIELDS}, a.machine, p.key, p.data, n.e164 AS digits, c.disposition,
              c.closed_at AS closedAt, c.callback_at AS callbackAt,
              c.callback_operator AS callbackOperator, c.answers
       FROM attempts a INDEXED BY attempts_of_run
       JOIN campaigns k ON k.id = a.campaign_id
       JOIN people p ON p.contact_id = a.contact_id
       JOIN numbers n ON n.id = a.number_id
       LEFT JOIN cards c ON c.attempt_id = a.id
       WHERE a.campaign_id = ? AND a.run = ? AND a.id > ? ORDER BY a.id LIMIT ?`,
    )
  }

  /**
   * Begins an attempt unless something stands in its way.
   * @throws BrokenRule for one that was begun before, or that is not to a phone of its contact.
   */
  begin(start: AttemptStart): Begun {
    const { id, contact, campaign, position, number, mode } = start
    const asked = { id, contact, campaign, position, number, mode }
    const way = this.way.get(asked) as Way | undefined
    assert(way !== undefined, `attempt ${id} is new, and to a phone of a contact of its campaign`)
    const { campaignId, run, rule } = way
    if (rule !== null) return { kind: 'refused', attempt: id, rule }
    this.insert.run({ ...start, campaignId, run })
    return { kind: 'begun', attempt: id }
  }

  /**
   * Adds what became known. @throws BrokenRule for attempts that are not there, and for a second
   * outcome.
   */
  mark(id: AttemptId, marks: AttemptMarks): void {
    const fields = Object.keys(marks) as (keyof AttemptMarks)[]
    const { changes } = this.marking(fields).run(...fields.map(field => cellOf(marks[field])), id)
    assert(changes === 1, `attempt ${id} is known, and has one outcome`)
  }

  /** Notes whether the operator said that a machine answered. @returns who was called. */
  markMachine(id: AttemptId, machine: boolean): ContactId {
    const called = this.machine.get(machine ? 1 : 0, id) as ContactId | undefined
    assert(called !== undefined, `attempt ${id} is known`)
    return called
  }

  /** Attempts without an outcome, in order of id. */
  live(): AttemptRow[] {
    return this.liveRows.all() as AttemptRow[]
  }

  budgetCounts(budget: BudgetId, from: Instant, to: Instant): BudgetCounts {
    return this.counts.get(budget, from, to) as BudgetCounts
  }

  read(campaign: { id: number; run: number }, after: AttemptId, limit: number): AttemptRecord[] {
    const rows = this.results.all(campaign.id, campaign.run, after, limit) as ResultRow[]
    return rows.map(recordOf)
  }

  private marking(fields: readonly (keyof AttemptMarks)[]): Statement {
    const key = fields.join()
    let statement = this.markings.get(key)
    if (statement === undefined) {
      const changes = fields.map(field => `${MARK_COLUMNS[field]} = ?`)
      const over = fields.includes('outcome') ? ' AND outcome IS NULL' : ''
      const set = changes.length === 0 ? 'id = id' : changes.join(', ')
      statement = this.db.prepare(`UPDATE attempts SET ${set} WHERE id = ?${over}`)
      this.markings.set(key, statement)
    }
    return statement
  }
}

const cellOf = (mark: AttemptMarks[keyof AttemptMarks]): unknown =>
  typeof mark === 'object' ? JSON.stringify(mark) : mark

/** Whether the way is free for an attempt. */
interface Way {
  readonly campaignId: number
  readonly run: number
  readonly rule: Extract<Begun, { kind: 'refused' }>['rule'] | null
}
