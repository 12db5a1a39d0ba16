import { assert, never } from '../../base/assert.ts'
import type { Clock } from '../../base/clock.ts'
import { minutes } from '../../base/duration.ts'
import type { AttemptId } from '../../base/id.ts'
import type { Random } from '../../base/random.ts'
import type { CardAnswers, CardField, CardValue } from '../../campaign/card.ts'
import type { Disposition, DispositionThen } from '../../campaign/disposition.ts'
import type { CardView } from '../../desk/port.ts'
import type { FilledCard, Heard } from './habits.ts'

/** How often a field that need not be filled is left as it is. */
const SKIPPED = 0.4

/** How often each kind of disposition comes of a talk with a person, relative to the others. */
const WEIGHTS: Readonly<Record<DispositionThen, number>> = {
  finish: 6,
  retry: 2,
  callback: 1.5,
  wrongNumber: 0.4,
  stop: 0.3,
  machine: 0,
}

/**
 * Fills in cards as an operator might: every required field, some of the others, and a disposition
 * that fits who was heard. What was filled from the contact's data stays.
 *
 * @param callbackIn within how many minutes a callback is agreed, both included.
 */
export function cardFiller(
  clock: Clock,
  random: Random,
  hears: (attempt: AttemptId) => Heard,
  callbackIn: readonly [from: number, to: number] = [20, 180],
): (attempt: AttemptId, card: CardView) => FilledCard {
  return (attempt, card) => {
    const answers = fillFields(card, random)
    const { id, then } = chooseDisposition(card.dispositions, hears(attempt), random)
    if (then !== 'callback') return { answers, disposition: id }
    const at = clock.wall() + minutes(random.integer(...callbackIn))
    return { answers, disposition: id, callback: { at, own: random.uniform() < 0.5 } }
  }
}

/** @returns valid answers for every required field and some of the others. */
export function fillFields(card: CardView, random: Random): CardAnswers {
  const answers: Record<string, CardValue> = { ...card.answers }
  for (const field of card.definition.fields) {
    if (field.id in answers) continue
    if (!field.required && random.uniform() < SKIPPED) continue
    answers[field.id] = answerTo(field, card, random)
  }
  return answers
}

function answerTo(field: CardField, card: CardView, random: Random): CardValue {
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
      return `2026-${twoDigits(random.integer(1, 12))}-${twoDigits(random.integer(1, 28))}`
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

/** The machine's disposition for a machine; for a person one of the others. */
function chooseDisposition(
  dispositions: readonly Disposition[],
  heard: Heard,
  random: Random,
): Disposition {
  const machines = dispositions.filter(it => it.then === 'machine')
  if (heard === 'machine' && machines.length > 0) return pick(machines, random)
  const total = dispositions.reduce((sum, it) => sum + WEIGHTS[it.then], 0)
  let left = random.uniform() * total
  for (const disposition of dispositions) {
    left -= WEIGHTS[disposition.then]
    if (left < 0) return disposition
  }
  return pick(dispositions, random)
}

function pick<T>(from: readonly T[], random: Random): T {
  assert(from.length > 0, 'there is something to choose from')
  return from[random.integer(0, from.length - 1)]!
}

const twoDigits = (n: number): string => String(n).padStart(2, '0')
