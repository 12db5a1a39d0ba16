import { assert } from '../../../base/assert.ts'
import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { CallEvent } from '../../call-event.ts'
import type { Announcement } from '../../port.ts'
import { type Ending, type Final, outcomeOf, type Withdrawal } from './outcome.ts'
import { PROVISIONALS, type Provisional } from './progress.ts'

/**
 * - `preparing`: our media is being made ready; nobody has been called.
 * - `placed`: the INVITE is out and has no final response.
 * - `waiting`: answered and joined to nobody.
 * - `joining`, `joined`: on the way to an operator's room, and in it.
 * - `announcing`: a message is being played.
 * - `ending`: we have hung up an answered call and wait for the other side to say so.
 */
export type CalleePhase =
  | 'preparing'
  | 'placed'
  | 'waiting'
  | 'joining'
  | 'joined'
  | 'announcing'
  | 'ending'
  | 'over'

/** One call to a callee, apart from everything it is made of on the servers. */
export interface Callee {
  readonly attempt: AttemptId
  readonly phase: CalleePhase
  /** The last of `PROVISIONALS` that was told, counted from 1; 0: none. */
  readonly told: number
  /** Why we took it back before its answer, or hung it up because its media failed. */
  readonly withdrawal: Withdrawal | null
  /** The operator of a joining under way or standing. */
  readonly operator: OperatorId | null
  /** The key that ends the message being played. */
  readonly stopKey: string | null
  /** Counts joinings and messages, so that a late reply to one is not taken for the next. */
  readonly turn: number
}

/** What happens to a call, by command or from the network. */
export type CalleeInput =
  | { readonly kind: 'mediaReady' }
  /** The media server has no end for this call, or lost it. */
  | { readonly kind: 'mediaFailed' }
  | { readonly kind: 'provisional'; readonly told: Provisional }
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly final: Final }
  | { readonly kind: 'bye'; readonly from: 'callee' | 'network'; readonly q850: number | null }
  | { readonly kind: 'byeDone' }
  | { readonly kind: 'ringLimit' }
  | { readonly kind: 'hangUp' }
  | { readonly kind: 'connect'; readonly operator: OperatorId }
  | { readonly kind: 'joined'; readonly turn: number }
  | { readonly kind: 'joinFailed'; readonly turn: number }
  /** The operator's leg is gone. */
  | { readonly kind: 'legFell' }
  | { readonly kind: 'announce'; readonly announcement: Announcement }
  | { readonly kind: 'played'; readonly turn: number; readonly completed: boolean }
  | { readonly kind: 'digit'; readonly digit: string }
  /** A server that carries the call is gone. */
  | { readonly kind: 'lost' }

/** What is to be done, in this order. */
export type CalleeEffect =
  | { readonly kind: 'tell'; readonly event: CallEvent }
  | { readonly kind: 'invite' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'bye' }
  /** Lets the callee's media and ours find each other. */
  | { readonly kind: 'attach' }
  | { readonly kind: 'join'; readonly operator: OperatorId; readonly turn: number }
  | { readonly kind: 'leave' }
  | { readonly kind: 'play'; readonly announcement: Announcement; readonly turn: number }
  | { readonly kind: 'stopPlaying' }
  /** Gives our media back. */
  | { readonly kind: 'release' }

/** What a step comes to. */
export interface Stepped {
  readonly state: Callee
  readonly effects: readonly CalleeEffect[]
}

/** A call at its very beginning. */
export function newCallee(attempt: AttemptId): Callee {
  const nothing = { told: 0, withdrawal: null, operator: null, stopKey: null, turn: 0 }
  return { attempt, phase: 'preparing', ...nothing }
}

/**
 * The machine of one call. Whatever comes in whatever order, it tells exactly one `ended` or
 * `lost`, and it hangs up every answer that nobody waits for any more.
 */
export function stepCallee(state: Callee, input: CalleeInput): Stepped {
  const { phase } = state
  if (phase === 'over') return stay(state, ...(input.kind === 'answered' ? [BYE] : []))
  if (input.kind === 'lost') return lost(state)
  if (phase === 'preparing') return preparing(state, input)
  if (phase === 'placed') return placed(state, input)
  if (phase === 'ending') return ending(state, input)
  return answered(state, input)
}

function preparing(state: Callee, input: CalleeInput): Stepped {
  switch (input.kind) {
    case 'mediaReady':
      return to(state, { phase: 'placed' }, { kind: 'invite' })
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
  if (state.withdrawal === null) return to(state, { phase: 'waiting' }, { kind: 'attach' }, told)
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
    case 'legFell':
      return ofRoom(state, input)
    case 'digit':
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
    return to(state, { phase: 'joining', operator, turn }, { kind: 'join', operator, turn })
  }
  const { announcement } = input
  const { stopKey } = announcement
  return to(state, { phase: 'announcing', stopKey, turn }, { kind: 'play', announcement, turn })
}

function ofRoom(
  state: Callee,
  input: Extract<CalleeInput, { kind: 'joined' | 'joinFailed' | 'legFell' }>,
): Stepped {
  const { attempt, phase, operator } = state
  if (operator === null || (input.kind !== 'legFell' && input.turn !== state.turn))
    return stay(state)
  if (input.kind === 'joined') {
    if (phase !== 'joining') return stay(state)
    return to(state, { phase: 'joined' }, tell({ attempt, kind: 'connected', operator }))
  }
  const failed = tell({ attempt, kind: 'connectFailed', operator })
  const alone = { phase: 'waiting', ...ALONE } as const
  return to(state, alone, { kind: 'leave' }, ...(phase === 'joining' ? [failed] : []))
}

function ofMessage(
  state: Callee,
  input: Extract<CalleeInput, { kind: 'digit' | 'played' }>,
): Stepped {
  const { attempt, phase } = state
  const alone = { phase: 'waiting', ...ALONE } as const
  if (phase !== 'announcing') return stay(state)
  if (input.kind === 'digit') {
    if (input.digit !== state.stopKey) return stay(state)
    const pressed = tell({ attempt, kind: 'digit', digit: input.digit })
    const announced = tell({ attempt, kind: 'announced', completed: false })
    return to(state, alone, { kind: 'stopPlaying' }, pressed, announced)
  }
  if (input.turn !== state.turn) return stay(state)
  return to(state, alone, tell({ attempt, kind: 'announced', completed: input.completed }))
}

function ending(state: Callee, input: CalleeInput): Stepped {
  if (input.kind !== 'byeDone' && input.kind !== 'bye') return stay(state)
  return end(state, hungUp(state.withdrawal === 'media' ? 'network' : 'us', null))
}

function lost(state: Callee): Stepped {
  const { attempt, phase } = state
  const hangUp: CalleeEffect[] =
    phase === 'placed' ? [{ kind: 'cancel' }] : phase === 'preparing' ? [] : [BYE]
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

const ALONE = { operator: null, stopKey: null } as const
const OVER = { phase: 'over', ...ALONE } as const
const BYE: CalleeEffect = { kind: 'bye' }
const RELEASE: CalleeEffect = { kind: 'release' }
const tell = (event: CallEvent): CalleeEffect => ({ kind: 'tell', event })
const stay = (state: Callee, ...effects: CalleeEffect[]): Stepped => ({ state, effects })
const to = (state: Callee, change: Partial<Callee>, ...effects: CalleeEffect[]): Stepped => ({
  state: { ...state, ...change },
  effects,
})
