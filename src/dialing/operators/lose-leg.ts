import { isOwed } from '../../desk/operator.ts'
import type { Core, OperatorRun } from '../core.ts'
import { PHONE_AGAIN, PHONE_PAUSE, PHONE_PAUSE_LONG } from '../limits.ts'
import { gaveAway } from './gave-away.ts'
import { isBusy, isIdle, unbind } from './rows.ts'
import { tellOperator } from './tell-operator.ts'

/**
 * The leg of an operator at work has dropped. Whoever they talk to is given to somebody else, or
 * hears the message when nobody comes in time; what they write they go on with. Their phone is rung
 * again soon, see `choose/ring-phones.ts`: answered in time, they have the person back. One that is
 * put down again within `PHONE_AGAIN` takes them out of rotation; one that was lost says nothing of
 * them, for our own servers lose legs as well.
 */
export function loseLeg(core: Core, run: OperatorRun): void {
  const { state } = run.operator
  // A leg `callback` that is hung up between two calls is nothing unusual.
  const counts = run.leg === 'held' || state.name === 'talking' || run.bound !== null
  if (run.gone || (counts && dropsAgain(core, run))) return vanish(core, run)
  giveBackPromise(core, run)
  if (state.name === 'talking') tellOperator(core, run, { kind: 'callTaken' })
  run.ringAfter = core.now + PHONE_PAUSE
  leavePerson(core, run, state)
}

/**
 * The phone could not be called for a fault of ours, such as a server that is going down: it is
 * rung again, rarely once that has been so for a minute. Nobody has failed to answer.
 */
export function failToRing(core: Core, run: OperatorRun): void {
  run.faultSince ??= core.now
  const isLong = core.now - run.faultSince >= PHONE_AGAIN
  run.ringAfter = core.now + (isLong ? PHONE_PAUSE_LONG : PHONE_PAUSE)
}

/**
 * An operator is not there any more: whoever they talk to goes to somebody else, or hears the
 * message.
 */
export function vanish(core: Core, run: OperatorRun): void {
  const { state } = run.operator
  tellOperator(core, run, { kind: 'vanished', why: run.gone ? 'gone' : 'phone' })
  leavePerson(core, run, state)
}

/** Whether there is anything to telephone with: without servers the trunks have no lines. */
export function isConnected(core: Core): boolean {
  for (const { gate } of core.trunks.values()) if (gate.lines > 0) return true
  return false
}

function dropsAgain(core: Core, run: OperatorRun): boolean {
  if (run.phone !== 'hungUp' || !(isIdle(run) || isBusy(run)) || gaveAway(core, run)) return false
  const again = core.now - run.droppedAt < PHONE_AGAIN
  run.droppedAt = core.now
  return again
}

function leavePerson(core: Core, run: OperatorRun, state: OperatorRun['operator']['state']): void {
  if (state.name !== 'talking') return
  const attempt = core.attempts.get(state.attempt)
  if (attempt !== undefined) core.dispatch(attempt, { kind: 'operatorGone', operator: run.id })
}

/**
 * The line rings on, for whoever is free when it is answered, and a card that was read goes back.
 * Nothing keeps the operator from what they had asked for any more.
 */
function giveBackPromise(core: Core, run: OperatorRun): void {
  const { bound } = run
  if (bound === null) return
  unbind(core, run)
  if (bound.attempt.state.name === 'preview') core.dispatch(bound, { kind: 'takenBack' })
  if (isOwed(run.operator)) tellOperator(core, run, { kind: 'released' })
}
