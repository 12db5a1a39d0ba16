import type { Database, Statement } from 'better-sqlite3'
import type { CampaignId, ContactId } from '../../../base/id.ts'
import type { ContactTrait } from '../../port.ts'
import { digitsOf } from '../packed-contacts.ts'

/** Finds contacts of a campaign by what a person knows of them. */
export class FindContacts {
  private readonly byKey: Statement
  private readonly byPhone: Statement

  constructor(db: Database) {
    // There is no index of keys: it would cost every import more than it saves those who ask.
    this.byKey = db
      .prepare(
        `SELECT c.id FROM people p JOIN contacts c ON c.id = p.contact_id
         JOIN campaigns k ON k.id = c.campaign_id
         WHERE p.key = ? AND k.name = ? ORDER BY c.id LIMIT ?`,
      )
      .pluck()
    this.byPhone = db
      .prepare(
        `SELECT c.id FROM numbers n JOIN phones p ON p.number_id = n.id
         JOIN contacts c ON c.id = p.contact_id JOIN campaigns k ON k.id = c.campaign_id
         WHERE n.e164 = ? AND k.name = ? ORDER BY c.id LIMIT ?`,
      )
      .pluck()
  }

  find(campaign: CampaignId, by: ContactTrait, limit: number): ContactId[] {
    const found =
      'key' in by
        ? this.byKey.all(by.key, campaign, limit)
        : this.byPhone.all(digitsOf(by.phone), campaign, limit)
    return found as ContactId[]
  }
}
