/**
 * A length of time in milliseconds. Made with the functions below, so that the unit is in the name.
 */
export type Duration = number
/** A moment of wall time: milliseconds since 1970-01-01T00:00:00Z. For law, plans and reports. */
export type Instant = number

/** @returns `n` milliseconds. */
export const millis = (n: number): Duration => n
/** @returns `n` seconds. */
export const seconds = (n: number): Duration => n * 1000
/** @returns `n` minutes. */
export const minutes = (n: number): Duration => n * 60_000
/** @returns `n` hours. */
export const hours = (n: number): Duration => n * 3_600_000

/** @returns whether it is a day of the Gregorian calendar as YYYY-MM-DD (RFC 3339, full-date). */
export function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  // The 30th of February would be taken for one of March.
  const midnight = Date.parse(`${value}T00:00:00Z`)
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(value)
}
