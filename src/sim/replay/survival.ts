import type { Duration } from '../../base/duration.ts'
import type { Random } from '../../base/random.ts'

/**
 * Lengths of which some were seen only to a point, and how those may have gone on: like one of
 * those that went on for longer, each as likely as any other. Should that one have been cut too,
 * like one of those that went on for longer still. This is the product-limit estimate of Kaplan and
 * Meier (JASA 53, 1958) as Efron drew from it, by redistribution to the right (5th Berkeley
 * Symposium, 1967); with outcomes of several kinds it is that of Aalen and Johansen (1978).
 */
export class Survival<T> {
  private readonly items: readonly T[]
  private readonly lengthOf: (item: T) => Duration
  private readonly isWhole: (item: T) => boolean

  constructor(items: readonly T[], lengthOf: (item: T) => Duration, isWhole: (item: T) => boolean) {
    this.items = [...items].sort((a, b) => order(lengthOf(a), lengthOf(b)))
    this.lengthOf = lengthOf
    this.isWhole = isWhole
  }

  /** How many went on for longer than this. */
  longerThan(length: Duration): number {
    return this.items.length - this.firstBeyond(length)
  }

  /** One that was seen whole and went on for longer than this; null when there is none. */
  beyond(length: Duration, random: Random): T | null {
    let at = length
    for (;;) {
      const first = this.firstBeyond(at)
      if (first === this.items.length) return null
      const item = this.items[random.integer(first, this.items.length - 1)]!
      if (this.isWhole(item)) return item
      at = this.lengthOf(item)
    }
  }

  /** Where those begin that are longer: by halving, for a day has many. */
  private firstBeyond(length: Duration): number {
    let [from, to] = [0, this.items.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.lengthOf(this.items[middle]!) > length) to = middle
      else from = middle + 1
    }
    return from
  }
}

/** Infinity less itself is no number. */
const order = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)
