import type { Duration } from '../../base/duration.ts'
import type { Cancel, Timeline } from '../../base/timeline.ts'

/** A timeline that knows how much is planned on it. */
export interface CountedTimeline extends Timeline {
  readonly planned: number
}

/** @returns the same time, counted: a timer that nobody takes back is found out. */
export function countedTimeline(timeline: Timeline): CountedTimeline {
  const open = new Set<object>()
  return {
    get planned() {
      return open.size
    },
    monotonic: () => timeline.monotonic(),
    wall: () => timeline.wall(),
    after(delay: Duration, action: () => void): Cancel {
      const mark = {}
      open.add(mark)
      const cancel = timeline.after(delay, () => {
        open.delete(mark)
        action()
      })
      return () => {
        open.delete(mark)
        cancel()
      }
    },
  }
}
