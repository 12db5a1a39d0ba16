import type { Database, Statement } from 'better-sqlite3'
import type { Instant } from '../../../base/duration.ts'
import type { ContactId } from '../../../base/id.ts'
import { laneOf } from '../../lease-order.ts'
import type { Count } from './tallies.ts'

/** What becomes of somebody who had only called in. */
export interface Adopted {
  readonly id: ContactId
  readonly campaignId: number
  readonly zoneId: number
  readonly priority: number
}

/** Makes listed contacts of people who had called in before anybody listed them. */
export class Adopt {
  private readonly zone: Statement
  private readonly forgetPhones: Statement
  private readonly forgetPerson: Statement
  private readonly fill: Statement
  private readonly talks: Statement
  private readonly join: Statement
  private readonly lease: Statement

  constructor(db: Database) {
    this.zone = db.prepare('SELECT zone_id FROM contacts WHERE id = ?').pluck()
    this.forgetPhones = db.prepare('DELETE FROM phones WHERE contact_id = ?')
    this.forgetPerson = db.prepare('DELETE FROM people WHERE contact_id = ?')
    this.fill = db.prepare(
      `UPDATE contacts SET zone_id = @zoneId, priority = @priority, lane = @lane, place = 0,
              finished = NULL, added_at = @at
       WHERE id = @id`,
    )
    this.talks = db.prepare('SELECT 1 FROM attempts WHERE contact_id = ? AND outcome IS NULL')
    this.join = db.prepare(
      `INSERT INTO queue (campaign_id, zone_id, lane, due, contact_id)
       SELECT campaign_id, zone_id, lane, due, id FROM contacts WHERE id = ?`,
    )
    this.lease = db.prepare('INSERT INTO leases (contact_id) VALUES (?)')
  }

  /** Takes away what was known of them: the list knows more. */
  clear({ id }: Adopted): void {
    this.forgetPhones.run(id)
    this.forgetPerson.run(id)
  }

  /** Puts them into the line; whoever talks with us now stands there once that is over. */
  place({ id, campaignId, zoneId, priority }: Adopted, at: Instant, count: Count): void {
    const lane = laneOf({ priority, attempts: 0, counts: {}, demand: null })
    const contact = { campaignId, lane, due: 0 }
    const before = Number(this.zone.get(id))
    count({ ...contact, zoneId: before, place: 'finished', finished: 'calledIn' }, -1)
    this.fill.run({ id, zoneId, priority, lane, at })
    const talks = this.talks.get(id) !== undefined
    ;(talks ? this.lease : this.join).run(id)
    count({ ...contact, zoneId, place: talks ? 'leased' : 'queued', finished: null }, 1)
  }
}
