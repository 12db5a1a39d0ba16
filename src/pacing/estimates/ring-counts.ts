import type { News } from '../observation.ts'

/** Seconds of ringing that are told apart; what rings longer falls in the last bin. */
export const RING_BINS_MAX = 60

/**
 * How lines have ended so far, by whole seconds of ringing. A line that rang 7.4 s is one end in
 * bin
 * 7 and has spent 0.4 s there and a second in each bin before it.
 */
export interface RingCounts {
  readonly answered: Float64Array
  /** Ended by the other side: refused, or given up before the ring limit. */
  readonly refused: Float64Array
  /** Ended by us: all that is known is that they rang so long. */
  readonly unanswered: Float64Array
  /** Seconds spent in the bin in which they ended, summed over all ends. */
  readonly within: Float64Array
  /** No line rings longer, in s. */
  readonly limitSec: number
}

/** @param limitSec no line rings longer than this; greater than 0. */
export function noRings(limitSec: number): RingCounts {
  const bins = Math.max(1, Math.min(RING_BINS_MAX, Math.ceil(limitSec)))
  const empty = () => new Float64Array(bins)
  return { answered: empty(), refused: empty(), unanswered: empty(), within: empty(), limitSec }
}

/** The bin in which a line that has rung so many seconds stands. */
export const ringBin = (counts: RingCounts, sec: number): number =>
  Math.min(counts.answered.length - 1, Math.floor(sec))

/** The counts with the ends among the news. The counts handed in stay as they are. */
export function withEnds(counts: RingCounts, news: readonly News[]): RingCounts {
  let next: RingCounts | null = null
  for (const item of news) {
    if (item.kind !== 'answered' && item.kind !== 'refused' && item.kind !== 'unanswered') continue
    next ??= copyOf(counts)
    const sec = item.rang / 1000
    const bin = ringBin(counts, sec)
    next[endOf(item, counts.limitSec)][bin]!++
    next.within[bin]! += sec - bin
  }
  return next ?? counts
}

/** Line-seconds spent in each bin, by ended lines and by those that have rung for `ages` (s). */
export function exposure(counts: RingCounts, ages: readonly number[]): Float64Array {
  const { answered, refused, unanswered, within } = counts
  const ends = answered.map((count, bin) => count + refused[bin]! + unanswered[bin]!)
  const spent = within.slice()
  for (const age of ages) {
    const bin = ringBin(counts, age)
    ends[bin]!++
    spent[bin]! += age - bin
  }
  let later = 0
  for (let bin = ends.length - 1; bin >= 0; bin--) {
    spent[bin]! += later
    later += ends[bin]!
  }
  return spent
}

/** Rings of less than this below the limit, in s, may have been cut by it. */
const CUT = 0.5

function endOf(end: News, limitSec: number): 'answered' | 'refused' | 'unanswered' {
  if (end.kind === 'answered') return 'answered'
  const ours = end.kind === 'unanswered' && (end.dropped || end.rang / 1000 >= limitSec - CUT)
  return ours ? 'unanswered' : 'refused'
}

function copyOf({ answered, refused, unanswered, within, limitSec }: RingCounts): RingCounts {
  return {
    limitSec,
    answered: answered.slice(),
    refused: refused.slice(),
    unanswered: unanswered.slice(),
    within: within.slice(),
  }
}
