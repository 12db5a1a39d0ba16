import type { Observation } from '../../observation.ts'
import type { VicidialSettings } from './settings.ts'

/** A loop of bin/AST_VDauto_dial.pl cleans up, sleeps 2.5 s and works for some time. */
const DIAL_LOOP = 2700
/** A row of `vicidial_auto_calls` that was never answered goes after so long in any case. */
const ROW_MAX = 120_000
/** A row outlives the longest possible call by so much. */
const ROW_MARGIN = 7000

/** Rows of calls that ended unanswered and still count as lines: when each is cleaned up. */
export type Lingering = readonly number[]

/**
 * The rows of those calls that have just ended unanswered: nothing changes a row when its call ends
 * without an answer, so it counts as a line until the longest possible call were over. A busy or
 * invalid number frees its row at once; so does congestion here, which in VICIdial lingers: a
 * refusal is not told apart, and this is to VICIdial's good.
 */
export function linger(settings: VicidialSettings, rows: Lingering, seen: Observation): Lingering {
  const lasts = Math.min(ROW_MAX, settings.dialTimeout + settings.dropAfter + ROW_MARGIN)
  const ended = seen.news.flatMap(news =>
    news.kind === 'unanswered' ? [seen.at - news.rang + lasts] : [],
  )
  return ended.length === 0 ? rows : [...rows, ...ended]
}

/**
 * The rows a campaign should have: `level` for each operator who waits for a call or talks; with
 * `available_only_ratio_tally`, `level` for each who waits and one for each who talks. Who wraps up
 * counts as nobody.
 */
export function goalOf(
  { availableOnly }: VicidialSettings,
  level: number,
  ready: number,
  talking: number,
): number {
  return round(availableOnly ? level * ready + talking : level * (ready + talking))
}

/** As printf rounds to no decimals: to the nearest, ties to even. */
function round(n: number): number {
  const below = Math.floor(n)
  return n - below === 0.5 ? 2 * Math.round(below / 2) : Math.round(n)
}

/** The rows that the loop before this one, which began at `began`, has left when it cleaned up. */
export function stillLingering(rows: Lingering, began: number): Lingering {
  return rows.filter(until => until > began - DIAL_LOOP)
}

/**
 * Calls to place so that there are as many rows as the goal says, and no more than the trunk has
 * lines. Rows that linger are not held against the trunk, as they would be where
 * `max_vicidial_trunks` is the number of lines.
 */
export function callsToPlace(
  settings: VicidialSettings,
  level: number,
  seen: Observation,
  lingering: Lingering,
): number {
  const { at, free, ringingSince, waiting } = seen
  const talking = seen.talkingSince.length
  const sent = ringingSince.filter(since => at - since < ROW_MAX).length
  const active = sent + waiting + talking
  const wanted = goalOf(settings, level, free, talking) - active - lingering.length
  return Math.max(0, Math.min(wanted, settings.lines - active))
}

/** How long a loop takes that places so many calls, each after a pause. */
export function loopLength({ callsPerSecond }: VicidialSettings, calls: number): number {
  return DIAL_LOOP + (1000 * calls) / callsPerSecond
}
