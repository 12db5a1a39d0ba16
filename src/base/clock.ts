import type { Instant } from './duration.ts'

/**
 * Two clocks. Durations are measured on the monotonic one, which never steps; law and reports ask
 * the wall one, which may be set back by an administrator or a time server.
 */
export interface Clock {
  /** Milliseconds since an arbitrary moment; never goes back. */
  monotonic(): number
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  wall(): Instant
}
