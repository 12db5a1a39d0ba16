import type { AttemptId, OperatorId } from '../../base/id.ts'
import { callEnded } from '../calls/card-flow.ts'
import { closeByItself } from '../calls/close-card.ts'
import { offer } from '../calls/match.ts'
import type { AttemptRun, Core } from '../core.ts'
import { operatorOf } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'
import { tell } from './call-outside.ts'

/**
 * The operator has left while it rings outside: the card is theirs, until it is known whether the
 * person needs an operator again. A campaign without wrap-up closes it then, and they are free.
 */
export function leaveRinging(core: Core, run: AttemptRun, id: OperatorId): void {
  if (run.campaign.campaign.wrapUp.limit > 0) return callEnded(core, run, id)
  const operator = operatorOf(core, id)
  const { state } = operator.operator
  if (state.name === 'talking')
    run.campaign.feed.tell({ kind: 'talked', lasted: core.now - state.since })
  core.desk.show(id, { kind: 'callEnded', attempt: run.id, wrapUpUntil: null })
  if (tellOperator(core, operator, { kind: 'handedOver' })) offer(core, operator)
}

/**
 * The person needs an operator again: whoever has their card in hand is done with it, as it is to
 * go with the person; being free by it, they may be the one.
 */
export function takeCard(core: Core, run: AttemptRun): void {
  const session = core.cards.get(run.id)
  const operator = core.operators.get(session?.operator ?? '')
  if (operator === undefined) return
  const before = operator.operator
  const isFree = tellOperator(core, operator, { kind: 'cardClosed', attempt: run.id })
  if (operator.operator === before) return
  core.desk.show(operator.id, { kind: 'cardHandedOn', attempt: run.id })
  if (isFree) offer(core, operator)
}

/** The person is with somebody outside: their operator is done with the call, and has the card. */
export function leaveOutside(
  core: Core,
  call: AttemptRun,
  { outside, from }: { readonly outside: AttemptId; readonly from: OperatorId | null },
): void {
  const run = core.outsides.get(outside)
  if (run !== undefined) tell(core, run, 'given')
  // Whoever gave them away unseen may have left before it was answered.
  const giver = from ?? (call.attempt.outside?.blind ? (run?.operator ?? null) : null)
  core.events.next({ at: core.wall, kind: 'attempt.left', attempt: call.id, from: giver, outside })
  const data = { id: outside, attempt: call.id, from: giver }
  core.journal.push({ kind: 'note', at: core.wall, name: 'outside.given', data })
  if (from !== null) callEnded(core, call, from)
  const { limit } = call.campaign.campaign.wrapUp
  if (limit === 0 && giver !== null) closeByItself(core, call.id)
}
