import type { DayFigures } from '../compare/day-job.ts'
import { type Interval, pairedDifference } from '../compare/interval.ts'
import { idleShares, type Summary, summaryOf } from '../compare/summary.ts'
import { abandonmentOf } from '../result.ts'
import { isOnOffer, type Settings } from './settings.ts'

/** Settings and the days that were run by them, which are the same days for all. */
export interface RanBy extends Settings {
  readonly days: readonly DayFigures[]
}

/** Settings and how they did. */
export interface Tried extends Settings {
  /** Days are over the limit by the world's own, whatever the settings keep to. */
  readonly summary: Summary
  /** Whether no others have both less idle time and less abandonment. */
  readonly onFront: boolean
  /** Idle seconds a call beyond those of the recommended settings, by pairs of days. */
  readonly idleBeyond: Interval | null
}

/** All that was tried, and what is recommended of it. */
export interface Tuning {
  /** The least idle time first. */
  readonly tried: readonly Tried[]
  /** The least idle time among those on offer without a day over the limit; null: there is none. */
  readonly recommended: Tried | null
}

/** @param limit the world's own, 0–1: it is what days are judged by. */
export function tuningOf(ran: readonly RanBy[], limit: number): Tuning {
  const judged = ran
    .map(one => ({ ...one, days: one.days.map(day => judgedBy(limit, day)) }))
    .map(one => ({ ...one, summary: summaryOf(one.days) }))
    .sort((a, b) => idleOf(a.summary) - idleOf(b.summary))
  const best = judged.find(one => isOnOffer(one) && keepsLimit(one.summary))
  const tried = judged.map(({ policy, limit: kept, days, summary }): Tried => {
    const onFront = !judged.some(other => isBetter(other.summary, summary))
    const idleBeyond = best ? pairedDifference(idleShares(days), idleShares(best.days)) : null
    return { policy, limit: kept, summary, onFront, idleBeyond }
  })
  return { tried, recommended: best ? tried[judged.indexOf(best)]! : null }
}

/** Whether it connected anybody and had no day over the limit. */
export const keepsLimit = (summary: Summary): boolean =>
  summary.daysOverLimit === 0 && idleOf(summary) < Infinity

/** The same policy may keep to less than the world allows. */
function judgedBy(limit: number, { result, quarters }: DayFigures): DayFigures {
  return { quarters, result: { ...result, overLimit: abandonmentOf(result) > limit } }
}

/** Where nobody was connected, operators waited in vain. */
const idleOf = ({ idle, linesPerConnection }: Summary): number =>
  linesPerConnection === 0 ? Infinity : idle.mean

function isBetter(one: Summary, other: Summary): boolean {
  const idle = idleOf(one) - idleOf(other)
  const abandonment = one.abandonment.mean - other.abandonment.mean
  return idle <= 0 && abandonment <= 0 && (idle < 0 || abandonment < 0)
}
