import type { Duration, Instant } from '../../base/duration.ts'
import type { BudgetCounts } from '../port.ts'

interface Slot {
  connected: number
  abandoned: number
}

/** Counts of one abandonment budget by the moment of answer. */
export class BudgetLedger {
  private readonly slots = new Map<Instant, Slot>()
  private readonly resolution: Duration

  /** @param resolution into how long slots of time moments are gathered; 0 keeps each by itself. */
  constructor(resolution: Duration) {
    this.resolution = resolution
  }

  /** Counts one answer more (`by` 1), or takes one back (`by` -1). */
  add(as: 'connected' | 'abandoned', at: Instant, by: 1 | -1): void {
    const start = this.slotOf(at)
    let slot = this.slots.get(start)
    if (slot === undefined) {
      slot = { connected: 0, abandoned: 0 }
      this.slots.set(start, slot)
    }
    slot[as] += by
  }

  /** Counts in [from, to), both taken outwards to the limits of a slot. */
  count(from: Instant, to: Instant): BudgetCounts {
    const first = this.slotOf(from)
    const sum = { connected: 0, abandoned: 0 }
    for (const [start, slot] of this.slots) {
      if (start < first || start >= to) continue
      sum.connected += slot.connected
      sum.abandoned += slot.abandoned
    }
    return sum
  }

  private slotOf(at: Instant): Instant {
    return this.resolution === 0 ? at : Math.floor(at / this.resolution) * this.resolution
  }
}
