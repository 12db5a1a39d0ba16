import type { Clock } from './clock.ts'
import type { Duration } from './duration.ts'

/** Takes a planned action back. Taking it back twice, or after it happened, does nothing. */
export type Cancel = () => void

/**
 * A clock on which something can be planned. The engine knows only this; whether time is the
 * host's or a simulation's is decided where everything is put together.
 */
export interface Timeline extends Clock {
  /**
   * Runs `action` once, `delay` ms from now (0: soon, never at once). Order is that of time, then
   * of planning.
   */
  after(delay: Duration, action: () => void): Cancel
}
