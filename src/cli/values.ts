import { InvalidArgumentError } from 'commander'
import type { Instant } from '../base/duration.ts'
import { hours, isDate, minutes, seconds } from '../base/duration.ts'

/** A whole number from `min` to `max`, for an option. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`)
    }
    return value
  }
}

/** Names with commas or spaces between them, for an option; at least one. */
export const names = (text: string): string[] => split(text, /[\s,]+/)

/** The same of policies, which may hold commas: only spaces stand between them. */
export const policies = (text: string): string[] => split(text, /\s+/)

function split(text: string, at: RegExp): string[] {
  const names = text.split(at).filter(name => name !== '')
  if (names.length === 0) throw new InvalidArgumentError('Name at least one.')
  return names
}

/** How many times as fast as the host's clock; Infinity for `max`: as fast as it can. */
export function speed(text: string): number {
  if (text === 'max') return Infinity
  const value = Number(text)
  // Slower than this a run could not be stopped in a person's time.
  if (!(value >= 0.01) || value > 10_000) {
    throw new InvalidArgumentError('Give a number from 0.01 to 10000, or "max".')
  }
  return value
}

/** A moment of wall time in ISO 8601, with its zone. */
export function instant(text: string): Instant {
  const value = Date.parse(text)
  const isMoment = /^\d{4}-.*(Z|[+-]\d\d:\d\d)$/.test(text) && isDate(text.slice(0, 10))
  if (Number.isNaN(value) || !isMoment) {
    throw new InvalidArgumentError(
      'Give a moment with its zone, like 2026-03-02T09:00:00Z or 2026-03-02T10:00+01:00.',
    )
  }
  return value
}

const UNITS: Readonly<Record<string, (n: number) => number>> = {
  s: seconds,
  min: minutes,
  h: hours,
}

/** A run is not longer than a year: nobody waits for the end of it. */
const LONGEST = hours(366 * 24)

/** A length of time with its unit, above 0 and up to a year: 90s, 30min, 2h. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|min|h)$/.exec(text)
  const unit = match?.[2] === undefined ? undefined : UNITS[match[2]]
  const value = unit?.(Number(match?.[1])) ?? 0
  if (!(value > 0)) {
    throw new InvalidArgumentError('Give a number above 0 and its unit: 90s, 30min or 2h.')
  }
  if (value > LONGEST) {
    throw new InvalidArgumentError(`Give ${LONGEST / hours(1)}h at most: that is a year.`)
  }
  return value
}
