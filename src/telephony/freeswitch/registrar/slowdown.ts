import { type Duration, minutes, seconds } from '../../../base/duration.ts'

/** Wrong passwords that a source may send before it is slowed: people mistype. */
const FREE_FAILURES = 5
const FIRST_WAIT: Duration = seconds(1)
const LONGEST_WAIT: Duration = minutes(5)
/** A source that has not failed for this long starts afresh. */
const FORGOTTEN_AFTER: Duration = minutes(15)
const SOURCES_MAX = 4096

interface Failures {
  count: number
  last: number
}

/** Slows who guesses passwords, by where they are: each failure doubles the wait for a next try. */
export class Slowdown {
  /** The source that failed longest ago first. */
  private readonly sources = new Map<string, Failures>()

  /** How many sources are remembered. */
  get size(): number {
    return this.sources.size
  }

  /** @returns how long the source is not listened to; 0: it is heard. */
  waitOf(address: string, now: number): Duration {
    const known = this.sources.get(sourceOf(address))
    if (known === undefined || known.count < FREE_FAILURES) return 0
    const doublings = Math.min(known.count - FREE_FAILURES, 20)
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** doublings)
    return Math.max(0, known.last + wait - now)
  }

  /** A wrong password came from there. */
  failed(address: string, now: number): void {
    const source = sourceOf(address)
    const known = this.sources.get(source)
    const before = known === undefined || now - known.last > FORGOTTEN_AFTER ? 0 : known.count
    this.sources.delete(source)
    this.sources.set(source, { count: before + 1, last: now })
    if (this.sources.size > SOURCES_MAX) this.sources.delete(this.sources.keys().next().value!)
  }
}

/** An IPv4 address; of IPv6 the first 64 bits, since one line has all the addresses behind them. */
function sourceOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [before = '', after] = address.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  return [...head, ...zeros, ...tail].slice(0, 4).join(':').toLowerCase()
}
