import type { AttemptId, OperatorId } from '../../base/id.ts'
import { type CardSession, draftOf } from '../../desk/cards.ts'
import type { Core } from '../core.ts'
import { tellOperator } from '../operators/tell-operator.ts'
import { offer } from './match.ts'

/**
 * The open card of an attempt, for a supervisor to take; or what keeps them from it, as a sentence.
 * While its call is on it goes with the person.
 */
export function openCardOf(core: Core, attempt: AttemptId): CardSession | string {
  const session = core.cards.get(attempt)
  if (core.attempts.has(attempt)) {
    return `The call of attempt ${attempt} is still on: its card can be taken when it is over.`
  }
  if (session?.closing) return `The card of attempt ${attempt} has just been closed.`
  return session ?? `There is no open card of attempt ${attempt} here.`
}

/**
 * Gives an open card to somebody else. They come to it when they are free next, or as they sign in,
 * as to a card that they left open themselves.
 */
export function handCard(core: Core, attempt: AttemptId, to: OperatorId): void {
  const session = openCardOf(core, attempt)
  const operator = core.operators.get(to)
  if (typeof session === 'string' || operator === undefined) return
  const from = session.operator
  if (from === to) return
  session.operator = to
  core.journal.push({ ...draftOf(attempt, session), at: core.wall })
  core.events.next({ at: core.wall, kind: 'card.handed', attempt, from, to })
  const before = core.operators.get(from)
  if (before !== undefined) {
    core.desk.show(from, { kind: 'cardHandedOn', attempt })
    if (tellOperator(core, before, { kind: 'cardClosed', attempt })) offer(core, before)
  }
  tellOperator(core, operator, { kind: 'cardRestored', attempt })
}
