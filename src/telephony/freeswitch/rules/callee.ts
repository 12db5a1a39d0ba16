import { assert } from '../../../base/assert.ts'
import type { AttemptId } from '../../../base/id.ts'
import { isOfOutside, stepOutside } from '../outside/outside-steps.ts'
import type { Callee, CalleeEffect, CalleeInput, Stepped } from './callee-state.ts'
import { ALONE, stay, tell, to } from './callee-steps.ts'
import {
  entered,
  isOfTalk,
  isWithOperator,
  legFell,
  notResumed,
  quiet,
  stepDuringCall,
} from './during-call.ts'
import { type Ending, outcomeOf, type Withdrawal } from './outcome.ts'
import { PROVISIONALS, type Provisional } from './progress.ts'

/** A call at its very beginning. */
export function newCallee(attempt: AttemptId, isCaller = false): Callee {
  return { attempt, isCaller, phase: 'preparing', told: 0, withdrawal: null, ...ALONE, turn: 0 }
}

/**
 * The machine of one call. Whatever comes in whatever order, it tells exactly one `ended` or
 * `lost`, and it hangs up every answer that nobody waits for any more.
 */
export function stepCallee(state: Callee, input: CalleeInput): Stepped {
  const { phase } = state
  if (phase === 'over') return stay(state, ...(input.kind === 'answered' ? [BYE] : []))
  if (input.kind === 'lost') return lost(state)
  if (isOfTalk(input)) return phase === 'ending' ? stay(state) : stepDuringCall(state, input)
  if (isOfOutside(input)) return isAnswered(phase) ? stepOutside(state, input) : stay(state)
  if (phase === 'preparing') return preparing(state, input)
  if (phase === 'placed') return placed(state, input)
  if (phase === 'ending') return ending(state, input)
  return answered(state, input)
}

/** Before its answer, and once we have hung it up, nobody is brought together with anybody. */
const isAnswered = (phase: Callee['phase']): boolean =>
  !['preparing', 'placed', 'ending', 'over'].includes(phase)

function preparing(state: Callee, input: CalleeInput): Stepped {
  switch (input.kind) {
    case 'mediaReady':
      return to(state, { phase: 'placed' }, { kind: 'invite' })
    case 'callerGone':
      return end(state, CALLER_GONE)
    case 'hangUp':
      return end(state, { cause: 'cancelled', from: 'us' })
    case 'mediaFailed':
    case 'ringLimit':
      return end(state, { cause: 'failed', from: 'us' })
    default:
      return refuseCommand(state, input)
  }
}

function placed(state: Callee, input: CalleeInput): Stepped {
  switch (input.kind) {
    case 'provisional':
      return provisional(state, input.told)
    case 'answered':
      return answer(state)
    case 'callerGone':
      return end(state, CALLER_GONE)
    case 'refused':
      return end(state, outcomeOf(input.final, state.withdrawal))
    case 'hangUp':
    case 'ringLimit':
      return withdraw(state, input.kind)
    case 'mediaFailed':
      return withdraw(state, 'media')
    default:
      return refuseCommand(state, input)
  }
}

function provisional(state: Callee, told: Provisional): Stepped {
  const rank = PROVISIONALS.indexOf(told) + 1
  if (rank <= state.told || state.withdrawal !== null) return stay(state)
  return to(state, { told: rank }, tell({ attempt: state.attempt, kind: told }))
}

function withdraw(state: Callee, withdrawal: Withdrawal): Stepped {
  if (state.withdrawal !== null) return stay(state)
  return to(state, { withdrawal }, { kind: 'cancel' })
}

/** An answer that crossed our CANCEL is told and ended: the person has lifted the receiver. */
function answer(state: Callee): Stepped {
  const told = tell({ attempt: state.attempt, kind: 'answered', by: 'unknown' })
  if (state.withdrawal === null)
    return withMusic(to(state, { phase: 'waiting' }, { kind: 'attach' }, told))
  return to(state, { phase: 'ending' }, told, BYE, RELEASE)
}

function answered(state: Callee, input: CalleeInput): Stepped {
  switch (input.kind) {
    case 'hangUp':
      return to(state, { phase: 'ending', ...ALONE }, BYE, RELEASE)
    case 'mediaFailed':
      return to(state, { phase: 'ending', withdrawal: 'media', ...ALONE }, BYE, RELEASE)
    case 'bye':
      return end(state, hungUp(input.from, input.q850))
    case 'connect':
    case 'announce':
      return beginTurn(state, input)
    case 'joined':
    case 'joinFailed':
      return input.turn === state.turn ? ofRoom(state, input) : stay(state)
    case 'legFell':
      return legFell(state, input.operator)
    case 'digit':
      return digit(state, input.digit)
    case 'played':
      return ofMessage(state, input)
    default:
      return stay(state)
  }
}

function beginTurn(
  state: Callee,
  input: Extract<CalleeInput, { kind: 'connect' | 'announce' }>,
): Stepped {
  if (state.phase !== 'waiting') return refuseCommand(state, input)
  const turn = state.turn + 1
  if (input.kind === 'connect') {
    const { operator } = input
    const join = { kind: 'join', operator, turn } as const
    return to(state, { phase: 'joining', operator, turn, music: false }, ...quiet(state), join)
  }
  const { announcement } = input
  const { stopKey } = announcement
  const play = { kind: 'play', announcement, turn } as const
  return to(state, { phase: 'announcing', stopKey, turn, music: false }, ...quiet(state), play)
}

/** Somebody who calls and is with nobody hears music while they wait. */
function withMusic({ state, effects }: Stepped): Stepped {
  if (!state.isCaller) return { state, effects }
  const music = { kind: 'music', turn: state.turn } as const
  return { state: { ...state, music: true }, effects: [...effects, music] }
}

function ofRoom(
  state: Callee,
  came: Extract<CalleeInput, { kind: 'joined' | 'joinFailed' }>,
): Stepped {
  const { attempt, phase, operator } = state
  if (came.kind === 'joined') return entered(state)
  if (phase === 'resuming') return notResumed(state)
  if (phase !== 'joining' || operator === null) return stay(state)
  const failed = tell({ attempt, kind: 'connectFailed', operator, why: came.why })
  return withMusic(to(state, { phase: 'waiting', ...ALONE }, { kind: 'leave' }, failed))
}

function digit(state: Callee, digit: string): Stepped {
  const { attempt, phase } = state
  const pressed = tell({ attempt, kind: 'digit', digit })
  if (isWithOperator(state)) return stay(state, pressed)
  if (phase !== 'announcing' || digit !== state.stopKey) return stay(state)
  const announced = tell({ attempt, kind: 'announced', completed: false })
  const stop = { kind: 'stopPlaying' } as const
  return to(state, { phase: 'waiting', ...ALONE }, stop, pressed, announced)
}

function ofMessage(state: Callee, input: Extract<CalleeInput, { kind: 'played' }>): Stepped {
  const { attempt, phase } = state
  if (phase !== 'announcing' || input.turn !== state.turn) return stay(state)
  const announced = tell({ attempt, kind: 'announced', completed: input.completed })
  return to(state, { phase: 'waiting', ...ALONE }, announced)
}

function ending(state: Callee, input: CalleeInput): Stepped {
  if (input.kind !== 'byeDone' && input.kind !== 'bye') return stay(state)
  return end(state, hungUp(state.withdrawal === 'media' ? 'network' : 'us', null))
}

/** Who has not been called yet is not lost: the call was never placed. */
function lost(state: Callee): Stepped {
  const { attempt, phase } = state
  if (phase === 'preparing') return end(state, { cause: 'failed', from: 'us' })
  const hangUp: CalleeEffect[] = phase === 'placed' ? [{ kind: 'cancel' }] : [BYE]
  return to(state, OVER, ...hangUp, RELEASE, tell({ attempt, kind: 'lost' }))
}

function end(state: Callee, how: Ending): Stepped {
  const { attempt } = state
  return to(state, OVER, RELEASE, tell({ attempt, kind: 'ended', ...how }))
}

/** RFC 3261, section 15: an answered call ends by a BYE. 16 is Q.850's normal clearing. */
function hungUp(from: Ending['from'], q850: number | null): Ending {
  return { cause: 'hangUp', from, sip: 200, q850: q850 ?? 16 }
}

/** A command in the wrong phase is the caller's mistake; what the network does never is. */
function refuseCommand(state: Callee, { kind }: CalleeInput): Stepped {
  const command = kind === 'connect' || kind === 'announce'
  // Who has just taken the call back may not know yet whether it was answered.
  const mistaken = command && state.withdrawal === null
  assert(!mistaken, `${kind} is for an answered call joined to nobody, not ${state.phase}`)
  return stay(state)
}

/** RFC 3261, section 15: the caller took it back. */
const CALLER_GONE: Ending = { cause: 'hangUp', from: 'callee', sip: 487 }
const OVER = { phase: 'over', ...ALONE } as const
const BYE: CalleeEffect = { kind: 'bye' }
const RELEASE: CalleeEffect = { kind: 'release' }
