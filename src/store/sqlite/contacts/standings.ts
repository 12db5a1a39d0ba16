import type { Database, Statement } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import type { Instant } from '../../../base/duration.ts'
import type { ContactId } from '../../../base/id.ts'
import type { Contact, Demand, FinishReason } from '../../../campaign/contact.ts'
import { type Lane, laneOf } from '../../lease-order.ts'
import type { ContactProgress } from '../../records.ts'
import { type Standing, standingAfter } from '../../standing.ts'
import { demandOf, PLACE, PLACES } from './contacts.ts'
import { Line } from './line.ts'
import type { Count, Tallies } from './tallies.ts'

interface StandingRow {
  id: ContactId
  campaignId: number
  zoneId: number
  priority: number
  place: number
  lane: Lane
  due: Instant
  position: number
  demand: Demand['why'] | null
  demandOperator: string | null
  graceUntil: number
  finished: FinishReason | null
}

/** Where contacts stand: every change of it but the lease. */
export class Standings {
  private readonly tallies: Tallies
  private readonly byId: Statement
  private readonly update: Statement
  private readonly updatePhone: Statement
  private readonly hasPhone: Statement
  private readonly line: Line
  private readonly endLease: Statement
  private readonly uncalled: Statement

  constructor(db: Database, tallies: Tallies) {
    this.tallies = tallies
    this.byId = db.prepare(
      `SELECT id, campaign_id AS campaignId, zone_id AS zoneId, priority, ${PLACE} AS place,
              lane, due, position, demand, demand_operator AS demandOperator,
              grace_until AS graceUntil, finished
       FROM contacts c WHERE id = ?`,
    )
    this.update = db.prepare(
      `UPDATE contacts SET place = @place, due = @due, lane = @lane, position = @position,
              attempts = @attempts, counts = @counts, demand = @demand,
              demand_operator = @demandOperator, grace_until = @graceUntil, finished = @finished
       WHERE id = @id`,
    )
    this.updatePhone = db.prepare(
      'UPDATE phones SET attempts = ?, usable = ? WHERE contact_id = ? AND position = ?',
    )
    this.hasPhone = db.prepare('SELECT 1 FROM phones WHERE contact_id = ? AND position = ?')
    this.line = new Line(db)
    this.endLease = db.prepare('DELETE FROM leases WHERE contact_id = ?')
    this.uncalled = db
      .prepare(
        `SELECT contact_id FROM leases l WHERE NOT EXISTS
           (SELECT 1 FROM attempts a WHERE a.contact_id = l.contact_id AND a.outcome IS NULL)`,
      )
      .pluck()
  }

  /**
   * @throws BrokenRule for contacts and phones that are not there, and for progress that
   * contradicts itself.
   */
  apply(progress: ContactProgress, count: Count): void {
    const before = this.find(progress.contact)
    const after = standingAfter(progress, { ...before, demand: demandOf(before) })
    if (after.position !== before.position) this.assertPhone(progress.contact, after.position)
    const { attempts, counts } = progress
    const lane = laneOf({ priority: before.priority, attempts, counts, demand: after.demand })
    this.takeAway(before)
    this.update.run({ id: progress.contact, lane, ...columnsOf(after, attempts, counts) })
    if (after.place === 'queued') this.line.join(progress.contact)
    for (const { position, attempts: placed, usable } of progress.phones) {
      const { changes } = this.updatePhone.run(placed, usable ? 1 : 0, progress.contact, position)
      assert(changes === 1, `contact ${progress.contact} has a phone ${position}`)
    }
    count({ ...before, place: PLACES[before.place]! }, -1)
    count({ ...before, lane, place: after.place, due: after.due, finished: after.finished }, 1)
  }

  /** Takes a contact out of the line, if it stands there, as a lease does. */
  take(id: ContactId): void {
    const row = this.find(id)
    if (PLACES[row.place] !== 'queued') return
    this.takeAway(row)
    this.line.lease(id)
    this.tallies.counting(count => {
      count({ ...row, place: 'queued' }, -1)
      count({ ...row, place: 'leased' }, 1)
    })
  }

  /** Gives leased contacts back to where they stood; others are left alone. */
  return(contacts: readonly ContactId[]): void {
    this.tallies.counting(count => {
      for (const id of contacts) {
        if (this.endLease.run(id).changes === 0) continue
        this.line.join(id)
        const row = this.find(id)
        count({ ...row, place: 'leased' }, -1)
        count({ ...row, place: 'queued' }, 1)
      }
    })
  }

  /** Gives back what an earlier engine had leased and not called. */
  returnUncalled(): void {
    this.return(this.uncalled.all() as ContactId[])
  }

  /** Out of the line or out of the hands of an engine, wherever it was. */
  private takeAway(before: StandingRow): void {
    const place = PLACES[before.place]
    if (place === 'leased') this.endLease.run(before.id)
    else if (place === 'queued') this.line.leave(before)
  }

  private assertPhone(contact: ContactId, position: number): void {
    const has = this.hasPhone.get(contact, position) !== undefined
    assert(has, `contact ${contact} has a phone ${position}`)
  }

  private find(id: ContactId): StandingRow {
    const row = this.byId.get(id) as StandingRow | undefined
    assert(row !== undefined, `contact ${id} is known`)
    return row
  }
}

function columnsOf(
  { place, due, position, demand, finished }: Standing,
  attempts: number,
  counts: Contact['counts'],
) {
  const json = JSON.stringify(counts)
  return {
    place: PLACES.indexOf(place),
    due,
    position,
    attempts,
    counts: json === '{}' ? null : json,
    demand: demand?.why ?? null,
    demandOperator: demand?.operator ?? null,
    graceUntil: demand?.graceUntil ?? null,
    finished,
  }
}
