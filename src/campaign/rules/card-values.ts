import { never } from '../../base/assert.ts'
import { isDate } from '../../base/duration.ts'
import type { CardField, CardValue } from '../card.ts'

/** Characters in a `text`: one line on the screen, and a column of an export that can be read. */
export const TEXT_MAX = 500
/**
 * Characters in a `longText`: some four pages, so that a card stays small enough to be kept in
 * memory.
 */
export const LONG_TEXT_MAX = 10_000

/**
 * Whether nothing was filled in: a required field must not stay so. A checkbox that is required
 * must be ticked.
 */
export function isEmpty(value: CardValue | undefined): boolean {
  if (value === undefined || value === false) return true
  if (typeof value === 'string') return value.trim() === ''
  return Array.isArray(value) && value.length === 0
}

/** What is wrong with a value, in words that say what is allowed; null when nothing is. */
export function valueProblem(field: CardField, value: CardValue): string | null {
  switch (field.kind) {
    case 'text':
      return textProblem(value, TEXT_MAX) ?? (/[\r\n]/.test(String(value)) ? 'one line only' : null)
    case 'longText':
      return textProblem(value, LONG_TEXT_MAX)
    case 'number':
      return numberProblem(field, value)
    case 'choice':
      return isOption(field, value) ? null : `choose one of: ${field.options.join(', ')}`
    case 'choices':
      return choicesProblem(field, value)
    case 'checkbox':
      return typeof value === 'boolean' ? null : 'ticked or not: true or false'
    case 'date':
      return isDate(value) ? null : 'a date of the calendar as YYYY-MM-DD, such as 2026-03-28'
    case 'phone':
      return isPhone(value) ? null : 'a number with its country code, such as +442079460123'
    default:
      return never(field.kind)
  }
}

/**
 * The shape of an international number: at most 15 digits after the plus (ITU-T E.164, 6.2.1),
 * none shorter than 7 in use.
 */
export function isPhone(value: unknown): value is string {
  return typeof value === 'string' && /^\+[1-9]\d{6,14}$/.test(value)
}

function textProblem(value: CardValue, max: number): string | null {
  if (typeof value !== 'string') return 'a text'
  if (value.length > max) return `at most ${max} characters; there are ${value.length}`
  return hasControl(value) ? 'letters, digits and signs only: there is a control character' : null
}

/** Control characters other than line breaks and tabs: they would break exports and terminals. */
function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const isBreak = code === 9 || code === 10 || code === 13
    if ((code < 32 && !isBreak) || code === 127) return true
  }
  return false
}

function numberProblem({ min, max }: CardField, value: CardValue): string | null {
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= (min ?? -Infinity) &&
    value <= (max ?? Infinity)
  if (fits) return null
  if (min !== null && max !== null) return `a number from ${min} to ${max}`
  if (min !== null) return `a number, at least ${min}`
  return max === null ? 'a number' : `a number, at most ${max}`
}

function choicesProblem(field: CardField, value: CardValue): string | null {
  const wanted = `any of: ${field.options.join(', ')}`
  if (!Array.isArray(value) || !value.every(one => isOption(field, one))) return wanted
  return new Set(value).size === value.length ? null : `each at most once, ${wanted}`
}

const isOption = (field: CardField, value: unknown): boolean =>
  typeof value === 'string' && field.options.includes(value)
