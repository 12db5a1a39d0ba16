import { type Call, type Step, TALKS } from './call.ts'

/** Provisional responses in the order in which a call tells them. */
export const PROVISIONALS = ['trying', 'ringing', 'earlyMedia'] as const

/**
 * @returns what happens next to the call if nobody commands anything; its time is Infinity when
 * that is nothing.
 */
export function nextStep(call: Call): Step {
  if (call.endingAt < Infinity) return { at: call.endingAt, kind: 'ending' }
  if (call.phase === 'placed') return beforeAnswer(call)
  return earlier(oursInPhase(call), calleesStep(call))
}

function beforeAnswer(call: Call): Step {
  const { placedAt, request } = call
  const { outcome, provisional } = call.script
  const last = Math.min(outcome.after, request.ringLimit)
  for (let i = call.provisionals; i < PROVISIONALS.length; i++) {
    const kind = PROVISIONALS[i]!
    const after = provisional[kind]
    if (after !== null && after < last) return { at: placedAt + after, kind }
  }
  return { at: placedAt + last, kind: outcome.after <= last ? 'outcome' : 'ringLimit' }
}

function oursInPhase(call: Call): Step {
  const at = call.phaseEndsAt
  if (call.phase === 'joining') return { at, kind: 'join' }
  if (call.phase === 'joined') return { at, kind: 'drop' }
  return { at, kind: 'played' }
}

function calleesStep(call: Call): Step {
  // A callee who has left unseen does nothing any more.
  if (call.lostAt < Infinity) return { at: call.lostAt, kind: 'lost' }
  const { callee, reaction } = call
  if (callee === null) return NEVER
  const leave: Step = {
    at: Math.min(leavesPhaseAt(call), call.answeredAt + (callee.leavesAfter ?? Infinity)),
    kind: 'leave',
  }
  return reaction === null ? leave : earlier(reaction, leave)
}

function leavesPhaseAt(call: Call): number {
  if (TALKS.includes(call.phase)) return call.phaseSince + call.talkLeft
  // With music people wait as they do on hold, for as long as we let it ring.
  if (call.phase !== 'waiting' || call.music) return Infinity
  // In the very instant in which they are left alone nobody hangs up: our side may act in it.
  return Math.max(call.aloneSince + call.callee!.patience, call.phaseSince + AT_ONCE)
}

const earlier = (a: Step, b: Step): Step => (a.at <= b.at ? a : b)

const NEVER: Step = { at: Infinity, kind: 'leave' }
/** The shortest time, in ms, in which a person hangs up. */
const AT_ONCE = 1
