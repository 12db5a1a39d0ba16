import type { Instant } from '../base/duration.ts'
import { hours } from '../base/duration.ts'
import { CarillonError } from '../base/errors.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { nextOpen, nextShift } from '../compliance/calling-hours.ts'
import type { Store } from '../store/port.ts'

/** A run should see at least this much calling time before the hours close. */
const SHIFT = hours(2)

/**
 * Where virtual time begins: where an earlier run of this database left off, or now, moved on to
 * the next hours in which every contact may be called for a while. So a run shows something at
 * night too, and time never goes back.
 */
export async function startTime(
  campaigns: readonly Campaign[],
  store: Store,
  now: Instant,
  lastAt: Instant | null,
): Promise<Instant> {
  const from = lastAt === null ? now : Math.max(now, lastAt)
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
