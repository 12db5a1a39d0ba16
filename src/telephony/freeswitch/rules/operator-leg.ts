import type { OperatorId } from '../../../base/id.ts'
import type { LegEvent, LegFailure } from '../../call-event.ts'
import type { Final } from './outcome.ts'

/**
 * - `preparing`: our media is being made ready.
 * - `ringing`: the phone has been called.
 * - `joining`: it was answered and is on its way into the operator's own room.
 * - `mending`: our media was lost and is made anew for the call that the phone is still in.
 * - `bare`: the phone is in a call without media, until somebody wants the leg again.
 */
export type LegPhase = 'preparing' | 'ringing' | 'joining' | 'up' | 'mending' | 'bare' | 'over'

/**
 * An operator's leg, from being called to its end. A new one is made for each time the phone is
 * called.
 */
export interface OperatorLeg {
  readonly operator: OperatorId
  readonly phase: LegPhase
  /** Whether the leg was last told as up. */
  readonly toldUp: boolean
}

/** What happens to an operator's leg. */
export type LegInput =
  | { readonly kind: 'mediaReady' }
  /** Our media is gone, or could not be made. */
  | { readonly kind: 'mediaFailed' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly final: Final }
  | { readonly kind: 'ringLimit' }
  | { readonly kind: 'joined' }
  /** Whoever has the phone has hung up. */
  | { readonly kind: 'bye' }
  /** The phone took no new media in its call, or did not even answer. */
  | { readonly kind: 'unanswered' }
  /** Somebody else has found that the phone does not answer: it is asked in its call. */
  | { readonly kind: 'doubted' }
  /** Its media are to be on another server. */
  | { readonly kind: 'moved' }
  /** It is wanted again. */
  | { readonly kind: 'raised' }
  /** Nobody wanted it again for as long as a phone may be without media. */
  | { readonly kind: 'bareLimit' }
  /** We were asked to take it down. */
  | { readonly kind: 'asked' }
  /** The media server is gone. */
  | { readonly kind: 'mediaLost' }
  /** The SIP server is gone. */
  | { readonly kind: 'lost' }

/**
 * What is to be done, in this order. `enter`: attach its media and join the room. `mend`: make
 * media anew, offer them to the phone, and join the room. `wait`: for `raised` or `bareLimit`.
 */
export type LegEffect =
  | { readonly kind: 'tell'; readonly event: LegEvent }
  | { readonly kind: 'invite' | 'cancel' | 'bye' | 'enter' | 'mend' | 'wait' | 'release' }

/** What a step comes to. */
export interface LegStepped {
  readonly state: OperatorLeg
  readonly effects: readonly LegEffect[]
}

/** A leg that is to be brought up. */
export function newLeg(operator: OperatorId): OperatorLeg {
  return { operator, phase: 'preparing', toldUp: false }
}

/** The machine of an operator's leg: each time it is raised it is told as down once, at its end. */
export function stepLeg(state: OperatorLeg, input: LegInput): LegStepped {
  const { phase } = state
  if (phase === 'over')
    return { state, effects: input.kind === 'answered' ? [{ kind: 'bye' }] : [] }
  switch (input.kind) {
    case 'mediaReady':
      return { state: { ...state, phase: 'ringing' }, effects: [{ kind: 'invite' }] }
    case 'answered':
      return { state: { ...state, phase: 'joining' }, effects: [{ kind: 'enter' }] }
    case 'joined':
      return joined(state)
    case 'raised':
      if (phase !== 'bare') return { state, effects: [] }
      return { state: { ...state, phase: 'mending' }, effects: [{ kind: 'mend' }] }
    case 'moved':
    case 'doubted':
      return phase === 'up' ? remade(state) : { state, effects: [] }
    case 'refused':
      return fall(state, whyRefused(input.final), false)
    case 'ringLimit':
      return isCalling(phase) ? fall(state, 'noAnswer') : { state, effects: [] }
    case 'bareLimit':
      return phase === 'bare' ? fall(state, 'lost') : { state, effects: [] }
    case 'asked':
      return fall(state, 'asked')
    case 'bye':
      return fall(state, 'hungUp', false)
    case 'mediaFailed':
      return mediaFailed(state)
    case 'unanswered':
      return phase === 'mending' ? fall(state, 'lost') : { state, effects: [] }
    case 'mediaLost':
      return phase === 'up' || phase === 'mending' || phase === 'bare'
        ? strip(state)
        : fall(state, 'lost')
    case 'lost':
      return fall(state, 'lost')
  }
}

const isCalling = (phase: LegPhase): boolean =>
  phase === 'preparing' || phase === 'ringing' || phase === 'joining'

/** A leg that was mended at once was never told as down. */
function joined(state: OperatorLeg): LegStepped {
  const { operator, toldUp } = state
  const event = { kind: 'operatorUp', operator } as const
  return {
    state: { operator, phase: 'up', toldUp: true },
    effects: toldUp ? [] : [{ kind: 'tell', event }],
  }
}

/**
 * The phone is in its call as far as is known: media are made anew and offered to it, at once while
 * the leg is up. When our side fails in that, whoever needs the leg hears of it and may try once
 * more; a phone that does not take them is gone, or its call is of no use any more.
 */
function mediaFailed(state: OperatorLeg): LegStepped {
  const { phase, toldUp } = state
  if (phase === 'bare') return { state, effects: [] }
  if (phase === 'mending') return toldUp ? strip(state) : fall(state, 'lost')
  return phase === 'up' ? remade(state) : fall(state, 'lost')
}

function remade(state: OperatorLeg): LegStepped {
  return {
    state: { ...state, phase: 'mending' },
    effects: [{ kind: 'release' }, { kind: 'mend' }],
  }
}

function strip(state: OperatorLeg): LegStepped {
  const { operator, phase } = state
  if (phase === 'bare') return { state, effects: [] }
  return {
    state: { operator, phase: 'bare', toldUp: false },
    effects: [{ kind: 'release' }, ...down(operator, 'lost'), { kind: 'wait' }],
  }
}

function fall({ operator, phase }: OperatorLeg, why: LegFailure, hangUp = true): LegStepped {
  const ends: LegEffect[] =
    !hangUp || phase === 'preparing' ? [] : [{ kind: phase === 'ringing' ? 'cancel' : 'bye' }]
  return {
    state: { operator, phase: 'over', toldUp: false },
    // One that is bare was told as down before.
    effects: [...ends, { kind: 'release' }, ...(phase === 'bare' ? [] : down(operator, why))],
  }
}

const down = (operator: OperatorId, why: LegFailure): readonly LegEffect[] => [
  { kind: 'tell', event: { kind: 'operatorDown', operator, why } },
]

/** A phone that is busy or declines, and one that could not be reached (RFC 3261, section 21). */
function whyRefused({ status, ours }: Final): LegFailure {
  if (status === null || ours) return 'noAnswer'
  const declined = status === 403 || status === 486 || status === 600 || status === 603
  return declined ? 'refused' : 'noAnswer'
}
