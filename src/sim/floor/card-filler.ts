import { assert } from '../../base/assert.ts'
import type { Clock } from '../../base/clock.ts'
import { minutes } from '../../base/duration.ts'
import type { AttemptId } from '../../base/id.ts'
import type { Random } from '../../base/random.ts'
import type { CardAnswers } from '../../campaign/card.ts'
import type { Disposition, DispositionThen } from '../../campaign/disposition.ts'
import type { CardView } from '../../desk/port.ts'
import { type Filling, pick, talkedThrough } from './card-answers.ts'
import { type DecisiveQuestion, decisiveQuestion } from './decisive-question.ts'
import type { FilledCard, Heard } from './habits.ts'

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
 * Fills in cards as an operator might who follows the script: the answers lead through it, the
 * disposition fits them and who was heard, and whoever was the wrong one was asked nothing. What
 * was filled in before stays. The same card of the same attempt is filled in the same way again.
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
    const filling: Filling = { card, now: clock.wall(), random: random.fork(attempt) }
    const question = decisiveQuestion(card.definition, card.dispositions)
    const { id, then } = chooseDisposition(filling, hears(attempt), question)
    const answers = answersOf(filling, { id, then }, question)
    if (then !== 'callback') return { answers, disposition: id }
    const at = filling.now + minutes(filling.random.integer(...callbackIn))
    return { answers, disposition: id, callback: { at, own: filling.random.uniform() < 0.5 } }
  }
}

function answersOf(
  filling: Filling,
  disposition: Pick<Disposition, 'id' | 'then'>,
  question: DecisiveQuestion | null,
): CardAnswers {
  const { answers: before } = filling.card
  const { then } = disposition
  if (question === null) {
    return then === 'finish' || then === 'callback' ? talkedThrough(filling, before) : before
  }
  const fitting = question.answersFor(disposition)
  if (fitting.length === 0) return then === 'finish' ? talkedThrough(filling, before) : before
  const answer = before[question.field] ?? pick(fitting, filling.random)
  return talkedThrough(filling, { ...before, [question.field]: answer })
}

/** The machine's disposition for a machine; for a person one of the others, by what they said. */
function chooseDisposition(
  { card, random }: Filling,
  heard: Heard,
  question: DecisiveQuestion | null,
): Disposition {
  const machines = card.dispositions.filter(it => it.then === 'machine')
  if (heard === 'machine' && machines.length > 0) return pick(machines, random)
  const said = question === null ? undefined : card.answers[question.field]
  const fitting = card.dispositions.filter(
    it => said !== undefined && question?.answersFor(it).includes(said),
  )
  return weighted(fitting.length > 0 ? fitting : card.dispositions, random)
}

function weighted(dispositions: readonly Disposition[], random: Random): Disposition {
  assert(dispositions.length > 0, 'a campaign has dispositions')
  const total = dispositions.reduce((sum, it) => sum + WEIGHTS[it.then], 0)
  let left = random.uniform() * total
  for (const disposition of dispositions) {
    left -= WEIGHTS[disposition.then]
    if (left < 0) return disposition
  }
  return pick(dispositions, random)
}
