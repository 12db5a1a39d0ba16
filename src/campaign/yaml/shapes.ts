import { isSupportedCountry } from 'libphonenumber-js/min'
import { z } from 'zod'
import type { Duration } from '../../base/duration.ts'
import { isDate } from '../../base/duration.ts'
import { shown } from '../parse/problem.ts'
import { isPhone } from '../rules/card-values.ts'
import { insteadOf } from './nearest.ts'

/**
 * A scalar: the text that stands in the file, read by `read`, which gives undefined for what does
 * not fit. `what` says what is allowed, as in «must be …».
 */
export function scalar<T>(what: string, read: (text: string) => T | undefined): z.ZodType<T> {
  return z.string({ error: expects(what) }).transform((text, context) => {
    const value = read(text)
    if (value !== undefined) return value
    const found = text === '' ? 'is empty' : `is ${shown(text)}`
    context.addIssue({ code: 'custom', message: `${found}, but must be ${what}.` })
    return z.NEVER
  })
}

/** The message for what is missing, or is a list or a record where a scalar is wanted. */
export const expects =
  (what: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `is missing. It must be ${what}.` : `must be ${what}, in one value.`

/** A text of 1 to `max` characters. */
export const text = (what: string, max = 200): z.ZodType<string> =>
  scalar(`${what} (at most ${max} characters)`, read => {
    const trimmed = read.trim()
    return trimmed !== '' && trimmed.length <= max ? trimmed : undefined
  })

/** A name by which other places refer to something. */
export const name = (what: string): z.ZodType<string> =>
  scalar(`${what}: a Latin letter, then such letters, digits, - or _, at most 40 in all`, read =>
    NAME.test(read) ? read : undefined,
  )

/** What a name looks like; a campaign's folder included. */
export const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/

/** A whole number from `min` to `max`, both included. */
export const whole = (min: number, max: number): z.ZodType<number> =>
  scalar(`a whole number from ${min} to ${max}`, read => {
    const value = /^\d+$/.test(read) ? Number(read) : Number.NaN
    return value >= min && value <= max ? value : undefined
  })

/** A number from `min` to `max`, both included. */
export const decimal = (min: number, max: number): z.ZodType<number> =>
  scalar(`a number from ${min} to ${max}`, read => {
    const value = /^-?\d+(\.\d+)?$/.test(read) ? Number(read) : Number.NaN
    return value >= min && value <= max ? value : undefined
  })

/** `true` or `false`. */
export const flag: z.ZodType<boolean> = scalar('true or false', read =>
  read === 'true' ? true : read === 'false' ? false : undefined,
)

/** One of a few words. */
export const oneOf = <const T extends string>(allowed: readonly T[]): z.ZodType<T> =>
  z.string({ error: expects(`one of: ${allowed.join(', ')}`) }).transform((read, context) => {
    const found = allowed.find(word => word === read)
    if (found !== undefined) return found
    const message = `is ${shown(read)}. ${insteadOf(read, allowed)}`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

const UNITS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * A length of time with its unit, for example `20s`, from `min` to `max`. A bare number is refused:
 * whoever reads it later would have to guess whether seconds or minutes are meant.
 */
export function duration(min: string, max: string): z.ZodType<Duration> {
  const [from, to] = [millisOf(min)!, millisOf(max)!]
  const allowed = `a time from ${min} to ${max}, with its unit (ms, s, min, h or d)`
  return z.string({ error: expects(allowed) }).transform((read, context) => {
    const value = millisOf(read)
    if (value !== undefined && value >= from && value <= to) return value
    const bare = /^\d+(\.\d+)?$/.test(read)
    const why = bare ? `has no unit: is it ${read}s, ${read}min or ${read}h?` : `is ${shown(read)}.`
    context.addIssue({ code: 'custom', message: `${why} It must be ${allowed}.` })
    return z.NEVER
  })
}

function millisOf(text: string): Duration | undefined {
  const found = /^(\d+(?:\.\d+)?) ?(ms|s|min|h|d)$/.exec(text)
  if (found === null) return undefined
  return Number(found[1]) * UNITS[found[2] as keyof typeof UNITS]
}

/** A share, written with its sign, for example `3%`. @returns 0 to 1. */
export const percent: z.ZodType<number> = scalar('a share with its sign, such as 3%', read => {
  const found = /^(\d+(?:\.\d+)?) ?%$/.exec(read)
  const value = found === null ? Number.NaN : Number(found[1]) / 100
  return value <= 1 ? value : undefined
})

/** A number in international form; see `isPhone`. */
export const phone: z.ZodType<string> = scalar(
  'a number with its country code and no spaces, such as +442079460100',
  read => (isPhone(read) ? read : undefined),
)

/** A day as YYYY-MM-DD. */
export const date: z.ZodType<string> = scalar('a date such as 2026-12-25', read =>
  isDate(read) ? read : undefined,
)

/** A zone of the IANA database by its name; offsets such as +01:00 know no summer time. */
export const zone: z.ZodType<string> = scalar('a time zone such as Europe/London', read => {
  if (!/^[A-Za-z]/.test(read)) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: read }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
})

/** A country that has telephone numbers. */
export const country: z.ZodType<string> = scalar(
  'a country by its two letters, such as GB',
  read => (isSupportedCountry(read) ? read : undefined),
)

/** A list, or a single value that stands for a list of one. */
export const listOf = <T>(shape: z.ZodType<T>, max: number): z.ZodType<T[]> =>
  z.preprocess(
    raw => (typeof raw === 'string' ? [raw] : raw),
    z
      .array(shape, { error: expects('a list') })
      .max(max, { error: `has too many entries; at most ${max} are allowed.` }),
  )

/**
 * A record with these keys and no others. The message of its unknown keys is the allowed ones, from
 * which the reader makes one problem for each of them.
 */
export const record = <S extends z.core.$ZodLooseShape>(keys: S) =>
  z.strictObject(keys, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? Object.keys(keys).join(' ')
        : 'must have keys of its own, such as «key: value».',
  })

/** A record that may be left out: each of its keys then has its default, or is missing. */
export const section = <S extends z.core.$ZodLooseShape>(keys: S) =>
  z.preprocess(raw => raw ?? {}, record(keys))
