import type { Instant } from '../base/duration.ts'
import { hours } from '../base/duration.ts'
import { CarillonError } from '../base/errors.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { nextOpen, nextShift } from '../compliance/calling-hours.ts'
import type { Store } from '../store/port.ts'

/** A run should see at least this much calling time before the hours close. */
const SHIFT = hours(2)

/** What decides where a run begins. Wall times. */
export interface StartRequest {
  /** The moment somebody named, or null. */
  readonly at: Instant | null
  readonly now: Instant
  /** The latest instant of any earlier run that this one goes on from, or null. */
  readonly lastAt: Instant | null
}

/**
 * Where virtual time begins: at the moment named, or where an earlier run of this database left
 * off, or now, moved on to the next hours in which every contact may be called for a while. So a
 * run shows something at night too. Time never goes back, and never stands still between two runs:
 * the ids of attempts are made of it.
 *
 * @throws CarillonError USAGE for a moment that has passed already, CAMPAIGN_INVALID when nobody
 * may
 *   be called within a year.
 */
export async function startTime(
  campaigns: readonly Campaign[],
  store: Store,
  { at, now, lastAt }: StartRequest,
): Promise<Instant> {
  checkMoment(at, lastAt)
  if (at !== null) return at
  const from = lastAt === null ? now : Math.max(now, lastAt + 1)
  let best = Infinity
  for (const campaign of campaigns) {
    const zones = new Set([...(await store.zones(campaign.id)), campaign.hours.zone])
    const all = nextShift(campaign.hours, [...zones], from, SHIFT)
    // Zones that are never open together are called one after another: the first to open will do.
    const any = Math.min(...[...zones].map(zone => nextOpen(campaign.hours, zone, from)))
    best = Math.min(best, all < Infinity ? all : any)
  }
  if (best < Infinity) return best
  throw new CarillonError(
    'CAMPAIGN_INVALID',
    'There is no hour within a year at which any contact may be called. Look at "hours" in the campaign file, or name a moment with --at.',
  )
}

/**
 * @param at the moment at which somebody would have a simulated run begin; null: nobody said.
 * @throws CarillonError USAGE where that has passed already in its database.
 */
export function checkMoment(at: Instant | null, lastAt: Instant | null): void {
  if (at === null || lastAt === null || at > lastAt) return
  const known = new Date(Math.ceil(lastAt + 1)).toISOString()
  throw new CarillonError(
    'USAGE',
    `In this database it is ${known} already, and time does not go back. Name that moment or a later one with --at, or start over with --fresh.`,
  )
}

/**
 * Simulated runs may be ahead of the clock, and time does not go back.
 *
 * @throws CarillonError USAGE where real calls would be written behind such.
 */
export function checkClock(now: Instant, lastAt: Instant | null): void {
  if (lastAt === null || lastAt <= now) return
  const known = new Date(lastAt).toISOString()
  throw new CarillonError(
    'USAGE',
    `In this database it is ${known} already: its calls were simulated. Name another one with --db.`,
  )
}
