import type { Database, Statement } from 'better-sqlite3'
import type { CampaignId } from '../../../base/id.ts'
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
const LISTED = "finished IS NOT 'calledIn'"

/** Puts every listed contact of a campaign back to its beginning. */
export class StartOver {
  private readonly campaigns: Campaigns
  private readonly tallies: Tallies
  private readonly live: Statement
  private readonly nextRun: Statement
  private readonly phones: Statement
  private readonly contacts: Statement
  private readonly endLeases: Statement
  private readonly disperse: Statement
  private readonly lineUp: Statement
  private readonly clear: Statement
  private readonly queued: Statement

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
    this.endLeases = db.prepare(
      'DELETE FROM leases WHERE (SELECT campaign_id FROM contacts WHERE id = contact_id) = ?',
    )
    this.disperse = db.prepare('DELETE FROM queue WHERE campaign_id = ?')
    this.lineUp = db.prepare(
      `INSERT INTO queue (campaign_id, zone_id, lane, due, contact_id)
       SELECT campaign_id, zone_id, lane, due, id FROM contacts
       WHERE campaign_id = ? AND ${LISTED}`,
    )
    this.clear = db.prepare(
      "UPDATE tallies SET count = 0 WHERE campaign_id = ? AND slot <> 'finished/calledIn'",
    )
    this.queued = db.prepare(
      `SELECT zone_id AS zoneId, lane, count(*) AS sum FROM queue
       WHERE campaign_id = ? GROUP BY zone_id, lane`,
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
    this.endLeases.run(id)
    this.disperse.run(id)
    this.lineUp.run(id)
    this.clear.run(id)
    this.tallies.counting(count => {
      for (const { zoneId, lane, sum } of this.queued.all(id) as Queued[]) {
        const contact = { campaignId: id, zoneId, lane, due: 0, finished: null }
        count({ ...contact, place: 'queued' }, sum)
      }
    })
  }
}

interface Queued {
  zoneId: number
  lane: Lane
  sum: number
}
