import { z } from 'zod'

/**
 * A number that passes `test`; any other value is refused with `allowed`, which reads on from "must
 * be".
 */
export const number = (allowed: string, test: (n: number) => boolean): z.ZodType<number> =>
  z.custom<number>(value => Number.isFinite(value) && test(value as number), {
    error: issue => `must be ${allowed}${instead(issue.input)}`,
  })

/** A number from `min` to `max`, both included. */
export const from = (min: number, max: number): z.ZodType<number> =>
  number(`a number from ${figure(min)} to ${figure(max)}`, n => n >= min && n <= max)

/** A number above 0, up to `max`. */
export const above0 = (max: number): z.ZodType<number> =>
  number(`a number above 0, at most ${figure(max)}`, n => n > 0 && n <= max)

/** A whole number from `min` to `max`, both included. */
export const whole = (min: number, max: number): z.ZodType<number> =>
  number(
    `a whole number from ${figure(min)} to ${figure(max)}`,
    n => Number.isInteger(n) && n >= min && n <= max,
  )

/** A share of something. */
export const share: z.ZodType<number> = number('a share from 0 to 1', n => n >= 0 && n <= 1)

/** An id that is not empty. */
export const id: z.ZodType<string> = z.custom<string>(
  value => typeof value === 'string' && value !== '',
  { error: ({ input }) => `must be an id in quotes${instead(input)}` },
)

/** One of a few words. */
export const word = <const T extends string>(...allowed: readonly T[]): z.ZodType<T> =>
  z.custom<T>(value => allowed.includes(value as T), {
    error: issue => `must be one of ${allowed.join(', ')}${instead(issue.input)}`,
  })

/** A list of something. */
export const list = <T extends z.core.$ZodType>(of: T): z.ZodArray<T> =>
  z.array(of, { error: issue => `must be a list${instead(issue.input)}` })

/** An object with these keys and no others. The message of unknown ones is the allowed ones. */
export const keys = <T extends z.core.$ZodShape>(shape: T) =>
  z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : lacking(shape, issue),
  })

/** An object that has at least these keys. */
export const someKeys = <T extends z.core.$ZodShape>(shape: T) =>
  z.looseObject(shape, { error: issue => lacking(shape, issue) })

const lacking = (shape: z.core.$ZodShape, { input }: { readonly input?: unknown }): string =>
  `must have the keys ${required(shape).join(', ')}${instead(input)}`

/** The keys of a shape that may not be left out. */
const required = (shape: z.core.$ZodShape): string[] =>
  Object.keys(shape).filter(key => shape[key]!._zod.optin === undefined)

/** The end of a message: what stands there instead. */
export function instead(value: unknown): string {
  if (value === undefined) return '; it is missing'
  // JSON knows no such numbers, and would call them null.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return `, not ${text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text}`
}

/** Characters of a value that a message repeats: enough to recognise it. */
const SHOWN_MAX = 60

/** A figure as people write it, in groups of three digits. */
export const figure = (n: number): string => n.toLocaleString('en-US', { maximumFractionDigits: 3 })
