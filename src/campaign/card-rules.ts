import { never } from '../base/assert.ts'
import { type Duration, hours, type Instant } from '../base/duration.ts'
import type {
  CallbackWish,
  CardAnswers,
  CardDefinition,
  CardField,
  CardProblem,
  CardValue,
} from './card.ts'
import type { Disposition } from './disposition.ts'
import { isEmpty, LONG_TEXT_MAX, TEXT_MAX, valueProblem } from './rules/card-values.ts'

/** How far ahead a callback may be promised: further is a slip of the keyboard. */
export const CALLBACK_AHEAD_MAX: Duration = hours(366 * 24)

/**
 * What keeps a card from being closed: everything at once, nothing when it may be. Required
 * fields must be filled where the disposition finishes the contact; a talk that was put off, or
 * never took place, leaves them as they are.
 */
export function validateCard(
  definition: CardDefinition,
  dispositions: readonly Disposition[],
  answers: CardAnswers,
  disposition: string,
  callback: CallbackWish | null,
  now: Instant,
): readonly CardProblem[] {
  const chosen = dispositions.find(one => one.id === disposition)
  return [
    ...answerProblems(definition, answers, chosen?.then === 'finish'),
    ...(chosen === undefined ? [unknownDisposition(dispositions, disposition)] : []),
    ...callbackProblems(chosen, callback, now),
  ]
}

/**
 * What was filled in earlier, as the card is today: a field that is not defined any more can
 * neither
 * be seen nor emptied, and must not keep the card from being closed.
 *
 * @returns the answers that stay, and the ids of the fields that are left out.
 */
export function keepDefined(
  { fields }: CardDefinition,
  answers: CardAnswers,
): { readonly answers: CardAnswers; readonly leftOut: readonly string[] } {
  const known = new Set(fields.map(field => field.id))
  const leftOut = Object.keys(answers).filter(id => !known.has(id))
  if (leftOut.length === 0) return { answers, leftOut }
  const kept = Object.entries(answers).filter(([id]) => known.has(id))
  return { answers: Object.fromEntries(kept), leftOut }
}

/**
 * A card's first answers, from the contact's columns. What does not fit its field is left empty;
 * texts too long are cut. Several choices are separated by semicolons; a checkbox is `true` or
 * `false`; a phone has its country code, with or without spaces, brackets and hyphens.
 */
export function prefill(
  definition: CardDefinition,
  data: Readonly<Record<string, string>>,
): CardAnswers {
  const answers: Record<string, CardValue> = {}
  for (const field of definition.fields) {
    const text = field.from === null ? undefined : data[field.from]?.trim()
    if (text === undefined || text === '') continue
    const value = readAs(field, text)
    if (value !== null && valueProblem(field, value) === null) answers[field.id] = value
  }
  return answers
}

function answerProblems(
  { fields }: CardDefinition,
  answers: CardAnswers,
  complete: boolean,
): CardProblem[] {
  const problems: CardProblem[] = []
  const known = new Set(fields.map(field => field.id))
  for (const field of fields) {
    const value = Object.hasOwn(answers, field.id) ? answers[field.id] : undefined
    const wrong = value === undefined || value === '' ? null : valueProblem(field, value)
    if (wrong !== null) problems.push({ field: field.id, problem: `${field.label}: ${wrong}.` })
    else if (complete && field.required && isEmpty(value)) {
      const problem = `${field.label}: must be filled in to finish the contact.`
      problems.push({ field: field.id, problem })
    }
  }
  for (const id of Object.keys(answers)) {
    if (known.has(id)) continue
    problems.push({ field: id, problem: `The card has no field ${JSON.stringify(id)}.` })
  }
  return problems
}

function unknownDisposition(dispositions: readonly Disposition[], asked: string): CardProblem {
  const allowed = dispositions.map(one => one.id).join(', ')
  const problem = `There is no disposition ${JSON.stringify(asked)}; choose one of: ${allowed}.`
  return { field: 'disposition', problem }
}

function callbackProblems(
  disposition: Disposition | undefined,
  callback: CallbackWish | null,
  now: Instant,
): CardProblem[] {
  const asked = disposition?.then === 'callback'
  if (callback === null) {
    return asked ? [{ field: 'callback', problem: 'Say when to call back.' }] : []
  }
  if (disposition !== undefined && !asked) {
    const problem = `A callback does not go with «${disposition.label}»: leave its time out.`
    return [{ field: 'callback', problem }]
  }
  const inTime = callback.at > now && callback.at <= now + CALLBACK_AHEAD_MAX
  return inTime ? [] : [{ field: 'callback', problem: 'Call back later than now, within a year.' }]
}

/** A text, of a column or of a command, read as the field's kind; null when it cannot be. */
export function readAs(field: CardField, text: string): CardValue | null {
  switch (field.kind) {
    case 'text':
      return text.replaceAll(/\s*[\r\n]+\s*/g, ' ').slice(0, TEXT_MAX)
    case 'longText':
      return text.slice(0, LONG_TEXT_MAX)
    case 'number':
      return Number(text)
    case 'choices':
      return text.split(';').map(part => part.trim())
    case 'checkbox':
      return text === 'true' ? true : text === 'false' ? false : null
    case 'phone':
      return text.replaceAll(PHONE_SIGNS, '')
    case 'choice':
    case 'date':
      return text
    default:
      return never(field.kind)
  }
}

/** What people write between the digits of a number for the eye (ITU-T E.123, 7), and slashes. */
const PHONE_SIGNS = /[\s()./-]/g
