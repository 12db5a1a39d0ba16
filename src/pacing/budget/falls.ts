import type { Credit } from './credit.ts'

/** How fast the credit has fallen at its worst: what a shock can cost in this campaign. */
export interface Falls {
  /** Credit at moments of the last minutes, oldest first. */
  readonly samples: readonly number[]
  /** Monotonic ms of the first and of the last sample. */
  readonly since: number
  readonly last: number
  /** People handled in the window at the last sample. */
  readonly handled: number
  /** The largest fall within the samples' time, in people; at least 0. */
  readonly worst: number
}

/** Falls are looked at over three minutes, in steps of ten seconds. */
const [SAMPLE_EVERY, SAMPLES] = [10_000, 18] as const
/** What happens while the beginning is learned says nothing of shocks. */
const WATCH_AFTER = 600_000

/** Nothing has been seen yet. */
export const noFalls: Falls = {
  samples: [],
  since: Number.NaN,
  last: -Infinity,
  handled: 0,
  worst: 0,
}

/** The falls with the credit of this moment. */
export function fallsAfter(falls: Falls, at: number, { left, handled }: Credit): Falls {
  if (at - falls.last < SAMPLE_EVERY) return falls
  const since = Number.isNaN(falls.since) ? at : falls.since
  // A new window begins with no credit: nothing has fallen.
  const samples = handled < falls.handled / 2 ? [left] : [...falls.samples.slice(1 - SAMPLES), left]
  const fall = Math.max(...samples) - left
  const worst = at - since < WATCH_AFTER ? 0 : Math.max(falls.worst, fall)
  return { samples, since, last: at, handled, worst }
}
