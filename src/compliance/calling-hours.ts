import { IANAZone } from 'luxon'
import { assert } from '../base/assert.ts'
import type { Instant } from '../base/duration.ts'
import type { CallingHours, Day } from '../campaign/calling-hours.ts'
import { nextOffsetChange } from './zone-offset.ts'

/**
 * Whether contacts of a zone may be called, and the instant at which that changes; Infinity: not
 * within a year.
 */
export interface HoursState {
  readonly open: boolean
  readonly until: Instant
}

const MINUTE = 60_000
const DAY = 1440 * MINUTE
/** How far ahead a change is looked for: a year, leap years included. */
const HORIZON = 366 * DAY

/**
 * The state of the calling hours in `zone` at `at`. Windows are read off the callee's own clock:
 * where it is set forward or back, a window is shorter or longer, or split, exactly as the clock
 * shows. The answer is remembered until it ends, so that asking at each dial costs nothing.
 *
 * @param zone a valid IANA name; imports and campaign files are checked for that.
 */
export function windowAt(hours: CallingHours, zone: string, at: Instant): HoursState {
  let zones = remembered.get(hours)
  if (zones === undefined) remembered.set(hours, (zones = new Map()))
  const known = zones.get(zone)
  if (known !== undefined && at >= known.from && at < known.to) return known.state
  const state = compute(hours, zone, at)
  // An answer that holds for ever was looked for a year ahead only: it is asked again after half of
  // that.
  zones.set(zone, { state, from: at, to: Math.min(state.until, at + HORIZON / 2) })
  return state
}

/**
 * The first instant from `at` on at which contacts of `zone` may be called; `at` itself if they
 * may, Infinity if not within a year.
 */
export function nextOpen(hours: CallingHours, zone: string, at: Instant): Instant {
  const state = windowAt(hours, zone, at)
  return state.open ? at : state.until
}

/**
 * The first instant from `at` on at which contacts of all `zones` may be called for at least
 * `length` ms on end; Infinity if there is none within a year.
 */
export function nextShift(
  hours: CallingHours,
  zones: readonly string[],
  at: Instant,
  length: number,
): Instant {
  let start = at
  while (start < at + HORIZON) {
    const states = zones.map(zone => compute(hours, zone, start))
    const until = Math.min(...states.map(state => state.until))
    if (states.every(state => state.open) && until - start >= length) return start
    start = until
  }
  return Infinity
}

/**
 * Answers by hours and zone. There are at most some 600 zones, and hours are let go with their
 * campaign.
 */
const remembered = new WeakMap<
  CallingHours,
  Map<string, { state: HoursState; from: Instant; to: Instant }>
>()

function compute(hours: CallingHours, zone: string, at: Instant): HoursState {
  const clock = IANAZone.create(zone)
  assert(clock.isValid, `${zone} is a time zone`)
  const start = Math.floor(at)
  let offset = offsetOf(clock, start)
  const open = isOpen(hours, start + offset)
  for (let t = start; t < start + HORIZON; ) {
    // The local clock runs evenly to the next boundary, unless it is set in between.
    let next = nextBoundary(hours, t + offset) - offset
    if (offsetOf(clock, next) !== offset) next = nextOffsetChange(clock, t, next)
    offset = offsetOf(clock, next)
    if (isOpen(hours, next + offset) !== open) return { open, until: next }
    t = next
  }
  return { open, until: Infinity }
}

/** Milliseconds by which the zone's clock is ahead of UTC. */
function offsetOf(zone: IANAZone, at: Instant): number {
  return Math.round(zone.offset(at) * MINUTE)
}

/** Whether a local time, in whole milliseconds as if it were UTC, lies in a window. */
function isOpen(hours: CallingHours, local: number): boolean {
  const time = timeOfDay(local)
  return windowsOf(hours, local).some(({ from, to }) => time >= from * MINUTE && time < to * MINUTE)
}

/** The first local time after `local` at which a window begins or ends, or a day begins. */
function nextBoundary(hours: CallingHours, local: number): number {
  const time = timeOfDay(local)
  let next = DAY
  for (const { from, to } of windowsOf(hours, local)) {
    if (from * MINUTE > time) next = Math.min(next, from * MINUTE)
    if (to * MINUTE > time) next = Math.min(next, to * MINUTE)
  }
  return local - time + next
}

/** Milliseconds since local midnight. */
function timeOfDay(local: number): number {
  return ((local % DAY) + DAY) % DAY
}

function windowsOf(hours: CallingHours, local: number): Day {
  const date = new Date(local)
  if (hours.holidays.has(date.toISOString().slice(0, 10))) return []
  return hours.week[(date.getUTCDay() + 6) % 7]!
}
