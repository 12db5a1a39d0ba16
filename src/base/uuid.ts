import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of wall time in milliseconds, a 12-bit
 * counter within the millisecond (section 6.2, method 1), then 62 bits of chance. Ids made one
 * after another sort in that order: where the counter is used up, or the clock is set back, the
 * time in the id runs ahead of the clock, as the RFC allows.
 */
export function uuidV7(clock: Clock, random: Random): () => string {
  let last = -1
  let counter = 0
  return () => {
    const now = Math.floor(clock.wall())
    if (now > last || ++counter > 0xfff) {
      last = Math.max(now, last + 1)
      counter = 0
    }
    const time = last.toString(16).padStart(12, '0')
    const tail = hex(random, 12)
    const variant = (8 + random.integer(0, 3)).toString(16)
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${hex(random, 3)}-${tail}`
  }
}

function hex(random: Random, digits: number): string {
  return Math.floor(random.uniform() * 16 ** digits)
    .toString(16)
    .padStart(digits, '0')
}
