import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { OriginateRequest } from '../../port.ts'
import type { JoinAnswer } from '../legs.ts'
import type { AnsweredCallee, CalleeScript } from '../script.ts'
import type { TrunkLoad } from '../trunk.ts'

/**
 * - `placed`: from originate to the network's answer.
 * - `waiting`: answered, joined to nobody.
 * - `joining`: a connection is under way.
 * - `joined`: the callee and an operator hear each other.
 * - `announcing`: a message is being played.
 * - `visiting`: somebody outside is in the room of another call, or on the way there.
 * - `united`: with somebody outside, or for those with the callee, and with no operator.
 */
export type CallPhase =
  | 'placed'
  | 'waiting'
  | 'joining'
  | 'joined'
  | 'announcing'
  | 'visiting'
  | 'united'

/** Phases in which people talk: what they have to say runs out in them. */
export const TALKS: readonly CallPhase[] = ['joined', 'visiting', 'united']

/** One call of the exchange. All times are monotonic ms; Infinity means never. */
export interface Call {
  readonly attempt: AttemptId
  readonly request: OriginateRequest
  readonly script: CalleeScript
  /** The trunk whose line it holds; null when the trunk turned it away. */
  readonly holds: TrunkLoad | null
  readonly placedAt: number
  phase: CallPhase
  phaseSince: number
  /** How many of the three kinds of provisional responses are behind it. */
  provisionals: number
  answeredAt: number
  /** Since when nobody has spoken to the callee, neither an operator nor a message. */
  aloneSince: number
  /** Who answered; null before that. */
  callee: AnsweredCallee | null
  /** How much longer the callee will talk. */
  talkLeft: number
  /** The operator of a connection under way or standing. */
  operator: OperatorId | null
  /** The operator that the callee of a joined call is given to; null: to none. */
  next: OperatorId | null
  /** Another operator in the room of a joined call, or on the way there. */
  guest: OperatorId | null
  /** The other of a callee and somebody outside who have to do with each other; null: nobody. */
  other: AttemptId | null
  /** Whether a callee who waits, with nobody, hears music. */
  music: boolean
  /** Whether they are on the way to hear each other with no operator. */
  uniting: boolean
  /** Counts what was asked for of hold: only the last of it happens. */
  holdTurn: number
  /** How the connection under way will go; null when none is. */
  joining: JoinAnswer | null
  /**
   * When the phase ends by itself: the connection or the message is done, or the operator's leg
   * drops.
   */
  phaseEndsAt: number
  /** What the callee does with the message being played, and when. */
  reaction: Step | null
  /** The key that the message being played asks for. */
  stopKey: string | null
  /** When our end of the call takes effect; Infinity while we have not asked for it. */
  endingAt: number
  /** When a callee who has left unseen is noticed; Infinity while there is no such thing. */
  lostAt: number
  /** Takes the planned step back. */
  cancel: () => void
}

/** What happens next to a call by itself. */
export interface Step {
  readonly at: number
  readonly kind:
    | 'trying'
    | 'ringing'
    | 'earlyMedia'
    | 'outcome'
    | 'ringLimit'
    | 'leave'
    | 'join'
    | 'drop'
    | 'key'
    | 'played'
    | 'ending'
    | 'lost'
}

/** @returns a call placed at `now`. */
export function placed(
  attempt: AttemptId,
  request: OriginateRequest,
  script: CalleeScript,
  holds: TrunkLoad | null,
  now: number,
): Call {
  return {
    attempt,
    request,
    script,
    holds,
    placedAt: now,
    phase: 'placed',
    phaseSince: now,
    provisionals: 0,
    answeredAt: Infinity,
    aloneSince: now,
    callee: null,
    talkLeft: Infinity,
    operator: null,
    next: null,
    guest: null,
    other: null,
    music: false,
    uniting: false,
    holdTurn: 0,
    joining: null,
    phaseEndsAt: Infinity,
    reaction: null,
    stopKey: null,
    endingAt: Infinity,
    lostAt: Infinity,
    cancel: nothing,
  }
}

/** Moves a call to another phase, which ends by itself at `until`. */
export function enter(call: Call, phase: CallPhase, now: number, until = Infinity): void {
  if (TALKS.includes(call.phase)) call.talkLeft -= now - call.phaseSince
  if (phase === 'waiting' && call.phase !== 'joining') call.aloneSince = now
  call.phase = phase
  call.phaseSince = now
  call.phaseEndsAt = until
  call.reaction = null
  call.music = false
  if (phase !== 'waiting') return
  call.operator = call.next = call.guest = null
  call.uniting = false
  call.joining = call.stopKey = null
}

const nothing = (): void => {}
