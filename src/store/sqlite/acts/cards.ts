import type { Database, Statement } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import type { Instant } from '../../../base/duration.ts'
import type { AttemptId, CampaignId, ContactId, OperatorId } from '../../../base/id.ts'
import type { CardClosing } from '../../records.ts'
import { callbackOf } from '../../standing.ts'

/** A card that was opened and not closed. */
export interface OpenCardRow {
  readonly attempt: AttemptId
  readonly contact: ContactId
  readonly campaign: CampaignId
  readonly operator: OperatorId
  readonly answers: string
  readonly openedAt: Instant
  readonly position: number
  readonly counted: Instant | null
}

/** Cards: their drafts, and what they were closed with. The only place of answers. */
export class Cards {
  private readonly save: Statement
  private readonly shut: Statement
  private readonly openRows: Statement

  constructor(db: Database) {
    // A draft that comes after the closing is late: it changes nothing.
    this.save = db.prepare(
      `INSERT INTO cards (attempt_id, operator, opened_at, answers)
       VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET answers = excluded.answers, operator = excluded.operator
       WHERE closed_at IS NULL`,
    )
    this.shut = db.prepare(
      `UPDATE cards SET closed_at = ?, disposition = ?, answers = ?, callback_at = ?,
              callback_operator = ?
       WHERE attempt_id = ? AND closed_at IS NULL`,
    )
    this.openRows = db.prepare(
      `SELECT c.attempt_id AS attempt, a.contact_id AS contact, k.name AS campaign, c.operator,
              c.answers, c.opened_at AS openedAt, a.position,
              CASE a.outcome WHEN 'connected' THEN coalesce(a.answered_at, a.begun_at) END
                AS counted
       FROM cards c INDEXED BY cards_open
       JOIN attempts a ON a.id = c.attempt_id
       JOIN campaigns k ON k.id = a.campaign_id AND k.run = a.run
       WHERE c.closed_at IS NULL ORDER BY c.attempt_id`,
    )
  }

  /** Opens the attempt's card or replaces its draft and its operator. */
  draft(card: Pick<CardClosing, 'attempt' | 'operator' | 'at' | 'answers'>): void {
    const answers = JSON.stringify(card.answers)
    this.save.run(card.attempt, card.operator, card.at, answers)
  }

  /** @throws BrokenRule for a card that is closed already. */
  close(closing: CardClosing): void {
    const { at, attempt, disposition, answers } = closing
    this.draft(closing)
    const callback = callbackOf(closing)
    const { changes } = this.shut.run(
      at,
      disposition,
      JSON.stringify(answers),
      callback?.at ?? null,
      callback?.operator ?? null,
      attempt,
    )
    assert(changes === 1, `the card of ${attempt} is closed once`)
  }

  /** Open cards of the present run of their campaign, in order of the attempt's id. */
  open(): OpenCardRow[] {
    return this.openRows.all() as OpenCardRow[]
  }
}
