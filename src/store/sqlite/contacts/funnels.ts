import type { Database, Statement } from 'better-sqlite3'
import type { Instant } from '../../../base/duration.ts'
import type { FinishReason } from '../../../campaign/contact.ts'
import { isCallback, type Lane } from '../../lease-order.ts'
import type { Funnel } from '../../records.ts'
import type { Tallies, Tally } from './tallies.ts'

interface Due {
  readonly zone: string
  readonly lane: Lane
  readonly count: number
}

/**
 * Where a campaign's contacts stand at an instant: from the tallies, so that it costs nothing to
 * ask.
 */
export class Funnels {
  private readonly tallies: Tallies
  private readonly due: Statement
  private readonly next: Statement

  constructor(db: Database, tallies: Tallies) {
    this.tallies = tallies
    // Only those whose instant has come and whom nobody has leased yet: mostly few.
    this.due = db.prepare(
      `SELECT z.name AS zone, d.lane, d.count FROM
         (SELECT zone_id, lane, count(*) AS count FROM queue INDEXED BY queue_later
          WHERE campaign_id = ? AND due > 0 AND due <= ? GROUP BY zone_id, lane) d
       JOIN zones z ON z.id = d.zone_id`,
    )
    this.next = db
      .prepare(
        `SELECT min(due) FROM queue INDEXED BY queue_later
         WHERE campaign_id = ? AND due > 0 AND due > ?`,
      )
      .pluck()
  }

  /** @param campaignId null for a campaign that is not known: it has no contacts. */
  read(campaignId: number | null, now: Instant): Funnel {
    const tallies = campaignId === null ? [] : this.tallies.of(campaignId)
    const due = campaignId === null ? [] : (this.due.all(campaignId, now) as Due[])
    const next = campaignId === null ? null : this.next.get(campaignId, now)
    const counts = new Counts(tallies)
    for (const { zone, lane, count } of due) counts.becameDue(zone, lane, count)
    return counts.funnel(next as Instant | null)
  }
}

/** Adds tallies up. */
class Counts {
  private readonly queued: Record<string, number> = {}
  private readonly waiting: Record<string, number> = {}
  private readonly finished: Partial<Record<FinishReason, number>> = {}
  private total = 0
  private leased = 0
  private atOperator = 0
  private callbacks = 0

  constructor(tallies: readonly Tally[]) {
    for (const tally of tallies) this.add(tally)
  }

  becameDue(zone: string, lane: Lane, count: number): void {
    this.waiting[zone] = (this.waiting[zone] ?? 0) - count
    if (isCallback(lane)) this.callbacks -= count
  }

  funnel(nextDueAt: Instant | null): Funnel {
    const ready: Record<string, number> = {}
    for (const [zone, count] of Object.entries(this.queued)) {
      ready[zone] = count - (this.waiting[zone] ?? 0)
    }
    const { total, leased, atOperator, callbacks, finished } = this
    const waiting = positive(this.waiting)
    return {
      total,
      ready: positive(ready),
      waiting,
      leased,
      atOperator,
      finished,
      nextDueAt,
      callbacks,
    }
  }

  private add({ zone, slot, count }: Tally): void {
    const [place, detail] = slot.split('/')
    if (slot === 'later/callback') this.callbacks += count
    else if (slot === 'later') this.waiting[zone] = count
    else {
      this.total += count
      if (place === 'queued') this.queued[zone] = (this.queued[zone] ?? 0) + count
      else if (place === 'leased') this.leased += count
      else if (place === 'atOperator') this.atOperator += count
      else this.finish(detail as FinishReason, count)
    }
  }

  private finish(reason: FinishReason, count: number): void {
    this.finished[reason] = (this.finished[reason] ?? 0) + count
  }
}

function positive(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
