/**
 * How long something lasts (a talk, a wrap-up), as counts of ends and of time spent by age. What
 * still lasts is evidence too: it is added as time spent without an end (right-censoring; Kaplan
 * and
 * Meier 1958, here with piecewise constant hazards).
 */
export interface SpanCounts {
  /** Where the age bins begin, in s, ascending from 0; the last bin is open. */
  readonly edges: readonly number[]
  readonly ends: Float64Array
  readonly spent: Float64Array
}

/** Talk: fine where calls are short, as wide as the knowledge of them further on. */
export const TALK_EDGES = [
  0, 4, 8, 12, 17, 23, 30, 40, 52, 67, 85, 108, 137, 175, 220, 280, 360, 470, 620, 850, 1200,
] as const

/** Wrap-up: the same, some five times as fine. */
export const WRAP_EDGES = [
  0, 2, 4, 6, 8, 10, 12, 15, 18, 22, 26, 31, 37, 45, 55, 70, 90, 120, 170, 250,
] as const

/** Nothing has begun yet. */
export const noSpans = (edges: readonly number[]): SpanCounts => ({
  edges,
  ends: new Float64Array(edges.length),
  spent: new Float64Array(edges.length),
})

/** The counts with spans that ended after so many seconds. */
export function withSpans(counts: SpanCounts, lasted: readonly number[]): SpanCounts {
  if (lasted.length === 0) return counts
  const ends = counts.ends.slice()
  const spent = counts.spent.slice()
  for (const sec of lasted) ends[spend(counts.edges, spent, sec)]!++
  return { edges: counts.edges, ends, spent }
}

/** How much the hazards lean on each other and on the prior, in ends. */
const NEIGHBOUR = 0.3
const PRIOR_ENDS = 3

/**
 * Hazard per second by age bin, from what ended and what has lasted `running` seconds so far.
 *
 * @param meanSec what it lasts on average before anything is known.
 */
export function hazards(
  counts: SpanCounts,
  running: readonly number[],
  meanSec: number,
): Float64Array {
  const { edges, ends } = counts
  const spent = counts.spent.slice()
  for (const sec of running) spend(edges, spent, sec)
  const bar = (sum(ends) + 1) / (sum(spent) + meanSec)
  return ends.map((count, bin) => {
    const around = (of: Float64Array) => NEIGHBOUR * ((of[bin - 1] ?? 0) + (of[bin + 1] ?? 0))
    return (count + around(ends) + PRIOR_ENDS) / (spent[bin]! + around(spent) + PRIOR_ENDS / bar)
  })
}

/** Hazard summed from 0 to each whole second up to `seconds`; first entry 0. */
export function summedHazard(
  edges: readonly number[],
  hazard: Float64Array,
  seconds: number,
): Float64Array {
  const sums = new Float64Array(seconds + 1)
  let bin = 0
  for (let second = 0; second < seconds; second++) {
    while (bin + 1 < edges.length && edges[bin + 1]! <= second) bin++
    sums[second + 1] = sums[second]! + hazard[bin]!
  }
  return sums
}

/** Adds the time one span spent in each bin. @returns the bin it stands in at its end. */
function spend(edges: readonly number[], spent: Float64Array, sec: number): number {
  for (let bin = 0; ; bin++) {
    const from = edges[bin]!
    const to = edges[bin + 1]
    if (to === undefined || sec < to) {
      spent[bin]! += Math.max(0, sec - from)
      return bin
    }
    spent[bin]! += to - from
  }
}

const sum = (of: Float64Array): number => of.reduce((total, one) => total + one, 0)
