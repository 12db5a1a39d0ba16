import type { Duration } from '../../../src/base/duration.ts'
import type { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'

/** Lets this much virtual time pass, with everything that falls into it. */
export function advance(timeline: VirtualTimeline, time: Duration): void {
  const end = timeline.monotonic() + time
  for (let next = timeline.nextAt(); next !== undefined && next <= end; next = timeline.nextAt())
    timeline.step()
  timeline.advanceTo(end)
}
