import type { RecordedDay } from '../../sim/recording/recorded-day.ts'
import {
  firstSettings,
  kindOf,
  NEARBY_MOST,
  nearbyRatios,
  type Settings,
} from '../../sim/tune/settings.ts'
import { type RanBy, type Tuning, tuningOf } from '../../sim/tune/tuning.ts'
import type { World } from '../../sim/world/world.ts'
import type { DayPool } from '../days/day-pool.ts'
import { runDays } from '../days/run-days.ts'

/** What settings are tried on. */
export interface Ground {
  readonly world: World
  /** A day that is replayed: then the world is what it looks like. */
  readonly recorded?: RecordedDay
}

/** How they are tried. */
export interface TuneOptions {
  readonly ground: Ground
  readonly days: number
  readonly seed: number
  /** Told of each day that was run, and of how many there will be, as far as is known. */
  readonly onDay: (of: number) => void
}

/**
 * Tries settings on the same days, as many at once as the pool has threads; at last ratios near the
 * best one of those that were tried first.
 */
export async function tune(pool: DayPool, options: TuneOptions): Promise<Tuning> {
  const { ground, days, seed, onDay } = options
  const { abandonment: limit } = ground.world.limits
  const first = firstSettings(limit)
  let many = first.length + NEARBY_MOST
  const run = async (settings: Settings): Promise<RanBy> => {
    const job = { ...keptTo(settings.limit, ground), policy: settings.policy, seed, days }
    return { ...settings, days: await runDays(pool, job, () => onDay(many * days)) }
  }
  const ran = await Promise.all(first.map(run))
  const ratios = ran.filter(one => kindOf(one) === 'power')
  const { recommended: best } = tuningOf(ratios, limit)
  const nearby = best === null ? [] : nearbyRatios(best)
  many = first.length + nearby.length
  ran.push(...(await Promise.all(nearby.map(run))))
  return tuningOf(ran, limit)
}

/** The same people, operators and trunk with a limit of its own. */
function keptTo(limit: number, { world, ...rest }: Ground): Ground {
  return { ...rest, world: { ...world, limits: { ...world.limits, abandonment: limit } } }
}
