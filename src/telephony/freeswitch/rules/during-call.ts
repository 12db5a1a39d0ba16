import type { OperatorId } from '../../../base/id.ts'
import type { ActFailure, DuringCallAct, DuringCallEvent } from '../../call-event.ts'
import type {
  Callee,
  CalleeEffect,
  CalleeInput,
  CalleePhase,
  DuringCallInput,
  Stepped,
} from './callee-state.ts'
import { ALONE, stay, tell, to } from './callee-steps.ts'

const KINDS: ReadonlySet<string> = new Set<DuringCallInput['kind']>([
  'hold',
  'mute',
  'digits',
  'invite',
  'dismiss',
  'transfer',
  'outside',
  'moveFailed',
  'guestIn',
  'guestFailed',
  'acted',
])

/** Whether something belongs to a talk. */
export function isOfTalk(input: CalleeInput): input is DuringCallInput {
  return KINDS.has(input.kind)
}

/** Phases in which the callee is with an operator, on hold or not. */
const WITH_OPERATOR: readonly CalleePhase[] = ['joined', 'holding', 'held', 'resuming']

/** Whether an operator may have something done in the call now. */
export const isWithOperator = ({ phase }: Callee): boolean => WITH_OPERATOR.includes(phase)

/** One step of a call by an act of its operator; where they are in none, that is told. */
export function stepDuringCall(state: Callee, input: DuringCallInput): Stepped {
  switch (input.kind) {
    case 'hold':
      return isWithOperator(state)
        ? hold(state, input.on)
        : late(state, input.on ? 'hold' : 'resume')
    case 'mute':
      return isWithOperator(state)
        ? stay(state, { kind: 'mute', operator: state.operator!, on: input.on })
        : late(state, input.on ? 'mute' : 'unmute')
    case 'digits':
      return isWithOperator(state)
        ? stay(state, { kind: 'sendDigits', digits: input.digits })
        : late(state, 'digits')
    case 'invite':
      return invite(state, input.operator, input.free)
    case 'dismiss':
      return dismiss(state)
    case 'transfer':
      return transfer(state, input.operator, input.free)
    case 'outside':
      if (state.phase !== 'holding' || state.turn !== input.turn) return stay(state)
      return to(state, { phase: 'held' }, said(state, { kind: 'held' }))
    case 'moveFailed':
      return state.phase === 'moving' && state.turn === input.turn ? back(state) : stay(state)
    case 'guestIn':
    case 'guestFailed':
      return guest(state, input.operator, input.kind === 'guestIn')
    case 'acted':
      return isWithOperator(state) ? acted(state, input.act, input.done) : stay(state)
  }
}

/** The callee is in the room that they were on the way to. */
export function entered(state: Callee): Stepped {
  const { phase, operator, next } = state
  if (phase === 'resuming') return to(state, { phase: 'joined' }, said(state, { kind: 'resumed' }))
  if (phase === 'moving' && next !== null)
    return to(
      state,
      { ...ALONE, phase: 'joined', operator: next },
      said(state, { kind: 'transferred', operator: next }),
    )
  if (phase !== 'joining' || operator === null) return stay(state)
  return to(state, { phase: 'joined' }, said(state, { kind: 'connected', operator }))
}

/** The room was not entered: the callee goes back on hold, where they have been before. */
export function notResumed(state: Callee): Stepped {
  return putOnHold(state, failed(state, 'resume', 'failed'))
}

/** The leg of one of the operators of a call is gone. */
export function legFell(state: Callee, fallen: OperatorId): Stepped {
  const { phase, operator, next } = state
  if (state.guest === fallen) {
    const left = to(state, { guest: null }, said(state, { kind: 'guestLeft', operator: fallen }))
    return next === fallen ? followedBy(left, back) : left
  }
  if (next === fallen) return back(state)
  if (operator !== fallen) return stay(state)
  // Whoever is on the way to the next operator goes on.
  if (phase === 'moving' || phase === 'uniting') return to(state, { operator: null })
  const unjoined = said(state, { kind: 'connectFailed', operator, why: 'leg' })
  return alone(state, ...(phase === 'joining' ? [unjoined] : []))
}

/** The callee is with nobody. Whoever was on hold hears the music on. */
function alone(state: Callee, ...effects: readonly CalleeEffect[]): Stepped {
  const music = isHeld(state)
  return to(state, { ...ALONE, phase: 'waiting', music }, { kind: 'leave' }, ...effects)
}

/** The operator leaves; the callee is with nobody, and hears music. */
export function leaveOnHold(state: Callee, ...before: readonly CalleeEffect[]): Stepped {
  const hears = state.music || isHeld(state)
  const turn = state.turn + 1
  const music = hears ? [] : ([{ kind: 'leave' }, { kind: 'music', turn }] as const)
  return to(state, { ...ALONE, phase: 'waiting', music: true, turn }, ...before, ...music)
}

/** Whether the callee is on hold, or on the way there. */
export const isHeld = ({ phase }: Callee): boolean => phase === 'holding' || phase === 'held'

function hold(state: Callee, on: boolean): Stepped {
  const { phase } = state
  if (on && phase === 'held') return stay(state, said(state, { kind: 'held' }))
  if (!on && phase === 'joined') return stay(state, said(state, { kind: 'resumed' }))
  if (on) return phase === 'holding' ? stay(state) : putOnHold(state)
  return phase === 'resuming' ? stay(state) : resume(state)
}

function putOnHold(state: Callee, ...before: readonly CalleeEffect[]): Stepped {
  const turn = state.turn + 1
  const effects = [...before, { kind: 'leave' }, { kind: 'music', turn }] as const
  return to(state, { phase: 'holding', turn }, ...effects)
}

function resume(state: Callee, ...before: readonly CalleeEffect[]): Stepped {
  const turn = state.turn + 1
  const join = { kind: 'join', operator: state.operator!, turn } as const
  return to(state, { phase: 'resuming', turn }, ...before, STOP_MUSIC, { kind: 'leave' }, join)
}

function invite(state: Callee, operator: OperatorId, free: boolean): Stepped {
  if (!isWithOperator(state)) return late(state, 'invite')
  if (state.guest !== null) return stay(state, failed(state, 'invite', 'guestThere'))
  if (!free) return stay(state, failed(state, 'invite', 'legBusy'))
  return to(state, { guest: operator }, { kind: 'fetch', guest: operator, host: state.operator! })
}

function dismiss(state: Callee): Stepped {
  if (!isWithOperator(state)) return late(state, 'dismiss')
  const { guest: operator } = state
  if (operator === null) return stay(state, failed(state, 'dismiss', 'noGuest'))
  return to(state, { guest: null }, said(state, { kind: 'guestLeft', operator }))
}

function guest(state: Callee, operator: OperatorId, isIn: boolean): Stepped {
  if (state.guest !== operator || state.phase === 'moving') return stay(state)
  if (isIn) return stay(state, said(state, { kind: 'guestJoined', operator }))
  return to(state, { guest: null }, failed(state, 'invite', 'failed'))
}

function transfer(state: Callee, operator: OperatorId, free: boolean): Stepped {
  if (!isWithOperator(state)) return late(state, 'transfer')
  if (!free) return stay(state, failed(state, 'transfer', 'legBusy'))
  const turn = state.turn + 1
  const change = { phase: 'moving', next: operator, wasHeld: isHeld(state), turn } as const
  return to(state, change, { kind: 'move', operator, turn })
}

/** The next operator cannot be had: back to the one before, as it was, or to nobody. */
function back(state: Callee): Stepped {
  return toOperator(state, failed(state, 'transfer', 'failed'))
}

/** Whoever was on the way elsewhere goes back to the operator, or is alone: as they were. */
export function toOperator(state: Callee, why: CalleeEffect): Stepped {
  const { wasHeld, operator } = state
  if (operator === null) return wasHeld ? leaveOnHold(state, why, STOP_MUSIC) : alone(state, why)
  const before = { ...state, next: null, outside: null, wasHeld: false }
  return wasHeld ? putOnHold(before, why, STOP_MUSIC) : resume(before, why)
}

function acted(state: Callee, act: 'mute' | 'unmute' | 'digits', done: boolean): Stepped {
  const kind = ({ mute: 'muted', unmute: 'unmuted', digits: 'digitsSent' } as const)[act]
  return stay(state, done ? said(state, { kind }) : failed(state, act, 'failed'))
}

function followedBy(first: Stepped, then: (state: Callee) => Stepped): Stepped {
  const { state, effects } = then(first.state)
  return { state, effects: [...first.effects, ...effects] }
}

const late = (state: Callee, act: DuringCallAct): Stepped =>
  stay(state, failed(state, act, 'notJoined'))

const failed = (state: Callee, act: DuringCallAct, why: ActFailure): CalleeEffect =>
  said(state, { kind: 'actFailed', act, why })

const said = (
  { attempt }: Callee,
  event:
    | DuringCallEvent
    | { readonly kind: 'connected'; readonly operator: OperatorId }
    | {
        readonly kind: 'connectFailed'
        readonly operator: OperatorId
        readonly why: 'leg' | 'network'
      },
): CalleeEffect => tell({ attempt, ...event })

/** Ends the music of hold. */
export const STOP_MUSIC: CalleeEffect = { kind: 'stopMusic' }

/** Ends the music of a callee who is with nobody, where they hear any. */
export const quiet = ({ music }: Callee): readonly CalleeEffect[] => (music ? [STOP_MUSIC] : [])
