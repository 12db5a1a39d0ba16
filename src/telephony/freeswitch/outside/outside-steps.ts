import type { Callee, CalleeInput, OutsideInput, Stepped } from '../rules/callee-state.ts'
import { ALONE, stay, tell, to } from '../rules/callee-steps.ts'
import {
  isHeld,
  isWithOperator,
  leaveOnHold,
  quiet,
  STOP_MUSIC,
  toOperator,
} from '../rules/during-call.ts'

const KINDS: ReadonlySet<string> = new Set<OutsideInput['kind']>([
  'visit',
  'visited',
  'unite',
  'met',
  'bring',
  'brought',
  'leaveOnHold',
  'alone',
])

/** Whether something is about people outside in calls. */
export function isOfOutside(input: CalleeInput): input is OutsideInput {
  return KINDS.has(input.kind)
}

/** One step of an answered call that is brought into another one, or that another is brought to. */
export function stepOutside(state: Callee, input: OutsideInput): Stepped {
  const { phase, turn } = state
  switch (input.kind) {
    case 'visit':
      if (phase !== 'waiting' || !input.welcome) return stay(state, notLetIn(state))
      return to(state, { phase: 'visiting', music: false, turn: turn + 1 }, ...quiet(state), {
        kind: 'visit',
        turn: turn + 1,
      })
    case 'visited':
      if (phase !== 'visiting' || input.turn !== turn) return stay(state)
      if (input.done) return stay(state, tell({ attempt: state.attempt, kind: 'letIn' }))
      return to(state, { ...ALONE, phase: 'waiting' }, { kind: 'leave' }, notLetIn(state))
    case 'unite':
      return unite(state, input)
    case 'met':
      return phase === 'uniting' && input.turn === turn ? met(state, input.done) : stay(state)
    case 'bring':
      if (phase !== 'waiting' && phase !== 'visiting') return stay(state)
      return to(state, { phase: 'uniting', music: false, turn: turn + 1 }, ...quiet(state), {
        kind: 'leave',
      })
    case 'brought':
      if (phase !== 'uniting' || input.turn !== turn) return stay(state)
      return input.done ? to(state, { phase: 'united' }) : alone(state)
    case 'leaveOnHold':
      return isWithOperator(state) || phase === 'waiting' ? leaveOnHold(state) : stay(state)
    case 'alone':
      return ['visiting', 'uniting', 'united'].includes(phase) ? alone(state) : stay(state)
  }
}

function unite(
  state: Callee,
  { outside, there }: Extract<OutsideInput, { kind: 'unite' }>,
): Stepped {
  const { attempt, phase } = state
  const canGo = isWithOperator(state) || phase === 'waiting'
  if (!there || !canGo) return stay(state, tell({ attempt, kind: 'notUnited', outside }))
  const turn = state.turn + 1
  const wasHeld = state.music || isHeld(state)
  const music = wasHeld || phase === 'resuming' ? [STOP_MUSIC] : []
  const change = { phase: 'uniting', outside, wasHeld, music: false, turn } as const
  return to(state, change, ...music, { kind: 'leave' }, { kind: 'meet', outside, turn })
}

function met(state: Callee, done: boolean): Stepped {
  const { attempt } = state
  const outside = state.outside!
  if (!done) return toOperator(state, tell({ attempt, kind: 'notUnited', outside }))
  return to(state, { ...ALONE, phase: 'united' }, tell({ attempt, kind: 'united', outside }))
}

/** A late word of the room they were on the way to is none of the next one. */
const alone = (state: Callee): Stepped =>
  to(state, { ...ALONE, phase: 'waiting', turn: state.turn + 1 }, { kind: 'leave' })

const notLetIn = ({ attempt }: Callee) => tell({ attempt, kind: 'notLetIn' })
