import { DateTime } from 'luxon'
import { hours, type Instant, minutes } from '../base/duration.ts'

/** No zone changes its offset within a quarter of an hour by the clock of UTC. */
const QUARTER = minutes(15)
const [HOUR, DAY] = [hours(1), hours(24)]

/**
 * Tells the hour of the day in a zone, 0–24 with its fraction. It may be asked often: the zone is
 * looked up once a quarter of an hour.
 *
 * @param zone of the IANA database, or a fixed one such as `UTC+5:30`.
 */
export function localHour(zone: string): (at: Instant) => number {
  let [quarter, offset] = [Number.NaN, 0]
  return at => {
    const now = Math.floor(at / QUARTER)
    if (now !== quarter) {
      quarter = now
      offset = minutes(DateTime.fromMillis(at, { zone }).offset)
    }
    return ((((at + offset) % DAY) + DAY) % DAY) / HOUR
  }
}
