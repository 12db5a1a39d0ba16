import type { Duration } from '../base/duration.ts'

/** How durations are spread. All are in milliseconds; percentiles are at most 0.2 % too high. */
export interface SpreadFigures {
  readonly count: number
  readonly mean: Duration
  readonly p50: Duration
  readonly p90: Duration
  readonly p99: Duration
  readonly max: Duration
}

/**
 * Counts durations in buckets that widen with the value, so that memory is bounded however many
 * there are: exact to the millisecond below 1024 ms, then 512 buckets for each doubling (the scheme
 * of Gil Tene's HdrHistogram).
 */
export class Spread {
  /** How many values each bucket holds, by the highest value that belongs in it. */
  private readonly buckets = new Map<number, number>()
  private count = 0
  private sum = 0
  private max = 0

  /** A negative duration counts as 0: the wall clock was set back between two instants. */
  add(duration: Duration): void {
    const value = Math.max(0, Math.round(duration))
    const bucket = highestLike(value)
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1)
    this.count++
    this.sum += value
    this.max = Math.max(this.max, value)
  }

  /** The figures so far, or null while there is nothing to say. */
  figures(): SpreadFigures | null {
    if (this.count === 0) return null
    const ascending = [...this.buckets].sort(([a], [b]) => a - b)
    const percentile = (share: number): Duration => {
      // Nearest rank: the smallest value that at least this share of all values do not exceed.
      let left = Math.ceil(share * this.count)
      for (const [highest, count] of ascending) {
        left -= count
        if (left <= 0) return Math.min(highest, this.max)
      }
      return this.max
    }
    return {
      count: this.count,
      mean: this.sum / this.count,
      p50: percentile(0.5),
      p90: percentile(0.9),
      p99: percentile(0.99),
      max: this.max,
    }
  }
}

/** The highest whole number that shares its ten leading binary digits with `value`. */
function highestLike(value: number): number {
  if (value < 1024) return value
  const width = 2 ** (Math.floor(Math.log2(value)) - 9)
  return (Math.floor(value / width) + 1) * width - 1
}
