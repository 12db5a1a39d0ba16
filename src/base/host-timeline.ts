import type { Duration } from './duration.ts'
import type { Cancel, Timeline } from './timeline.ts'

/** The longest delay of `setTimeout`, in ms: a signed number of 32 bits. */
const TIMER_MAX = 2 ** 31 - 1

/**
 * The machine's own time: one of the few files that may ask the host for it. `performance.now` is
 * monotonic; `Date.now` follows the wall clock.
 */
export const hostTimeline: Timeline = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  after(delay: Duration, action: () => void): Cancel {
    let timer: ReturnType<typeof setTimeout>
    // A longer delay than the host's timers can hold would fire at once: it is waited for in parts.
    const wait = (left: number): void => {
      const part = Math.min(left, TIMER_MAX)
      timer = setTimeout(() => (part < left ? wait(left - part) : action()), part)
    }
    wait(Math.max(0, delay))
    return () => clearTimeout(timer)
  },
}
