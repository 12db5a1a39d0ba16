import type { Database, Statement } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import type { Instant } from '../../../base/duration.ts'
import type { CampaignId, ContactId } from '../../../base/id.ts'
import { laneOf } from '../../lease-order.ts'
import { CALLER_PRIORITY } from '../../standing.ts'
import { Campaigns } from '../acts/campaigns.ts'
import { digitsOf } from '../packed-contacts.ts'
import type { Tallies } from './tallies.ts'

/** Somebody who calls us and whom nobody knows. */
export interface NewCaller {
  readonly campaign: CampaignId
  readonly zone: string
  /** E.164; null: they withhold it. */
  readonly phone: string | null
}

/** Adds people who call us by themselves: nobody calls them. */
export class AddCaller {
  private readonly campaigns: Campaigns
  private readonly tallies: Tallies
  private readonly knowZone: Statement
  private readonly zoneId: Statement
  private readonly withhold: Statement
  private readonly knowNumber: Statement
  private readonly numberId: Statement
  private readonly insert: Record<'contact' | 'phone' | 'person', Statement>

  constructor(db: Database, tallies: Tallies) {
    this.campaigns = new Campaigns(db)
    this.tallies = tallies
    this.knowZone = db.prepare('INSERT OR IGNORE INTO zones (name) VALUES (?)')
    this.zoneId = db.prepare('SELECT id FROM zones WHERE name = ?').pluck()
    this.withhold = db.prepare('INSERT INTO numbers (e164) VALUES (NULL)')
    this.knowNumber = db.prepare('INSERT OR IGNORE INTO numbers (e164) VALUES (?)')
    this.numberId = db.prepare('SELECT id FROM numbers WHERE e164 = ?').pluck()
    this.insert = {
      contact: db.prepare(
        `INSERT INTO contacts (campaign_id, zone_id, priority, lane, place, finished, called_in,
                               added_at)
         VALUES (@campaignId, @zoneId, @priority, @lane, 3, 'calledIn', @calledIn, @at)`,
      ),
      phone: db.prepare(
        'INSERT INTO phones (contact_id, position, number_id, usable) VALUES (?, 0, ?, ?)',
      ),
      person: db.prepare("INSERT INTO people (contact_id, key, data) VALUES (?, NULL, '{}')"),
    }
  }

  /** @throws NOT_FOUND for a campaign that is not known. */
  add({ campaign, zone, phone }: NewCaller, at: Instant): ContactId {
    const campaignId = this.campaigns.known(campaign).id
    const zoneId = this.idOfZone(zone)
    const calledIn = phone === null ? 'withheld' : 'shown'
    const of = { priority: CALLER_PRIORITY, attempts: 0, counts: {}, demand: null }
    const row = { campaignId, zoneId, priority: CALLER_PRIORITY, lane: laneOf(of), calledIn, at }
    const id = Number(this.insert.contact.run(row).lastInsertRowid)
    this.insert.phone.run(id, this.idOfNumber(phone), phone === null ? 0 : 1)
    this.insert.person.run(id)
    this.tallies.counting(count =>
      count({ ...row, place: 'finished', due: 0, finished: 'calledIn' }, 1),
    )
    return id
  }

  private idOfZone(zone: string): number {
    this.knowZone.run(zone)
    return Number(this.zoneId.get(zone))
  }

  private idOfNumber(phone: string | null): number {
    if (phone === null) return Number(this.withhold.run().lastInsertRowid)
    this.knowNumber.run(digitsOf(phone))
    const id = this.numberId.get(digitsOf(phone))
    assert(id !== undefined, 'a number that was written is there')
    return Number(id)
  }
}
