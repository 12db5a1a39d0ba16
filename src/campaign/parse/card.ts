import { z } from 'zod'
import type { CardDefinition, CardField, FieldKind, ScriptStep } from '../card.ts'
import { columnsIn, reachable } from '../rules/script.ts'
import { insteadOf } from '../yaml/nearest.ts'
import { checkTwice, type Item, type Reader } from '../yaml/reader.ts'
import { decimal, flag, listOf, name, oneOf, record, text } from '../yaml/shapes.ts'
import type { Path } from '../yaml/tree.ts'
import { shown } from './problem.ts'

/** More fields or steps than an operator could look through. */
const FIELDS_MAX = 100
const STEPS_MAX = 200
/** More options than a list on a screen can hold, and branches likewise. */
const OPTIONS_MAX = 100
/** What is said at one step: some two minutes of speech. */
const SAY_MAX = 2000
/** Bounds of numbers: beyond these a double has no whole steps. */
const NUMBER_MAX = 9e15

const KINDS: readonly FieldKind[] = [
  'text',
  'longText',
  'number',
  'choice',
  'choices',
  'checkbox',
  'date',
  'phone',
]

const fieldShape = record({
  id: name('the name of the field'),
  label: text('what the operator reads beside the field'),
  kind: oneOf(KINDS),
  required: flag.default(false),
  from: text('a column of the contacts').optional(),
  options: listOf(text('an answer to choose'), OPTIONS_MAX).optional(),
  min: decimal(-NUMBER_MAX, NUMBER_MAX).optional(),
  max: decimal(-NUMBER_MAX, NUMBER_MAX).optional(),
})

const branchShape = record({
  when: text('an answer').optional(),
  to: name('the next step'),
})

/** Branches in order, or the one next step by its name. */
const branches = z.preprocess(
  raw => (typeof raw === 'string' ? [{ to: raw }] : raw),
  listOf(branchShape, OPTIONS_MAX),
)

const stepShape = record({
  id: name('the name of the step'),
  say: text('what to say', SAY_MAX),
  ask: name('a field of the card').optional(),
  next: branches.default([]),
})

/** A card, and the places at which it names columns of the contacts. */
export interface ReadCard {
  readonly definition: CardDefinition
  readonly columns: readonly { readonly at: Path; readonly column: string }[]
}

/** The card at a path: fields and a script, which begins with its first step. */
export function readCard(reader: Reader, at: Path): ReadCard {
  reader.keys(at, ['fields', 'script'])
  const fields = reader.many([...at, 'fields'], fieldShape, FIELDS_MAX).map(item => {
    const { from = null, options = [], min = null, max = null, ...rest } = item.value
    return { at: item.at, value: { ...rest, from, options, min, max } }
  })
  const steps = reader.many([...at, 'script'], stepShape, STEPS_MAX).map(item => {
    const next = item.value.next.map(({ when = null, to }) => ({ when, to }))
    return { at: item.at, value: { ...item.value, ask: item.value.ask ?? null, next } }
  })
  checkFields(reader, fields, [...at, 'fields'])
  checkSteps(reader, steps, fields, at)
  const script = { start: steps[0]?.value.id ?? null, steps: steps.map(step => step.value) }
  return {
    definition: { fields: fields.map(field => field.value), script },
    columns: [
      ...reader.texts([...at, 'fields'], 'from').map(it => ({ at: it.at, column: it.text })),
      ...reader
        .texts([...at, 'script'], 'say')
        .flatMap(it => columnsIn(it.text).map(column => ({ at: it.at, column }))),
    ],
  }
}

function checkFields(reader: Reader, fields: readonly Item<CardField>[], list: Path): void {
  checkTwice(reader, list)
  for (const { at, value } of fields) {
    const { kind, options, min, max } = value
    const chooses = kind === 'choice' || kind === 'choices'
    if (chooses && options.length === 0) {
      reader.problem(
        [...at, 'options'],
        `is missing: what may be chosen in a field of kind ${kind}.`,
      )
    }
    if (!chooses && options.length > 0) {
      reader.problem([...at, 'options'], `belongs to choice and choices, not to ${kind}.`)
    }
    if (new Set(options).size < options.length) {
      reader.problem([...at, 'options'], 'has an answer twice.')
    }
    if (kind !== 'number' && (min !== null || max !== null)) {
      reader.problem([...at, min === null ? 'max' : 'min'], `belongs to number, not to ${kind}.`)
    }
    if (min !== null && max !== null && min > max) {
      reader.problem([...at, 'max'], `is ${max}, less than min, which is ${min}.`)
    }
  }
}

function checkSteps(
  reader: Reader,
  steps: readonly Item<ScriptStep>[],
  fields: readonly Item<CardField>[],
  card: Path,
): void {
  checkTwice(reader, [...card, 'script'])
  const stepIds = reader.ids([...card, 'script'])
  const fieldIds = reader.ids([...card, 'fields'])
  for (const { at, value } of steps) {
    const { ask, next } = value
    if (ask !== null && !fieldIds.includes(ask)) {
      reader.problem([...at, 'ask'], `is ${shown(ask)}, no field. ${insteadOf(ask, fieldIds)}`)
    }
    const asked = fields.find(field => field.value.id === ask)?.value
    next.forEach(({ when, to }, i) => {
      const branch = [...at, 'next', i]
      if (!stepIds.includes(to)) {
        const instead = insteadOf(to, stepIds)
        reader.problem([...branch, 'to'], `is ${shown(to)}, no step. ${instead}`)
      }
      if (when !== null) checkAnswer(reader, [...branch, 'when'], when, ask, asked)
      if (i > 0 && next[i - 1]!.when === null) {
        reader.problem(branch, 'is never taken: the branch before it takes every answer.')
      }
    })
  }
  // With a step that could not be read, the way to the others is not known.
  if (steps.length === stepIds.length) checkReachable(reader, steps)
}

/** An answer that leads on must be one that the field can have. */
function checkAnswer(
  reader: Reader,
  at: Path,
  when: string,
  ask: string | null,
  asked: CardField | undefined,
): void {
  if (ask === null) {
    reader.problem(at, 'needs a question: name the field that this step asks for in «ask».')
    return
  }
  const chooses = asked?.kind === 'choice' || asked?.kind === 'choices'
  const allowed = chooses ? asked.options : asked?.kind === 'checkbox' ? ['true', 'false'] : null
  if (allowed === null || allowed.includes(when)) return
  const instead = insteadOf(when, allowed)
  reader.problem(at, `is ${shown(when)}, no answer to ${shown(ask)}. ${instead}`)
}

function checkReachable(reader: Reader, steps: readonly Item<ScriptStep>[]): void {
  const start = steps[0]?.value.id ?? null
  const seen = reachable({ start, steps: steps.map(step => step.value) })
  for (const { at, value } of steps) {
    if (seen.has(value.id)) continue
    reader.problem(
      at,
      `No branch leads to the step ${shown(value.id)}. Name it in «next», or remove it.`,
    )
  }
}
