import { scheduler } from 'node:timers/promises'

/** Turns of the event loop without a move after which everything has come to rest. */
const QUIET_TURNS = 24
/**
 * Turns granted to a message of which only a part has come: the rest may wait for Nagle's delay of
 * 40 ms.
 */
const PARTIAL_TURNS = 20_000
/** Turns after which something moves for ever. */
const MAX_TURNS = 400_000

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
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const before = this.moves
      await nextTurn()
      quiet = this.moves === before ? quiet + 1 : 0
      if (quiet >= PARTIAL_TURNS || (quiet >= QUIET_TURNS && !this.isUnfinished())) return
    }
    throw new Error('The doubles and the application never come to rest.')
  }

  /** Waits until the condition holds, which it must while there is still something to come. */
  async until(condition: () => boolean): Promise<void> {
    for (let quiet = 0; !condition(); ) {
      const before = this.moves
      await nextTurn()
      quiet = this.moves === before ? quiet + 1 : 0
      if (quiet >= PARTIAL_TURNS) throw new Error(`This never came: ${condition}`)
    }
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
