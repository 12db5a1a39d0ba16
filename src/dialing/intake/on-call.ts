import type { CallEvent, LegEvent } from '../../telephony/call-event.ts'
import { offer } from '../calls/match.ts'
import type { AttemptRun, Core, OperatorRun } from '../core.ts'
import { arrive } from '../operators/arrive.ts'
import { comeLater } from '../operators/bring-up.ts'
import { gaveAway } from '../operators/gave-away.ts'
import { hangUpCall } from '../operators/hang-up-call.ts'
import { failToRing, loseLeg, vanish } from '../operators/lose-leg.ts'
import { setPhone } from '../operators/phone.ts'
import { isReachable } from '../operators/rows.ts'
import { onOutside } from '../outside/on-outside.ts'
import { hearRecording } from '../recording/follow-recording.ts'
import { onSupervision } from '../supervision/on-supervision.ts'
import { hearTrunk } from './hear-trunk.ts'

/** What the network says. */
export function onTelephony(core: Core, event: CallEvent | LegEvent): void {
  if (event.kind === 'operatorUp') return onOperatorUp(core, event.operator)
  if (event.kind === 'operatorDown') return onOperatorDown(core, event)
  if (!('attempt' in event)) return onSupervision(core, event)
  const outside = core.outsides.get(event.attempt)
  if (outside !== undefined) return onOutside(core, outside, event)
  const run = core.attempts.get(event.attempt)
  if (run === undefined) return
  hearTrunk(core, run, event)
  if (event.kind === 'ringing' || event.kind === 'earlyMedia') run.ringsSince ??= core.now
  showDuringCall(core, run, event)
  core.dispatch(run, { kind: 'call', event })
  hearRecording(core, run, event)
  if (event.kind !== 'connected') return
  const operator = core.operators.get(event.operator)
  // They were joined as the leg went down, and the news of that came first.
  if (operator !== undefined && !isReachable(operator) && operator.rung === null)
    partWithCall(core, operator)
}

/**
 * Who has put their phone down has ended the call; whose leg dropped has not, but has left it where
 * they had given the person away.
 */
function partWithCall(core: Core, run: OperatorRun): void {
  const parts = run.phone === 'hungUp' || (!run.gone && gaveAway(core, run))
  if (!parts || !hangUpCall(core, run)) loseLeg(core, run)
}

/** The operator sees what comes of what they asked for in the call. */
function showDuringCall(core: Core, run: AttemptRun, event: CallEvent): void {
  const { state } = run.attempt
  const operator = state.name === 'talking' ? state.operator : null
  const isLeaving = state.name === 'handing' || state.name === 'uniting'
  const to = isLeaving ? state.from : operator
  if (to === null) return
  const attempt = run.id
  switch (event.kind) {
    case 'held':
    case 'resumed':
    case 'muted':
    case 'unmuted':
    case 'digitsSent':
      return core.desk.show(to, { kind: 'done', attempt, what: event.kind })
    case 'digit':
      // What is not to be recorded, such as a card number, is not for the screen either.
      if (run.recording?.hushed) return
      return core.desk.show(to, { kind: 'digit', attempt, digit: event.digit })
    case 'guestJoined':
    case 'guestLeft': {
      const isThere = event.kind === 'guestJoined'
      return core.desk.show(to, { kind: 'guest', attempt, guest: event.operator, isThere })
    }
    case 'actFailed': {
      const why = event.why === 'guestThere' || event.why === 'noGuest' ? event.why : 'failed'
      return core.desk.show(to, { kind: 'actRefused', attempt, act: event.act, why })
    }
  }
}

function onOperatorUp(core: Core, id: string): void {
  const run = core.operators.get(id)
  if (run === undefined) return
  const { coming, rung } = run
  if (coming === null && rung === null) {
    // Its operator left while it was on its way, or has it for themselves again.
    if (!isReachable(run)) core.telephony.operatorDown(id)
    return
  }
  run.coming = null
  run.rung = null
  run.faultSince = null
  setPhone(core, run, 'up')
  if (coming !== null) arrive(core, run, coming)
  else offer(core, run)
}

function onOperatorDown(core: Core, { operator, why }: LegDown): void {
  const run = core.operators.get(operator)
  if (run === undefined) return
  // What was asked for is known, unless whoever talks was taken off: the person is free by it.
  if (why === 'asked' && !run.gone) return
  const { coming, rung, phone } = run
  if (phone !== 'up' && phone !== 'rings') return
  run.coming = null
  run.rung = null
  const isMissing = why !== 'asked' && !run.hasPhone
  setPhone(core, run, isMissing ? 'unregistered' : why === 'asked' ? 'down' : why)
  if (coming !== null && why === 'lost' && comeLater(core, run, coming)) return
  if (coming !== null && why !== 'asked') return phoneFailed(core, run)
  if (rung !== null) return why === 'lost' ? failToRing(core, run) : vanish(core, run)
  const { state } = run.operator
  const call = state.name === 'talking' ? core.attempts.get(state.attempt) : undefined
  // Whoever is being joined is not joined: the network says so of the call, and then it is over.
  if (call?.attempt.state.name !== 'joining') partWithCall(core, run)
}

type LegDown = Extract<LegEvent, { kind: 'operatorDown' }>

/** The phone did not come up: the operator stays where they were, and is told. */
function phoneFailed(core: Core, run: OperatorRun): void {
  run.faultSince = null
  const { name } = run.operator.state
  const why = run.phone === 'lost' ? 'your phone cannot be called' : 'your phone does not answer'
  core.desk.show(run.id, { kind: 'state', state: name, why })
}
