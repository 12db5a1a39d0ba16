import type { Observation } from '../../observation.ts'
import { type DayLog, type DropStatistics, EMPTY_LOG, NO_STATISTICS, summed } from './day-log.ts'
import { nextLevel } from './level.ts'
import type { VicidialSettings } from './settings.ts'

/** A loop of bin/AST_VDadapt.pl: it sleeps a second and works for some time. */
export const ADAPT_LOOP = 1050
/** The level is set in every so manieth loop, from the means over as many. */
const LOOPS_A_LEVEL = 15
/** The drop figures are made in the first loop and in every so manieth after it. */
const LOOPS_A_SUM = 60
/** Not asked for so long, the campaign was not dialing, and its level stood still. */
const ABSENCE = 120_000

/** What one loop counts. */
export interface Sample {
  /** READY: operators who wait for a call. */
  readonly ready: number
  /** LIVE: people who wait for an operator. */
  readonly waiting: number
  /** Operators signed in, those in wrap-up among them. */
  readonly operators: number
}

/** Where the adapting of one campaign stands. */
export interface Adapting {
  readonly level: number
  readonly loops: number
  /** When the next loop is, monotonic ms. */
  readonly next: number
  /** The samples of the last loops, oldest first. */
  readonly samples: readonly Sample[]
  readonly statistics: DropStatistics
  readonly log: DayLog
}

/** Adapting from level 1, with the first loop at this moment. */
export function adaptingFrom(at: number): Adapting {
  return {
    level: 1,
    loops: 0,
    next: at,
    samples: [],
    statistics: NO_STATISTICS,
    log: EMPTY_LOG,
  }
}

/** What a loop would count now. */
export function sampleOf({ free, waiting, busy }: Observation): Sample {
  return { ready: free, waiting, operators: free + busy }
}

/**
 * Goes through the loops that are due before `until`. In all of them things were as the sample
 * says: what a campaign looks like changes only when its policy is asked.
 *
 * @param limit the day's drop limit, in percent.
 */
export function adaptUntil(
  settings: VicidialSettings,
  before: Adapting,
  seen: { readonly sample: Sample; readonly limit: number },
  until: number,
): Adapting {
  if (until - before.next > ABSENCE) return { ...before, next: until, samples: [] }
  let adapting = before
  while (adapting.next < until) adapting = loop(settings, adapting, seen)
  return adapting
}

function loop(
  settings: VicidialSettings,
  before: Adapting,
  { sample, limit }: { readonly sample: Sample; readonly limit: number },
): Adapting {
  const at = before.next
  const samples = [...before.samples, sample].slice(-LOOPS_A_LEVEL)
  const isSummed = before.loops % LOOPS_A_SUM === 0
  const [statistics, log] = isSummed ? summed(before.log, at) : [before.statistics, before.log]
  const loops = before.loops + 1
  const level =
    loops % LOOPS_A_LEVEL === 0
      ? nextLevel(settings, before.level, {
          difference: mean(samples, one => one.ready) - mean(samples, one => one.waiting),
          operators: mean(samples, one => one.operators),
          drops: statistics,
          limit,
          time: clockNumber(at - settings.midnight),
        })
      : before.level
  return { level, loops, next: at + ADAPT_LOOP, samples, statistics, log }
}

function mean(samples: readonly Sample[], of: (sample: Sample) => number): number {
  return samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
}

/** The time of day as the number HHMM. */
function clockNumber(sinceMidnight: number): number {
  const minutes = Math.floor(sinceMidnight / 60_000) % (24 * 60)
  return 100 * Math.floor(minutes / 60) + (minutes % 60)
}
