import { isoTime } from './attempt-result.ts'
import type { Abandonment, Figures, OperatorFigures } from './figures.ts'
import { SPAN_NAMES } from './spans.ts'
import type { SpreadFigures } from './spread.ts'

/** Figures for programs: times are ISO 8601 in UTC, durations seconds, rates from 0 to 1. */
export interface FiguresJson {
  readonly window: { readonly from: string; readonly to: string } | null
  readonly attempts: number
  readonly live: number
  readonly outcomes: Figures['outcomes']
  readonly answered: number
  readonly abandonment: Abandonment
  readonly incoming: Figures['incoming']
  /** Promised on the cards of these attempts. */
  readonly callbacks: number
  readonly dispositions: Readonly<Record<string, number>>
  readonly contacts: number
  readonly contactsByAttempts: readonly { readonly attempts: number; readonly contacts: number }[]
  /** By the name of the span; null where none was measured. */
  readonly spans: Readonly<Record<string, SpreadJson | null>>
  readonly operators: readonly (Pick<OperatorFigures, 'operator' | 'calls'> & {
    readonly talkSec: number
    readonly wrapUpSec: number
  })[]
}

/** A spread in seconds. */
export interface SpreadJson {
  readonly count: number
  readonly meanSec: number
  readonly p50Sec: number
  readonly p90Sec: number
  readonly p99Sec: number
  readonly maxSec: number
}

/** Puts figures into the words of the outside. */
export function figuresJson(figures: Figures): FiguresJson {
  const { window, dispositions, contactsByAttempts, spans, operators, ...same } = figures
  return {
    ...same,
    window: window && { from: isoTime(window.from), to: isoTime(window.to) },
    dispositions: Object.fromEntries(dispositions),
    contactsByAttempts: contactsByAttempts.map(([attempts, contacts]) => ({ attempts, contacts })),
    spans: Object.fromEntries(SPAN_NAMES.map(name => [name, spreadJson(spans[name])])),
    operators: operators.map(({ operator, calls, talk, wrapUp }) => ({
      operator,
      calls,
      talkSec: talk / 1000,
      wrapUpSec: wrapUp / 1000,
    })),
  }
}

function spreadJson(spread: SpreadFigures | null): SpreadJson | null {
  if (spread === null) return null
  const { count, mean, p50, p90, p99, max } = spread
  return {
    count,
    meanSec: mean / 1000,
    p50Sec: p50 / 1000,
    p90Sec: p90 / 1000,
    p99Sec: p99 / 1000,
    maxSec: max / 1000,
  }
}
