import type { IANAZone } from 'luxon'
import type { Instant } from '../base/duration.ts'

/**
 * The first instant in (from, to] at which the zone's offset is not what it was at `from`, to the
 * millisecond. The offset at `to` must differ from that at `from`; between them it changes once:
 * they lie at most a day apart, and no zone of the IANA database sets its clock twice a day.
 */
export function nextOffsetChange(zone: IANAZone, from: Instant, to: Instant): Instant {
  const offset = zone.offset(from)
  let before = from
  let after = to
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (zone.offset(middle) === offset) before = middle
    else after = middle
  }
  return after
}
