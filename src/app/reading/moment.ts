import type { Instant } from '../../base/duration.ts'
import type { Snapshot } from '../../dialing/view/snapshot.ts'
import type { Store } from '../../store/port.ts'

/** The moment at which a question about the present is judged. */
export interface Moment {
  readonly at: Instant
  /** Whose time it is: the running engine's, that of the last run, or this machine's. */
  readonly of: 'engine' | 'lastRun' | 'clock'
}

/**
 * Where time stands for a site. Virtual time may be ahead of the clock, and does not go back: the
 * next run begins where the last one ended, so that is the moment to judge by until the clock has
 * caught up.
 */
export async function momentOf(
  store: Pick<Store, 'lastAt'>,
  engine: Pick<Snapshot, 'wall'> | null,
  clock: Instant,
): Promise<Moment> {
  if (engine !== null) return { at: engine.wall, of: 'engine' }
  const lastAt = await store.lastAt()
  return lastAt !== null && lastAt > clock
    ? { at: lastAt, of: 'lastRun' }
    : { at: clock, of: 'clock' }
}
