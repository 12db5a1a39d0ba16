import type { Database, Statement } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import type { Instant } from '../../../base/duration.ts'
import type { ContactId } from '../../../base/id.ts'
import { type Lane, lanesInOrder } from '../../lease-order.ts'
import type { LeaseQuery } from '../../port.ts'
import { queuedSlot, type Tallies, type Tally } from './tallies.ts'

/** The head of one lane in one zone. It stands there in order: only what is taken is read. */
const HEAD = `SELECT due, contact_id AS id, zone_id AS zoneId FROM queue
  WHERE campaign_id = ? AND zone_id = ? AND lane = ? AND due <= ?`

/** SQLite joins at most 500 heads in one statement. */
const HEADS_MAX = 400

interface Head {
  readonly due: Instant
  readonly id: ContactId
  readonly zoneId: number
}

/** Takes contacts from the heads of their lanes. */
export class Lease {
  private readonly db: Database
  private readonly tallies: Tallies
  private readonly takeOut: Statement
  private readonly handOut: Statement
  /** One statement for each number of zones: SQLite merges the heads itself, row by row. */
  private readonly merges = new Map<number, Statement>()

  constructor(db: Database, tallies: Tallies) {
    this.db = db
    this.tallies = tallies
    this.takeOut = db.prepare(
      `DELETE FROM queue
       WHERE campaign_id = ? AND zone_id = ? AND lane = ? AND (due, contact_id) <= (?, ?)`,
    )
    this.handOut = db.prepare('INSERT INTO leases (contact_id) SELECT value FROM json_each(?)')
  }

  /** @returns the contacts in the order of the port, marked as leased. */
  lease(campaignId: number, query: LeaseQuery): ContactId[] {
    const asked = new Set(query.zones)
    const tallies = this.tallies.of(campaignId).filter(({ zone }) => asked.has(zone))
    const leased: ContactId[] = []
    this.tallies.counting(count => {
      for (const lane of lanesInOrder(query)) {
        const left = query.limit - leased.length
        const zones = left === 0 ? [] : zonesWith(lane, tallies)
        const heads = this.heads(campaignId, lane, zones, query.now, left)
        this.take(campaignId, lane, heads)
        for (const { id, zoneId, due } of heads) {
          leased.push(id)
          const contact = { campaignId, zoneId, lane, due, finished: null }
          count({ ...contact, place: 'queued' }, -1)
          count({ ...contact, place: 'leased' }, 1)
        }
      }
    })
    this.handOut.run(JSON.stringify(leased))
    return leased
  }

  /** In each zone those taken stand before all others: one statement takes them out together. */
  private take(campaignId: number, lane: Lane, heads: readonly Head[]): void {
    const last = new Map(heads.map(head => [head.zoneId, head]))
    let taken = 0
    for (const { zoneId, due, id } of last.values()) {
      taken += this.takeOut.run(campaignId, zoneId, lane, due, id).changes
    }
    assert(taken === heads.length, 'those leased stood at the head of the line')
  }

  private heads(
    campaignId: number,
    lane: Lane,
    zones: readonly number[],
    now: Instant,
    limit: number,
  ): Head[] {
    const heads: Head[] = []
    for (let i = 0; i < zones.length; i += HEADS_MAX) {
      const some = zones.slice(i, i + HEADS_MAX)
      const places = some.flatMap(zoneId => [campaignId, zoneId, lane, now])
      heads.push(...(this.merge(some.length).all(places, limit) as Head[]))
    }
    if (zones.length > HEADS_MAX) heads.sort((a, b) => a.due - b.due || a.id - b.id)
    return heads.slice(0, limit)
  }

  private merge(zones: number): Statement {
    let statement = this.merges.get(zones)
    if (statement === undefined) {
      const heads = Array(zones).fill(HEAD).join(' UNION ALL ')
      statement = this.db.prepare(`${heads} ORDER BY due, id LIMIT ?`)
      this.merges.set(zones, statement)
    }
    return statement
  }
}

function zonesWith(lane: Lane, tallies: readonly Tally[]): number[] {
  const slot = queuedSlot(lane)
  return tallies.filter(tally => tally.slot === slot).map(tally => tally.zoneId)
}
