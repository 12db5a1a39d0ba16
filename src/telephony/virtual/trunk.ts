import type { Duration, Instant } from '../../base/duration.ts'
import type { TrunkId } from '../../base/id.ts'

/** A way to the virtual carrier. */
export interface VirtualTrunk {
  readonly id: TrunkId
  /** Calls it can carry at once. */
  readonly lines: number
  /** Calls it accepts a second; greater than 0. */
  readonly callsPerSecond: number
  /** When the carrier turns calls away although there is room. */
  readonly faults?: readonly TrunkFault[]
}

/**
 * Between two instants of wall time, `to` excluded, a share of calls (0 to 1) ends as congestion.
 */
export interface TrunkFault {
  readonly from: Instant
  readonly to: Instant
  readonly share: number
}

/** What one trunk carries and may still accept. */
export class TrunkLoad {
  /** Calls it can carry at once, 0 when it is down. Calls that are up stay up when it falls. */
  lines: number
  /** Calls it carries now. */
  inUse = 0
  private readonly spec: VirtualTrunk
  private readonly bucketSize: number
  private tokens: number
  private filledAt: number

  /** @param now monotonic time at which its bucket is full. */
  constructor(spec: VirtualTrunk, now: number) {
    this.spec = spec
    this.lines = spec.lines
    // A trunk of less than one call a second must still be able to save up for one.
    this.bucketSize = Math.max(1, spec.callsPerSecond)
    this.tokens = this.bucketSize
    this.filledAt = now
  }

  /**
   * Whether one more call has room at monotonic time `now`. A token bucket, filled continuously:
   * a call turned away for lack of a line takes none.
   */
  admits(now: number): boolean {
    if (this.inUse >= this.lines) return false
    const filled = ((now - this.filledAt) / SECOND) * this.spec.callsPerSecond
    this.tokens = Math.min(this.bucketSize, this.tokens + filled)
    this.filledAt = now
    if (this.tokens < 1 - ROUNDING) return false
    this.tokens -= 1
    return true
  }

  /** The share of calls that the carrier turns away at this instant: that of the worst fault. */
  faultShare(at: Instant): number {
    let share = 0
    for (const fault of this.spec.faults ?? [])
      if (fault.from <= at && at < fault.to) share = Math.max(share, fault.share)
    return share
  }
}

const SECOND: Duration = 1000
/** Sums of fractions of a token may fall short of the whole by this much. */
const ROUNDING = 1e-9
