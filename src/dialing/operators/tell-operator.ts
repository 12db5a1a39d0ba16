import type { AttemptId } from '../../base/id.ts'
import { viewOf } from '../../desk/cards.ts'
import type { Operator, OperatorState } from '../../desk/operator.ts'
import { NOT_RESPONDING } from '../../desk/operator.ts'
import { type OperatorEvent, stepOperator } from '../../desk/operator-machine.ts'
import type { Core, OperatorRun } from '../core.ts'
import { forgetLeave } from '../feed/departures.ts'
import { followOperator } from '../feed/follow-operator.ts'
import { hangUpPhone } from './phone.ts'
import { enterRow, isBusy, isIdle, leaveRow, unbind } from './rows.ts'

/**
 * Lets something happen to an operator, and keeps everything that follows from the state: rows,
 * counts, timers, the journal and the screen.
 *
 * @returns whether the operator became free for a new task by it.
 */
export function tellOperator(core: Core, run: OperatorRun, event: OperatorEvent): boolean {
  const before = run.operator
  const after = stepOperator(before, event, core.now)
  if (after === before) return false
  const { bound } = run
  const wasIdle = isIdle(run)
  const wasBusy = isBusy(run)
  run.operator = after
  const idle = isIdle(run)
  const busy = isBusy(run)
  if (wasIdle && !idle) leaveIdle(core, run)
  if (run.allotted !== null && wasBusy !== busy) run.allotted.busy += busy ? 1 : -1
  followOperator(run, before.state)
  forgetLeave(core, run, before.state)
  if (!wasIdle && idle) becomeIdle(core, run, after.state)
  if (before.state !== after.state) changed(core, run, before.state, after.state)
  else showLater(core, run, before)
  // A card that was being read goes back: nobody else has seen it.
  if (run.bound !== bound && bound?.attempt.state.name === 'preview') {
    core.dispatch(bound, { kind: 'takenBack' })
  }
  return !wasIdle && idle
}

/** What was asked for begins later: the operator is told so, and that it was taken back. */
function showLater(core: Core, { id, operator }: OperatorRun, before: Operator): void {
  const what = waits(operator)
  if (what === waits(before)) return
  const after = operator.state.name === 'reserved' ? 'line' : 'card'
  core.desk.show(id, { kind: 'later', what, after })
}

function waits({ memory }: Operator): 'break' | 'signOut' | null {
  if (memory.signOutAsked) return 'signOut'
  return memory.breakAsked === null ? null : 'break'
}

function leaveIdle(core: Core, run: OperatorRun): void {
  if (run.bound === null) leaveRow(core, run)
  else unbind(core, run)
}

function becomeIdle(core: Core, run: OperatorRun, state: OperatorState): void {
  run.freeSince = state.name === 'free' ? state.since : core.now
  // Whoever serves several campaigns is given out anew after each task.
  if (run.campaigns.length > 1) run.allotted = null
  enterRow(core, run)
}

function changed(core: Core, run: OperatorRun, from: OperatorState, to: OperatorState): void {
  planWrapUp(core, run, to)
  run.restsSince = to.name === 'free' ? core.now : null
  if (to.name === 'signedOut') run.gone = false
  // Who is on a break has their phone for themselves; a leg for the shift stays.
  if (to.name === 'signedOut' || (to.name === 'break' && run.leg === 'callback')) endLeg(core, run)
  const why = to.name === 'break' ? to.reason : null
  if (from.name !== to.name || why !== null) {
    if (!takesOver(core, to)) showState(core, run)
    core.events.next({
      at: core.wall,
      kind: 'operator.changed',
      operator: run.id,
      state: to.name,
      why,
    })
  }
  if (to.name === 'wrapUp') takeUp(core, run, from, to.attempt)
  // Reservations come and go many times a minute; the journal keeps what a report needs.
  if (
    from.name === to.name ||
    to.name === 'reserved' ||
    (from.name === 'reserved' && to.name === 'free')
  )
    return
  core.journal.push({
    kind: 'operator',
    at: core.wall,
    operator: run.id,
    state: to.name,
    why,
    by: to.name === 'break' ? to.by : 'system',
  })
  if (to.name === 'break' && to.by === 'system' && to.reason === NOT_RESPONDING) {
    core.events.next({ at: core.wall, kind: 'operator.notResponding', operator: run.id })
  }
}

/**
 * Tells an operator's screen their state, once. Who is to take over a person from somebody else is
 * told as they have them: often the call is over with the other one's leg, and nothing comes of it.
 */
export function showState(core: Core, run: OperatorRun): void {
  const { state } = run.operator
  if (state.name === run.shown && state.name !== 'break') return
  run.shown = state.name
  const why = state.name === 'break' ? state.reason : null
  core.desk.show(run.id, { kind: 'state', state: state.name, why })
}

function takesOver({ attempts }: Core, state: OperatorState): boolean {
  const call = state.name === 'talking' ? attempts.get(state.attempt)?.attempt : undefined
  return call?.state.name === 'joining' && call.spoke
}

/** What is known of why the phone is down is not forgotten. */
function endLeg(core: Core, run: OperatorRun): void {
  if (run.phone === 'up' || run.phone === 'rings') hangUpPhone(core, run)
  else core.telephony.operatorDown(run.id)
}

/**
 * An operator who comes to an open card sees it as it was left, and has the campaign's time for it:
 * whoever does not touch it is away. They may come to it from a talk that went on without them. The
 * card of the talk itself is on their screen already.
 */
function takeUp(core: Core, run: OperatorRun, from: OperatorState, attempt: AttemptId): void {
  const isInHand = from.name === 'wrapUp' || from.name === 'talking'
  if (isInHand && from.attempt === attempt) return
  const session = core.cards.get(attempt)
  if (session === undefined) return
  const { limit = 0 } = core.campaigns.get(session.view.campaign)?.campaign.wrapUp ?? {}
  const until = limit === 0 ? null : core.wall + limit
  if (until !== null) tellOperator(core, run, { kind: 'cardTakenUp', attempt, until })
  const card = viewOf(session)
  core.desk.show(run.id, { kind: 'card', attempt, phase: 'wrapUp', wrapUpUntil: until, card })
  const what = waits(run.operator)
  if (what !== null) core.desk.show(run.id, { kind: 'later', what, after: 'card' })
}

function planWrapUp(core: Core, run: OperatorRun, to: OperatorState): void {
  run.wrapUpTimer?.()
  run.wrapUpTimer = null
  if (to.name !== 'wrapUp' || to.until === null) return
  const { attempt } = to
  run.wrapUpTimer = core.timeline.after(to.until - core.wall, () =>
    core.enqueue({ from: 'wrapUp', operator: run.id, attempt }),
  )
}
