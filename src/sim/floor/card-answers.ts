import { assert, never } from '../../base/assert.ts'
import { hours, type Instant } from '../../base/duration.ts'
import type { Random } from '../../base/random.ts'
import type { CardAnswers, CardField, CardValue } from '../../campaign/card.ts'
import { nextStepId, stepOf } from '../../campaign/rules/script.ts'
import type { CardView } from '../../desk/port.ts'

/** How often a field that need not be filled, and that nobody asks for, is left as it is. */
const SKIPPED = 0.4

/** Dates that are agreed: from the day after tomorrow on, so that they lie ahead in every zone. */
const DAYS_AHEAD = [2, 21] as const

/** What is known as answers are thought of. */
export interface Filling {
  readonly card: CardView
  readonly now: Instant
  readonly random: Random
}

/**
 * The answers of a talk that followed the card's script to its end, from those there are already:
 * what is asked on the way that the answers lead, a remark now and then, and whatever is required.
 * A card without a script has its fields filled in as they come. What the contact's data should
 * have said is not guessed.
 */
export function talkedThrough(filling: Filling, before: CardAnswers): CardAnswers {
  const { definition } = filling.card
  const { fields, script } = definition
  const answers: Record<string, CardValue> = { ...before }
  const fill = (field: CardField) => {
    answers[field.id] ??= answerTo(field, filling)
  }
  const seen = new Set<string>()
  let step = stepOf(script, script.start)
  while (step !== null && !seen.has(step.id)) {
    seen.add(step.id)
    const { ask } = step
    const asked = fields.find(field => field.id === ask)
    if (asked !== undefined) fill(asked)
    step = stepOf(script, nextStepId(step, ask === null ? undefined : answers[ask]))
  }
  const asked = new Set(script.steps.map(one => one.ask))
  for (const field of fields) {
    const remark = field.kind === 'text' || field.kind === 'longText'
    const free = !asked.has(field.id) && (remark || script.start === null) && field.from === null
    if (field.required || (free && filling.random.uniform() >= SKIPPED)) fill(field)
  }
  return answers
}

function answerTo(field: CardField, { card, now, random }: Filling): CardValue {
  switch (field.kind) {
    case 'text':
    case 'longText':
      return pick(REMARKS, random)
    case 'number':
      return numberWithin(field.min, field.max, random)
    case 'choice':
      return pick(field.options, random)
    case 'choices':
      return someOf(field.options, random)
    case 'checkbox':
      return field.required || random.uniform() < 0.5
    case 'date':
      return new Date(now + hours(24 * random.integer(...DAYS_AHEAD))).toISOString().slice(0, 10)
    case 'phone':
      return card.phone
    default:
      return never(field.kind)
  }
}

const REMARKS = [
  'Asked for the offer in writing.',
  'Has a contract until the end of the year.',
  'Wants to talk it over at home.',
  'Was friendly and had no time.',
  'Knew the product already.',
]

/** A whole number within the bounds where there is one. */
function numberWithin(min: number | null, max: number | null, random: Random): number {
  const from = min ?? (max === null ? 0 : max - 100)
  const to = max ?? from + 100
  const [first, last] = [Math.ceil(from), Math.floor(to)]
  return first <= last ? random.integer(first, last) : from
}

/** At least one, in the order of the list. */
function someOf(options: readonly string[], random: Random): readonly string[] {
  const sure = pick(options, random)
  return options.filter(option => option === sure || random.uniform() < 0.3)
}

/** @returns one of some things, each as likely as the others. */
export function pick<T>(from: readonly T[], random: Random): T {
  assert(from.length > 0, 'there is something to choose from')
  return from[random.integer(0, from.length - 1)]!
}
