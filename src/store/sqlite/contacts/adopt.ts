import type { Database, Statement } from 'better-sqlite3'
import type { Instant } from '../../../base/duration.ts'
import type { ContactId } from '../../../base/id.ts'
import type { Demand, FinishReason } from '../../../campaign/contact.ts'
import { laneOf } from '../../lease-order.ts'
import { demandOf, PLACE, PLACES } from './contacts.ts'
import { type InLine, Line } from './line.ts'
import type { Count } from './tallies.ts'

/** What a list says of somebody who had called in. */
export interface Adopted {
  readonly id: ContactId
  readonly zoneId: number
  readonly priority: number
}

interface Before extends InLine {
  place: number
  finished: FinishReason | null
  attempts: number
  counts: string | null
  demand: Demand['why'] | null
  demandOperator: string | null
  graceUntil: number
}

/**
 * Makes listed contacts of people who had called in before anybody listed them. Whoever has been
 * talked to goes on where that left them.
 */
export class Adopt {
  private readonly isUntouched: Statement
  private readonly find: Statement
  private readonly forgetPerson: Statement
  private readonly fill: Statement
  private readonly talks: Statement
  private readonly line: Line

  constructor(db: Database) {
    this.isUntouched = db
      .prepare("SELECT 1 FROM contacts WHERE id = ? AND finished = 'calledIn'")
      .pluck()
    this.find = db.prepare(
      `SELECT id, campaign_id AS campaignId, zone_id AS zoneId, lane, ${PLACE} AS place, due,
              finished, attempts, counts, demand, demand_operator AS demandOperator,
              grace_until AS graceUntil
       FROM contacts c WHERE id = ?`,
    )
    this.forgetPerson = db.prepare('DELETE FROM people WHERE contact_id = ?')
    this.fill = db.prepare(
      `UPDATE contacts SET zone_id = @zoneId, priority = @priority, lane = @lane, added_at = @at,
              place = CASE WHEN finished = 'calledIn' THEN 0 ELSE place END,
              finished = nullif(finished, 'calledIn'), called_in = NULL
       WHERE id = @id`,
    )
    this.talks = db.prepare('SELECT 1 FROM attempts WHERE contact_id = ? AND outcome IS NULL')
    this.line = new Line(db)
  }

  /** Whether nothing has come of their calls yet: they stand in line once they are listed. */
  begins(id: ContactId): boolean {
    return this.isUntouched.get(id) !== undefined
  }

  /** Takes away what was known of them: the list knows more. */
  clear({ id }: Adopted): void {
    this.forgetPerson.run(id)
  }

  /** Puts them into the line; whoever talks with us now stands there once that is over. */
  place({ id, zoneId, priority }: Adopted, at: Instant, count: Count): void {
    const before = this.find.get(id) as Before
    const { attempts, finished } = before
    const place = PLACES[before.place]!
    const counts = before.counts === null ? {} : JSON.parse(before.counts)
    const lane = laneOf({ priority, attempts, counts, demand: demandOf(before) })
    const begins = finished === 'calledIn'
    const talks = begins && this.talks.get(id) !== undefined
    if (place === 'queued') this.line.leave(before)
    this.fill.run({ id, zoneId, priority, lane, at })
    if (talks) this.line.lease(id)
    else if (begins || place === 'queued') this.line.join(id)
    count({ ...before, place }, -1)
    const after = { place: talks ? 'leased' : 'queued', finished: null } as const
    count({ ...before, zoneId, lane, place, ...(begins ? after : {}) }, 1)
  }
}
