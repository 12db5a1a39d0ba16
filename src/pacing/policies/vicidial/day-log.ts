import type { News } from '../../observation.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/**
 * What of `vicidial_log` the drop rules read. A call is written when it is answered or refused, an
 * unanswered one when its row is cleaned up. An answer counts when its card is closed, so that
 * those who still talk are not in the percentage; who was dropped counts as having answered, a
 * machine among them too; a machine that an operator heard does not.
 */
export interface DayLog {
  /** Which day it is of, counted from the settings' midnight. */
  readonly day: number
  readonly calls: number
  readonly drops: number
  readonly answers: number
  /** When the calls, and the drops, of at least the last minute were. */
  readonly lateCalls: readonly number[]
  readonly lateDrops: readonly number[]
}

/** The figures the drop rules go by, made once in sixty loops. */
export interface DropStatistics {
  readonly dayCalls: number
  /** 100 × drops / answers of the day, with two decimals. */
  readonly dayPercent: number
  readonly minuteCalls: number
  readonly minuteDrops: number
}

/** The figures before there are any. */
export const NO_STATISTICS: DropStatistics = {
  dayCalls: 0,
  dayPercent: 0,
  minuteCalls: 0,
  minuteDrops: 0,
}

/** Nothing is written yet. */
export const EMPTY_LOG: DayLog = {
  day: 0,
  calls: 0,
  drops: 0,
  answers: 0,
  lateCalls: [],
  lateDrops: [],
}

/** The log of the local day that it is now: it begins anew at midnight. */
export function turned(log: DayLog, at: number, midnight: number): DayLog {
  const day = Math.floor((at - midnight) / DAY)
  return day === log.day ? log : { ...log, day, calls: 0, drops: 0, answers: 0 }
}

/** The log with so many more calls. */
export function withCalls(log: DayLog, at: number, calls: number): DayLog {
  if (calls === 0) return log
  const lateCalls = [...log.lateCalls, ...Array.from({ length: calls }, () => at)]
  return { ...log, calls: log.calls + calls, lateCalls }
}

/** The log with what just happened. */
export function withNews(log: DayLog, at: number, news: readonly News[]): DayLog {
  const count = (is: (one: News) => boolean) => news.filter(is).length
  const calls = count(({ kind }) => kind === 'answered' || kind === 'refused')
  const drops = count(({ kind }) => kind === 'abandoned')
  const closed = count(one => one.kind === 'wrapped' && one.heard === 'person')
  if (calls + drops + closed === 0) return log
  return {
    ...withCalls(log, at, calls),
    drops: log.drops + drops,
    answers: log.answers + closed + drops,
    lateDrops: [...log.lateDrops, ...Array.from({ length: drops }, () => at)],
  }
}

/** Makes the figures, and forgets what is over a minute old. */
export function summed(log: DayLog, at: number): readonly [DropStatistics, DayLog] {
  const isLate = (moment: number) => moment > at - MINUTE
  const lateCalls = log.lateCalls.filter(isLate)
  const lateDrops = log.lateDrops.filter(isLate)
  const percent = log.drops === 0 ? 0 : (100 * log.drops) / Math.max(1, log.answers)
  const statistics = {
    dayCalls: log.calls,
    dayPercent: Math.round(percent * 100) / 100,
    minuteCalls: lateCalls.length,
    minuteDrops: lateDrops.length,
  }
  return [statistics, { ...log, lateCalls, lateDrops }]
}
