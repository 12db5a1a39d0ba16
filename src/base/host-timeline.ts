import type { Duration } from './duration.ts'
import type { Cancel, Timeline } from './timeline.ts'

/**
 * The machine's own time: one of the few files that may ask the host for it. `performance.now` is
 * monotonic; `Date.now` follows the wall clock.
 */
export const hostTimeline: Timeline = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  after(delay: Duration, action: () => void): Cancel {
    const timer = setTimeout(action, Math.max(0, delay))
    return () => clearTimeout(timer)
  },
}
