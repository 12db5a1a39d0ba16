import type { Duration, Instant } from './duration.ts'
import { EventQueue } from './event-queue.ts'
import type { Cancel, Timeline } from './timeline.ts'

/**
 * Time that passes only when it is told to. Whoever drives it calls `step` until it says no more;
 * between two steps the driver waits for whatever replies are still outstanding, which makes a run
 * with asynchronous parts repeatable.
 */
export class VirtualTimeline implements Timeline {
  private readonly queue = new EventQueue()
  private now = 0
  private readonly start: Instant

  /** @param start the wall time at which the timeline begins. */
  constructor(start: Instant) {
    this.start = start
  }

  monotonic(): number {
    return this.now
  }

  wall(): Instant {
    return this.start + this.now
  }

  after(delay: Duration, action: () => void): Cancel {
    const entry = this.queue.push(this.now + Math.max(0, delay), action)
    return () => this.queue.cancel(entry)
  }

  /** When the next action is due (monotonic ms), or undefined when nothing is planned. */
  nextAt(): number | undefined {
    return this.queue.peekTime()
  }

  /** Moves time to the next action and runs it. @returns false when nothing is planned. */
  step(): boolean {
    const next = this.queue.pop()
    if (next === undefined) return false
    this.now = Math.max(this.now, next.at)
    next.run()
    return true
  }

  /**
   * Moves time forward to `at` without running anything; earlier moments are refused by doing
   * nothing.
   */
  advanceTo(at: number): void {
    if (at > this.now) this.now = at
  }
}
