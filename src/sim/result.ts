/** Figures of one day of a world, by the truth of the world. */
export interface DayResult {
  readonly day: number
  readonly dialed: number
  /** People who answered. */
  readonly answered: number
  readonly connected: number
  readonly abandoned: number
  /** Machines that reached an operator. */
  readonly machines: number
  /** Ringing lines that were dropped. */
  readonly cancelled: number
  readonly operatorSec: number
  readonly idleSec: number
  readonly talkSec: number
  readonly wrapSec: number
  readonly maxLines: number
  readonly answerToOperatorMsP50: number
  readonly answerToOperatorMsP99: number
  /** Whether this day's abandonment is above the limit. */
  readonly overLimit: boolean
}

/** Figures over all days. */
export interface TotalResult {
  readonly answered: number
  readonly connected: number
  readonly abandoned: number
  /** abandoned / (abandoned + connected), 0–1. */
  readonly abandonment: number
  /** (talk + wrap) / operator time present, 0–1. */
  readonly occupancy: number
  readonly idleSecPerCall: number
  readonly daysOverLimit: number
  readonly operatorHours: number
  /** Time the computation took. */
  readonly wallSec: number
  readonly eventsPerSec: number
}

/** What `carillon simulate --json` prints: a fixed contract, in this order of keys. */
export interface SimulateResult {
  readonly world: string
  readonly policy: string
  readonly seed: number
  readonly days: readonly DayResult[]
  readonly total: TotalResult
}

/** @returns abandoned / (abandoned + connected); 0 when nobody answered. */
export const abandonmentOf = (day: { abandoned: number; connected: number }): number =>
  share(day.abandoned, day.abandoned + day.connected)

/**
 * Adds days up. `events` are the moments the timelines went through, `wallSec` how long that took.
 */
export function totalOf(days: readonly DayResult[], wallSec: number, events: number): TotalResult {
  const sum = (figure: (day: DayResult) => number) =>
    days.reduce((total, day) => total + figure(day), 0)
  const operatorSec = sum(day => day.operatorSec)
  const [abandoned, connected] = [sum(day => day.abandoned), sum(day => day.connected)]
  return {
    answered: sum(day => day.answered),
    connected,
    abandoned,
    abandonment: rounded(abandonmentOf({ abandoned, connected })),
    occupancy: rounded(
      share(
        sum(day => day.talkSec + day.wrapSec),
        operatorSec,
      ),
    ),
    idleSecPerCall: rounded(
      share(
        sum(day => day.idleSec),
        connected,
      ),
    ),
    daysOverLimit: sum(day => Number(day.overLimit)),
    operatorHours: rounded(operatorSec / 3600),
    wallSec: rounded(wallSec),
    eventsPerSec: Math.round(share(events, wallSec)),
  }
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** Six places: more than any figure means, and free of the noise of binary fractions. */
const rounded = (n: number): number => Math.round(n * 1e6) / 1e6
