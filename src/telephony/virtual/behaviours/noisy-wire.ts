import type { Duration } from '../../../base/duration.ts'
import type { Random } from '../../../base/random.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { Wire } from '../wire.ts'

/** How events are garbled. Shares are 0 to 1. */
export interface Noise {
  /** Share of events that come a second time, up to `latest` later. */
  readonly repeated: number
  /** Share of events that come up to `latest` late, and so after younger ones. */
  readonly late: number
  readonly latest: Duration
}

/**
 * Breaks on purpose what the port promises about order: for runs that show that an engine survives
 * an adapter with faults. Nothing is left out, so every attempt still ends.
 */
export function noisyWire(timeline: Timeline, random: Random, noise: Noise): Wire {
  const sometime = (): Duration => random.integer(0, noise.latest)
  return (event, deliver) => {
    if (random.uniform() < noise.late) timeline.after(sometime(), () => deliver(event))
    else deliver(event)
    if (random.uniform() < noise.repeated) timeline.after(sometime(), () => deliver(event))
  }
}
