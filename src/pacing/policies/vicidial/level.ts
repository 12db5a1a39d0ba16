import type { DropStatistics } from './day-log.ts'
import type { VicidialSettings } from './settings.ts'

/** What the dial level is made from, in bin/AST_VDadapt.pl. */
export interface LevelSeen {
  /** Mean of operators who wait for a call, less the mean of people who wait for an operator. */
  readonly difference: number
  /** Mean of operators who are signed in, whatever they do. */
  readonly operators: number
  readonly drops: DropStatistics
  /** `adaptive_dropped_percentage`: the limit of the day, in percent. */
  readonly limit: number
  /** The local time of day as the number HHMM. */
  readonly time: number
}

/**
 * The next dial level, from the last one: it grows by the share of operators who wait, shrinks by
 * that of people who wait, and is cut when too many were dropped. Never below 1. Each step begins
 * from what the last one left, cuts included.
 */
export function nextLevel(settings: VicidialSettings, level: number, seen: LevelSeen): number {
  const grown = Math.round(level * (1 + growth(settings, seen)) * 1000) / 1000
  const bounded = Math.max(1, Math.min(grown, settings.maximumLevel))
  return Math.max(1, cutByDay(settings, cutByMinute(bounded, seen.drops), seen))
}

/** By what share the level is to grow; the intensity is a percentage upon it. */
function growth(settings: VicidialSettings, { difference, operators }: LevelSeen): number {
  if (operators === 0) return 0
  const share = (difference + settings.differenceTarget) / operators
  const intensity = settings.intensity / 100
  return share >= 0 ? share * (1 + intensity) : share * Math.abs(intensity - 1)
}

/** Beyond so many calls in the last minute, half of them dropped halve the level. */
const MINUTE_CALLS_MIN = 20

function cutByMinute(level: number, { minuteCalls, minuteDrops }: DropStatistics): number {
  return minuteCalls > MINUTE_CALLS_MIN && minuteDrops / minuteCalls > 0.5 ? level / 2 : level
}

/** The day's limit is looked at from so many calls on. */
const DAY_CALLS_MIN = 50
/** With so much HHMM left or more, which is ten hours, `tapered` lets the limit be passed. */
const TAPER_FROM = 1000

function cutByDay(settings: VicidialSettings, level: number, seen: LevelSeen): number {
  const { drops, limit } = seen
  if (drops.dayCalls <= DAY_CALLS_MIN || drops.dayPercent <= limit) return level
  switch (settings.rule) {
    case 'hard-limit':
      return 1
    case 'average':
      return level / 2
    case 'tapered': {
      // A difference of two numbers HHMM, not of times: 2100 − 1430 is 670.
      const left = settings.latest - seen.time
      return left > TAPER_FROM ? level : (level * left) / TAPER_FROM
    }
  }
}
