import type { Duration } from '../../base/duration.ts'
import type { Announcement } from '../port.ts'

/**
 * How long a message takes to say: 150 words a minute, as announcers speak, and at least one
 * second.
 */
export function messageLength(announcement: Announcement): Duration {
  const words = announcement.message.split(/\s+/).filter(word => word !== '').length
  return Math.max(1000, words * 400)
}
