import type { Quarter } from '../truth.ts'
import type { DayFigures } from './day-job.ts'
import { type Interval, ratioInterval, type Share } from './interval.ts'

/** Days of one policy in one world, as figures by which policies are compared. */
export interface Summary {
  readonly days: number
  /** (talk + wrap) / operator time present, 0–1. */
  readonly occupancy: number
  /** Seconds operators waited for each person they were joined to. */
  readonly idle: Interval
  /** abandoned / (abandoned + connected), 0–1. */
  readonly abandonment: Interval
  /** The same of the day on which it was highest. */
  readonly worstDay: number
  readonly daysOverLimit: number
  /** The same of the 15 minutes in which it was highest, among those with `QUARTER_PEOPLE`. */
  readonly worstQuarter: number
  /** Lines started for each person connected. */
  readonly linesPerConnection: number
  /** Share of the lines started that were dropped. */
  readonly dropped: number
}

/** Fewer people than this say nothing of the 15 minutes in which they answered. */
export const QUARTER_PEOPLE = 10

/** The figures of some days. */
export function summaryOf(days: readonly DayFigures[]): Summary {
  const results = days.map(day => day.result)
  const total = (figure: (result: DayFigures['result']) => number): number =>
    results.reduce((sum, result) => sum + figure(result), 0)
  const over = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
  const connected = total(it => it.connected)
  const dialed = total(it => it.dialed)
  return {
    days: days.length,
    occupancy: over(
      total(it => it.talkSec + it.wrapSec),
      total(it => it.operatorSec),
    ),
    idle: ratioInterval(idleShares(days)),
    abandonment: ratioInterval(abandonedShares(days)),
    worstDay: Math.max(0, ...results.map(it => over(it.abandoned, it.abandoned + it.connected))),
    daysOverLimit: total(it => Number(it.overLimit)),
    worstQuarter: Math.max(0, ...days.flatMap(day => day.quarters.map(abandonmentIn))),
    linesPerConnection: over(dialed, connected),
    dropped: over(
      total(it => it.cancelled),
      dialed,
    ),
  }
}

/** By day: idle seconds, and the people they were idle for. */
export const idleShares = (days: readonly DayFigures[]): Share[] =>
  days.map(({ result }) => ({ part: result.idleSec, whole: result.connected }))

/** By day: people abandoned, of those who answered and were waited for. */
export const abandonedShares = (days: readonly DayFigures[]): Share[] =>
  days.map(({ result: { abandoned, connected } }) => ({
    part: abandoned,
    whole: abandoned + connected,
  }))

function abandonmentIn({ connected, abandoned }: Quarter): number {
  const people = connected + abandoned
  return people < QUARTER_PEOPLE ? 0 : abandoned / people
}
