import type { Database, Statement } from 'better-sqlite3'
import type { Instant } from '../../../base/duration.ts'
import { isCallback, type Lane } from '../../lease-order.ts'
import type { Place } from '../../standing.ts'

/** What of a contact decides where it is counted. */
export interface Counted {
  readonly campaignId: number
  readonly zoneId: number
  readonly place: Place
  readonly lane: Lane
  readonly due: Instant
  readonly finished: string | null
}

/** Counts one contact more (`by` 1) or less (`by` -1). */
export type Count = (contact: Counted, by: number) => void

/** One row: how many contacts of one zone stand in one slot. */
export interface Tally {
  readonly zoneId: number
  readonly zone: string
  readonly slot: string
  readonly count: number
}

/**
 * How many contacts stand where, kept up with every change, in slots:
 * `queued/LANE` for each lane; `later` for those of the queued that were given an instant, and
 * `later/callback` for those of them that were promised a callback; `leased`; `atOperator`;
 * `finished/REASON`.
 */
export class Tallies {
  private readonly add: Statement
  private readonly rows: Statement

  constructor(db: Database) {
    this.add = db.prepare(
      `INSERT INTO tallies (campaign_id, zone_id, slot, count) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    )
    this.rows = db.prepare(
      `SELECT t.zone_id AS zoneId, z.name AS zone, t.slot, t.count
       FROM tallies t JOIN zones z ON z.id = t.zone_id
       WHERE t.campaign_id = ? AND t.count > 0`,
    )
  }

  /** Gathers what `work` counts and writes the sums. */
  counting<T>(work: (count: Count) => T): T {
    const sums = new Map<string, number>()
    const result = work((contact, by) => {
      const { campaignId, zoneId } = contact
      for (const slot of slotsOf(contact)) {
        const key = `${campaignId} ${zoneId} ${slot}`
        sums.set(key, (sums.get(key) ?? 0) + by)
      }
    })
    for (const [key, sum] of sums) {
      const [campaignId, zoneId, slot] = key.split(' ')
      if (sum !== 0) this.add.run(Number(campaignId), Number(zoneId), slot, sum)
    }
    return result
  }

  of(campaignId: number): Tally[] {
    return this.rows.all(campaignId) as Tally[]
  }
}

/** @returns the slot of a lane. */
export function queuedSlot(lane: Lane): string {
  return `queued/${lane}`
}

function slotsOf({ place, lane, due, finished }: Counted): string[] {
  if (place === 'finished') return [`finished/${finished}`]
  if (place !== 'queued') return [place]
  if (due === 0) return [queuedSlot(lane)]
  if (!isCallback(lane)) return [queuedSlot(lane), 'later']
  return [queuedSlot(lane), 'later', 'later/callback']
}
