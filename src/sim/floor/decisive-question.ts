import type { CardDefinition, CardField, CardValue } from '../../campaign/card.ts'
import type { Disposition } from '../../campaign/disposition.ts'
import { stepOf } from '../../campaign/rules/script.ts'

/** The question of a script whose answer decides what comes of the talk. */
export interface DecisiveQuestion {
  readonly field: CardField['id']
  /** The answers that fit a disposition; none: the talk ended before the question. */
  answersFor(disposition: Pick<Disposition, 'id'>): readonly CardValue[]
}

/**
 * The first step of the script that asks for one of several things and goes different ways by the
 * answer; null where there is none. Which answer fits which disposition is read off their order, as
 * people write them: dispositions that finish the contact are spread over the answers, the best
 * first and the refusal last, and answers in between belong to callbacks, or else to retries.
 */
export function decisiveQuestion(
  { fields, script }: CardDefinition,
  dispositions: readonly Disposition[],
): DecisiveQuestion | null {
  const seen = new Set<string>()
  let step = stepOf(script, script.start)
  while (step !== null && !seen.has(step.id)) {
    seen.add(step.id)
    const { ask, next } = step
    const field = fields.find(one => one.id === ask)
    const choices = field === undefined ? [] : choicesOf(field)
    if (field !== undefined && choices.length > 1 && next.some(one => one.when !== null)) {
      const byId = spread(choices, dispositions)
      return { field: field.id, answersFor: ({ id }) => byId.get(id) ?? [] }
    }
    step = stepOf(script, next.find(one => one.when === null)?.to ?? null)
  }
  return null
}

function choicesOf({ kind, options }: CardField): readonly CardValue[] {
  if (kind === 'checkbox') return [true, false]
  return kind === 'choice' ? options : []
}

function spread(
  choices: readonly CardValue[],
  dispositions: readonly Disposition[],
): ReadonlyMap<Disposition['id'], readonly CardValue[]> {
  const ends = dispositions.filter(one => one.then === 'finish')
  if (ends.length < 2) return new Map(ends.map(({ id }) => [id, choices]))
  const last = choices.length - 1
  const byId = new Map<string, readonly CardValue[]>(
    ends.map(({ id }, n) => [id, [choices[Math.round((n * last) / (ends.length - 1))]!]]),
  )
  const taken = new Set([...byId.values()].flat())
  const between = choices.filter(choice => !taken.has(choice))
  const callbacks = dispositions.filter(one => one.then === 'callback')
  const open = callbacks.length > 0 ? callbacks : dispositions.filter(one => one.then === 'retry')
  for (const { id } of open) byId.set(id, between)
  return byId
}
