import type { OperatorId } from '../../base/id.ts'
import { draftOf, viewOf } from '../../desk/cards.ts'
import type { AttemptRun, Core, OperatorRun } from '../core.ts'
import { loseLeg, vanish } from '../operators/lose-leg.ts'
import { allot, isReachable, operatorOf } from '../operators/rows.ts'
import { tellOperator } from '../operators/tell-operator.ts'
import { offer } from './match.ts'

/** Asks another operator into a call: they are in it from now on, and see its card. */
export function inviteGuest(core: Core, run: AttemptRun, guest: OperatorId): void {
  takeIn(core, run, operatorOf(core, guest))
  const session = core.cards.get(run.id)
  if (session !== undefined)
    core.desk.show(guest, { kind: 'card', attempt: run.id, phase: 'guest', card: viewOf(session) })
  core.telephony.invite(run.id, guest)
}

/** Gives the person to another operator, who may be in the call already. */
export function transferTo(core: Core, run: AttemptRun, to: OperatorId): void {
  takeIn(core, run, operatorOf(core, to))
  core.telephony.transfer(run.id, to)
}

function takeIn(core: Core, run: AttemptRun, operator: OperatorRun): void {
  const { state } = operator.operator
  if (state.name === 'talking' && state.attempt === run.id) return
  if (operator.allotted !== run.campaign) allot(core, operator, run.campaign)
  tellOperator(core, operator, { kind: 'joined', attempt: run.id })
}

/** Whoever was in the call beside its operator has no part in it any more, and no card. */
export function freeGuest(core: Core, id: OperatorId): void {
  const operator = operatorOf(core, id)
  if (operator.operator.state.name !== 'talking') return
  if (!isReachable(operator)) return loseLeg(core, operator)
  if (operator.gone) return vanish(core, operator)
  if (tellOperator(core, operator, { kind: 'handedOver' })) offer(core, operator)
}

/** The person is with another operator: the card as it is filled in is theirs from now on. */
export function handOn(core: Core, run: AttemptRun, from: OperatorId | null, to: OperatorId): void {
  const session = core.cards.get(run.id)
  if (session !== undefined) {
    session.operator = to
    core.journal.push({ ...draftOf(run.id, session), at: core.wall })
    const card = viewOf(session)
    core.desk.show(to, { kind: 'card', attempt: run.id, phase: 'talking', card })
  }
  core.events.next({ at: core.wall, kind: 'attempt.transferred', attempt: run.id, from, to })
  if (from === null) return
  const { state } = operatorOf(core, from).operator
  if (state.name === 'talking')
    run.campaign.feed.tell({ kind: 'talked', lasted: core.now - state.since })
  core.desk.show(from, { kind: 'cardHandedOn', attempt: run.id })
  freeGuest(core, from)
}
