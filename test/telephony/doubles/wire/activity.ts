import { scheduler } from 'node:timers/promises'
import { millis } from '../../../../src/base/duration.ts'
import { hostTimeline } from '../../../../src/base/host-timeline.ts'

/** Turns of the event loop without a move after which everything has come to rest. */
const QUIET_TURNS = 24
/**
 * How long the rest of a message is waited for, on the host's clock. Nagle's algorithm holds it
 * back for 40 ms where the application has not turned it off.
 */
const REST_LIMIT = millis(1000)
/** Turns after which something moves for ever. */
const MAX_TURNS = 10_000_000

/**
 * Knows when the sockets between the doubles and the application have come to rest. Both ends live
 * in this process, so that a byte written is read a turn of the event loop later: virtual time may
 * go on when nothing has moved for some turns, and nobody has to sleep.
 */
export class Activity {
  private moves = 0
  private readonly unfinished = new Set<() => boolean>()

  /** A byte was read or written, a connection came or went. */
  moved(): void {
    this.moves++
  }

  /** @param isUnfinished says whether something is half written or half read. */
  watch(isUnfinished: () => boolean): () => void {
    this.unfinished.add(isUnfinished)
    return () => this.unfinished.delete(isUnfinished)
  }

  /** Waits until nothing has moved for some turns of the event loop. */
  async settled(): Promise<void> {
    let quiet = 0
    let movedAt = hostTimeline.monotonic()
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const before = this.moves
      await nextTurn()
      quiet = this.moves === before ? quiet + 1 : 0
      if (quiet === 0) movedAt = hostTimeline.monotonic()
      if (quiet < QUIET_TURNS) continue
      if (!this.isUnfinished() || hostTimeline.monotonic() - movedAt > REST_LIMIT) return
    }
    throw new Error('The doubles and the application never come to rest.')
  }

  private isUnfinished(): boolean {
    for (const unfinished of this.unfinished) if (unfinished()) return true
    return false
  }
}

/** Lets the event loop take one turn. */
export function nextTurn(): Promise<void> {
  return scheduler.yield()
}
