import type { OperatorId } from '../../../base/id.ts'
import type { LegEvent, LegFailure } from '../../call-event.ts'
import type { Final } from './outcome.ts'

/**
 * - `preparing`: our media is being made ready.
 * - `ringing`: the phone has been called.
 * - `joining`: it was answered and is on its way into the operator's own room.
 */
export type LegPhase = 'preparing' | 'ringing' | 'joining' | 'up' | 'over'

/**
 * An operator's leg, from being called to its end. A new one is made for each time it is raised.
 */
export interface OperatorLeg {
  readonly operator: OperatorId
  readonly phase: LegPhase
}

/** What happens to an operator's leg. */
export type LegInput =
  | { readonly kind: 'mediaReady' }
  | { readonly kind: 'mediaFailed' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly final: Final }
  | { readonly kind: 'ringLimit' }
  | { readonly kind: 'joined' }
  | { readonly kind: 'bye' }
  /** We were asked to take it down. */
  | { readonly kind: 'asked' }
  /** A server that carries it is gone. */
  | { readonly kind: 'lost' }

/** What is to be done, in this order. `enter`: attach its media and join the room. */
export type LegEffect =
  | { readonly kind: 'tell'; readonly event: LegEvent }
  | { readonly kind: 'invite' | 'cancel' | 'bye' | 'enter' | 'release' }

/** What a step comes to. */
export interface LegStepped {
  readonly state: OperatorLeg
  readonly effects: readonly LegEffect[]
}

/** A leg that is to be brought up. */
export function newLeg(operator: OperatorId): OperatorLeg {
  return { operator, phase: 'preparing' }
}

/** The machine of an operator's leg: it tells `operatorDown` exactly once, whatever comes. */
export function stepLeg(state: OperatorLeg, input: LegInput): LegStepped {
  const { phase, operator } = state
  if (phase === 'over')
    return { state, effects: input.kind === 'answered' ? [{ kind: 'bye' }] : [] }
  switch (input.kind) {
    case 'mediaReady':
      return { state: { operator, phase: 'ringing' }, effects: [{ kind: 'invite' }] }
    case 'answered':
      return { state: { operator, phase: 'joining' }, effects: [{ kind: 'enter' }] }
    case 'joined':
      return {
        state: { operator, phase: 'up' },
        effects: [{ kind: 'tell', event: { kind: 'operatorUp', operator } }],
      }
    case 'refused':
      return fall(state, whyRefused(input.final), false)
    case 'ringLimit':
      return phase === 'up' ? { state, effects: [] } : fall(state, 'noAnswer')
    case 'asked':
      return fall(state, 'asked')
    case 'bye':
      return fall(state, 'lost', false)
    case 'mediaFailed':
    case 'lost':
      return fall(state, 'lost')
  }
}

function fall({ operator, phase }: OperatorLeg, why: LegFailure, hangUp = true): LegStepped {
  const ends: LegEffect[] =
    !hangUp || phase === 'preparing' ? [] : [{ kind: phase === 'ringing' ? 'cancel' : 'bye' }]
  return {
    state: { operator, phase: 'over' },
    effects: [
      ...ends,
      { kind: 'release' },
      { kind: 'tell', event: { kind: 'operatorDown', operator, why } },
    ],
  }
}

/** A phone that is busy or declines, and one that could not be reached (RFC 3261, section 21). */
function whyRefused({ status, ours }: Final): LegFailure {
  if (status === null || ours) return 'noAnswer'
  const declined = status === 403 || status === 486 || status === 600 || status === 603
  return declined ? 'refused' : 'noAnswer'
}
