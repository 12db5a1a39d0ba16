import type { Database, Statement } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import type { Instant } from '../../../base/duration.ts'
import type { ContactId } from '../../../base/id.ts'
import type { Lane } from '../../lease-order.ts'

/** Where somebody stands in line. */
export interface InLine {
  readonly id: ContactId
  readonly campaignId: number
  readonly zoneId: number
  readonly lane: Lane
  readonly due: Instant
}

/** Who stands in line, and who was handed out of it. */
export class Line {
  private readonly joining: Statement
  private readonly leaving: Statement
  private readonly beginLease: Statement

  constructor(db: Database) {
    this.joining = db.prepare(
      `INSERT INTO queue (campaign_id, zone_id, lane, due, contact_id)
       SELECT campaign_id, zone_id, lane, due, id FROM contacts WHERE id = ?`,
    )
    this.leaving = db.prepare(
      `DELETE FROM queue WHERE campaign_id = @campaignId AND zone_id = @zoneId AND lane = @lane
         AND due = @due AND contact_id = @id`,
    )
    this.beginLease = db.prepare('INSERT INTO leases (contact_id) VALUES (?)')
  }

  /** Puts a contact where its row says. */
  join(contact: ContactId): void {
    this.joining.run(contact)
  }

  /** @throws BrokenRule unless it stands there. */
  leave({ id, campaignId, zoneId, lane, due }: InLine): void {
    const { changes } = this.leaving.run({ id, campaignId, zoneId, lane, due })
    assert(changes === 1, `contact ${id} stands in line`)
  }

  /** Hands a contact out that does not stand in line. */
  lease(contact: ContactId): void {
    this.beginLease.run(contact)
  }
}
