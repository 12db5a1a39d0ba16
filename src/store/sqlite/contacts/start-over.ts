import type { Database, Statement } from 'better-sqlite3'
import type { Instant } from '../../../base/duration.ts'
import type { CampaignId } from '../../../base/id.ts'
import type { FinishReason } from '../../../campaign/contact.ts'
import { attemptsLive } from '../../failures.ts'
import { type Lane, laneOf } from '../../lease-order.ts'
import type { Campaigns } from '../acts/campaigns.ts'
import type { Tallies } from './tallies.ts'

/** Lanes of contacts nobody has called, as a JSON array by priority. */
const FIRST_LANES = JSON.stringify(
  Array.from({ length: 10 }, (_, priority) =>
    priority === 0 ? null : laneOf({ priority, attempts: 0, counts: {}, demand: null }),
  ),
)

/** Nobody listed whoever called us by themselves: they begin nowhere, and stay as they are. */
const LISTED = 'called_in IS NULL'

/**
 * Puts every listed contact of a campaign back to its beginning. Others stay, but for a card of the
 * run that is over.
 */
export class StartOver {
  private readonly campaigns: Campaigns
  private readonly tallies: Tallies
  private readonly live: Statement
  private readonly nextRun: Statement
  private readonly phones: Statement
  private readonly contacts: Statement
  private readonly callers: Statement
  private readonly endLeases: Statement
  private readonly disperse: Statement
  private readonly lineUp: Statement
  private readonly clear: Statement
  private readonly queued: Statement
  private readonly finished: Statement

  constructor(db: Database, campaigns: Campaigns, tallies: Tallies) {
    this.campaigns = campaigns
    this.tallies = tallies
    this.live = db
      .prepare(
        `SELECT count(*) FROM attempts INDEXED BY attempts_live_contact
         WHERE outcome IS NULL AND campaign_id = ?`,
      )
      .pluck()
    this.nextRun = db.prepare('UPDATE campaigns SET run = run + 1 WHERE id = ?')
    this.phones = db.prepare(
      `UPDATE phones SET attempts = 0, usable = 1 WHERE (attempts > 0 OR usable = 0)
         AND (SELECT campaign_id FROM contacts
              WHERE id = contact_id AND ${LISTED}) = ?`,
    )
    this.contacts = db.prepare(
      `UPDATE contacts SET place = 0, due = 0, position = 0, attempts = 0, counts = NULL,
              demand = NULL, demand_operator = NULL, grace_until = NULL, finished = NULL,
              lane = ? ->> priority
       WHERE campaign_id = ? AND ${LISTED} AND (place <> 0 OR due <> 0 OR position <> 0
         OR attempts <> 0 OR counts IS NOT NULL OR demand IS NOT NULL)`,
    )
    this.callers = db.prepare(
      `UPDATE contacts SET place = 3, finished = 'calledIn'
       WHERE campaign_id = ? AND called_in IS NOT NULL AND place = 2`,
    )
    this.endLeases = db.prepare(
      'DELETE FROM leases WHERE (SELECT campaign_id FROM contacts WHERE id = contact_id) = ?',
    )
    this.disperse = db.prepare('DELETE FROM queue WHERE campaign_id = ?')
    this.lineUp = db.prepare(
      `INSERT INTO queue (campaign_id, zone_id, lane, due, contact_id)
       SELECT campaign_id, zone_id, lane, due, id FROM contacts
       WHERE campaign_id = ? AND place = 0`,
    )
    this.clear = db.prepare('UPDATE tallies SET count = 0 WHERE campaign_id = ?')
    this.queued = db.prepare(
      `SELECT zone_id AS zoneId, lane, due, NULL AS finished, count(*) AS sum FROM queue
       WHERE campaign_id = ? GROUP BY zone_id, lane, due`,
    )
    this.finished = db.prepare(
      `SELECT zone_id AS zoneId, lane, due, finished, count(*) AS sum FROM contacts
       WHERE campaign_id = ? AND called_in IS NOT NULL AND place = 3
       GROUP BY zone_id, lane, due, finished`,
    )
  }

  /** @throws NOT_FOUND, and SITE_LOCKED while attempts are live. */
  run(name: CampaignId): void {
    const { id } = this.campaigns.known(name)
    const live = Number(this.live.get(id))
    if (live > 0) throw attemptsLive(name, live)
    this.nextRun.run(id)
    this.phones.run(id)
    this.contacts.run(FIRST_LANES, id)
    this.callers.run(id)
    this.endLeases.run(id)
    this.disperse.run(id)
    this.lineUp.run(id)
    this.clear.run(id)
    this.tallies.counting(count => {
      for (const place of ['queued', 'finished'] as const)
        for (const { sum, ...contact } of this[place].all(id) as Standing[])
          count({ campaignId: id, place, ...contact }, sum)
    })
  }
}

interface Standing {
  zoneId: number
  lane: Lane
  due: Instant
  finished: FinishReason | null
  sum: number
}
