import type { Timeline } from '../base/timeline.ts'
import type { VirtualTimeline } from '../base/virtual-timeline.ts'

/** How a run of virtual time is driven. */
export interface Drive {
  readonly timeline: VirtualTimeline
  /** What must be answered before time may go on, or null when nothing is asked. */
  readonly pending: () => Promise<unknown> | null
  /** Called after each step; true ends the run there. */
  readonly done?: () => boolean
  /** Monotonic ms of virtual time at which the run ends. */
  readonly until?: number
  /** Keeps virtual time at most this many times as fast as the host's. */
  readonly pace?: Pace
}

/** How fast virtual time may run. */
export interface Pace {
  readonly host: Timeline
  /** Virtual time runs this many times as fast; > 0. */
  readonly speed: number
}

/**
 * A paced run looks up at least this often, so that whatever the host's world has asked for
 * meanwhile is seen.
 */
const LOOK_UP = 50
/** A run that is behind its pace still lets the host do other things this often. */
const BREATH = 20

/**
 * Moves virtual time from event to event, waiting before each for what is still outstanding, until
 * nothing is planned any more, `until` is reached or `done` says so.
 *
 * @returns how many events were run.
 */
export async function drive(run: Drive): Promise<number> {
  const { timeline, pending, done = () => false, until = Infinity } = run
  const keepPace = run.pace === undefined ? null : pacer(timeline, run.pace)
  let events = 0
  for (;;) {
    for (let reply = pending(); reply !== null; reply = pending()) await reply
    if (done()) return events
    const next = Math.min(timeline.nextAt() ?? Infinity, until)
    if (next === Infinity) return events
    const wait = keepPace?.(next) ?? null
    if (wait !== null) {
      await wait
      continue
    }
    if (next !== timeline.nextAt()) {
      timeline.advanceTo(until)
      return events
    }
    timeline.step()
    events++
  }
}

/** @returns a function that says what to wait for before virtual time may reach `at`, or null. */
function pacer(timeline: VirtualTimeline, { host, speed }: Pace) {
  const origin = { virtual: timeline.monotonic(), host: host.monotonic() }
  let breathed = origin.host
  return (at: number): Promise<void> | null => {
    const now = host.monotonic()
    const due = origin.host + (at - origin.virtual) / speed
    const wait = Math.min(due - now, LOOK_UP)
    if (wait <= 0 && now - breathed < BREATH) return null
    breathed = now
    return new Promise(resolve => host.after(Math.max(0, wait), resolve))
  }
}
