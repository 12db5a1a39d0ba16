import { type Duration, type Instant, minutes } from '../../base/duration.ts'
import type { Random } from '../../base/random.ts'

/** What changes during a day is kept to within this. */
const QUARTER = minutes(15)

/**
 * Things of a recorded day, dealt again at the time of day at which they were recorded: within each
 * quarter of an hour by the clock in the recorded order, and when more are wanted than it had, any
 * of that quarter's again. A quarter without any borrows from the nearest that has some.
 */
export class Deck<T extends { readonly at: Duration }> {
  private readonly quarters = new Map<number, { readonly items: T[]; dealt: number }>()
  private readonly offset: number

  /** @param items by time, each `at` ms since `start`. */
  constructor(items: readonly T[], start: Instant) {
    this.offset = start % QUARTER
    for (const item of items) {
      const quarter = this.quarterOf(item.at)
      const known = this.quarters.get(quarter)
      if (known === undefined) this.quarters.set(quarter, { items: [item], dealt: 0 })
      else known.items.push(item)
    }
  }

  /** The next one for a moment of the day; null when there never was any. */
  deal(at: Duration, random: Random): T | null {
    const own = this.quarters.get(this.quarterOf(at))
    if (own !== undefined && own.dealt < own.items.length) return own.items[own.dealt++]!
    const items = own?.items ?? this.nearest(this.quarterOf(at))
    return items === null ? null : items[random.integer(0, items.length - 1)]!
  }

  private nearest(quarter: number): readonly T[] | null {
    let best: number | null = null
    for (const other of this.quarters.keys())
      if (best === null || Math.abs(other - quarter) < Math.abs(best - quarter)) best = other
    return best === null ? null : this.quarters.get(best)!.items
  }

  private quarterOf(at: Duration): number {
    return Math.floor((this.offset + at) / QUARTER)
  }
}
