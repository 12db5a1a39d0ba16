import type { OperatorId } from '../../base/id.ts'
import type { AttemptMarks } from '../../store/records.ts'
import type { CallEvent } from '../../telephony/call-event.ts'
import { JOIN_LIMIT, TALK_LIMIT } from '../limits.ts'
import type {
  Attempt,
  AttemptEffect,
  AttemptEvent,
  AttemptRules,
  AttemptState,
  Moment,
  OutsidePart,
} from './attempt.ts'
import { announce, finish, hangUpAs, seekAgain } from './steps.ts'

interface Step {
  readonly attempt: Attempt
  readonly effects: readonly AttemptEffect[]
}

type OutsideEvent = Extract<
  AttemptEvent,
  { kind: 'outsideAsked' | 'outside' | 'outsideSent' | 'outsideGiven' | 'outsideKept' }
>

/** The person is on the way to somebody outside. */
type Uniting = Extract<AttemptState, { name: 'uniting' }>

const same = (attempt: Attempt): Step => ({ attempt, effects: [] })

/** What somebody outside is to a call, and what its operator does about them. */
export function stepOutside(attempt: Attempt, event: OutsideEvent): Step {
  const { state, outside } = attempt
  if (event.kind === 'outsideAsked') {
    const isFree = state.name === 'talking' && state.guest === null && outside === null
    return isFree ? asked(attempt, event) : same(attempt)
  }
  if (outside === null) return same(attempt)
  if (event.kind !== 'outside')
    return state.name === 'talking' ? acted(attempt, outside, event.kind) : same(attempt)
  return event.outside === outside.id ? became(attempt, outside, event.is) : same(attempt)
}

/** Nobody outside is kept in a call without its talk. */
export function leavingNobody({ attempt, effects }: Step): Step {
  const { state, outside } = attempt
  if (outside === null || WITH_OUTSIDE.has(state.name)) return { attempt, effects }
  const drop = { do: 'dropOutside', outside: outside.id } as const
  return { attempt: { ...attempt, outside: null }, effects: [drop, ...effects] }
}

const WITH_OUTSIDE: ReadonlySet<AttemptState['name']> = new Set([
  'talking',
  'awaiting',
  'uniting',
  'given',
])

/**
 * Whoever is in the call from outside has the person when the operator's leg drops, and is to have
 * them where it still rings for the person.
 */
export function operatorLeft(attempt: Attempt): Step | null {
  const { state, outside } = attempt
  if (state.name !== 'talking' || outside === null) return null
  if (outside.blind) return awaitThem(attempt)
  return outside.stage === 'there' ? unite(attempt, outside, null) : null
}

/** An operator who has given the person away, and hangs up while it rings outside, leaves them. */
export function leftRinging(attempt: Attempt): Step | null {
  const { state, outside } = attempt
  if (state.name !== 'talking' || !outside?.blind) return null
  return awaitThem(attempt, { do: 'leaveRinging', operator: state.operator })
}

/** The talk's limit stands: it began with this person, and holds for all that comes of it. */
function awaitThem(attempt: Attempt, ...then: readonly AttemptEffect[]): Step {
  return {
    attempt: { ...attempt, state: { name: 'awaiting' } },
    effects: [{ do: 'leaveOnHold' }, ...then],
  }
}

/**
 * One step of a call whose person waits for somebody outside, is on the way to them or with them.
 */
export function stepApart(
  attempt: Attempt,
  event: AttemptEvent,
  rules: AttemptRules,
  at: Moment,
): Step {
  const { state } = attempt
  switch (event.kind) {
    case 'call':
      return onCall(attempt, event.event, rules, at)
    case 'operatorGone':
      if (state.name !== 'uniting' || state.from !== event.operator) return same(attempt)
      return { attempt: { ...attempt, state: { ...state, from: null } }, effects: [] }
    case 'takenBack':
      return over(attempt)
    case 'cardClosed':
      return { attempt: { ...attempt, isClosed: true }, effects: [] }
    case 'timeUp':
      return event.timer === (state.name === 'uniting' ? 'join' : 'end')
        ? over(attempt)
        : same(attempt)
    case 'outside':
      if (state.name === 'awaiting') return awaited(attempt, event, rules, at)
      return stepOutside(attempt, event)
    default:
      return same(attempt)
  }
}

function asked(
  attempt: Attempt,
  { outside: id, blind }: Extract<OutsideEvent, { kind: 'outsideAsked' }>,
): Step {
  const call = { do: 'callOutside', outside: id } as const
  return {
    attempt: { ...attempt, outside: { id, stage: 'called', blind } },
    effects: blind ? [{ do: 'hold', on: true }, call] : [call],
  }
}

function acted(
  attempt: Attempt,
  outside: OutsidePart,
  kind: 'outsideSent' | 'outsideGiven' | 'outsideKept',
): Step {
  if (kind === 'outsideKept')
    return { attempt: { ...attempt, outside: { ...outside, blind: false } }, effects: [] }
  if (kind === 'outsideSent')
    return {
      attempt: { ...attempt, outside: null },
      effects: [{ do: 'dropOutside', outside: outside.id }, ...personBack(outside)],
    }
  if (outside.stage !== 'called') return unite(attempt, outside, operatorOf(attempt))
  if (outside.blind) return same(attempt)
  return {
    attempt: { ...attempt, outside: { ...outside, blind: true } },
    effects: [{ do: 'hold', on: true }],
  }
}

function became(attempt: Attempt, outside: OutsidePart, is: 'answered' | 'there' | 'gone'): Step {
  const { state } = attempt
  if (is === 'gone') return gone(attempt, outside)
  if (state.name !== 'talking') return same(attempt)
  if (is === 'answered' && outside.blind) return unite(attempt, outside, state.operator)
  const known = { ...attempt, outside: { ...outside, stage: is } }
  const letIn = { do: 'letIn', outside: outside.id } as const
  return { attempt: known, effects: is === 'answered' ? [letIn] : [] }
}

/** What becomes of somebody outside, as far as the person who waits for them is concerned. */
function awaited(
  attempt: Attempt,
  event: Extract<OutsideEvent, { kind: 'outside' }>,
  rules: AttemptRules,
  at: Moment,
): Step {
  const { outside } = attempt
  if (outside === null || outside.id !== event.outside) return same(attempt)
  if (event.is === 'answered') return unite(attempt, outside, null)
  if (event.is === 'there') return same(attempt)
  return needOperator({ ...attempt, outside: null }, rules, at)
}

/** Whoever closed the card is done with the person: they are told so, as when nobody comes. */
function needOperator(attempt: Attempt, { connectWithin }: AttemptRules, at: Moment): Step {
  if (attempt.isClosed) return announce(attempt, [], at)
  const { attempt: after, effects } = seekAgain(attempt, null, at.now + connectWithin, at)
  if (after.state.name !== 'seeking') return { attempt: after, effects }
  return { attempt: after, effects: [...effects, { do: 'takeCard' }] }
}

function gone(attempt: Attempt, outside: OutsidePart): Step {
  const { state } = attempt
  const without = { ...attempt, outside: null }
  if (state.name === 'given') return hangUpAs(without, attempt.counted ?? 'connected', [])
  if (state.name === 'uniting')
    return { attempt: { ...attempt, state: { ...state, gone: true } }, effects: [] }
  return { attempt: without, effects: personBack(outside) }
}

/** Who was put on hold for a transfer comes back to the operator. */
const personBack = ({ blind }: OutsidePart): readonly AttemptEffect[] =>
  blind ? [{ do: 'hold', on: false }] : []

function unite(attempt: Attempt, outside: OutsidePart, from: OperatorId | null): Step {
  return {
    attempt: { ...attempt, state: { name: 'uniting', from, gone: false } },
    effects: [
      { do: 'unite', outside: outside.id },
      { do: 'plan', timer: 'join', delay: JOIN_LIMIT },
    ],
  }
}

function onCall(attempt: Attempt, event: CallEvent, rules: AttemptRules, at: Moment): Step {
  const { state, outside } = attempt
  const uniting = state.name === 'uniting' ? state : null
  switch (event.kind) {
    case 'united':
      if (uniting === null || outside === null) return same(attempt)
      return uniting.gone
        ? backTo(attempt, uniting, rules, at)
        : united(attempt, outside, uniting.from)
    case 'notUnited':
      return uniting === null ? same(attempt) : notUnited(attempt, uniting, rules, at)
    case 'ended':
      return finish(attempt, as(attempt), at, endMarks(event), parting(state))
    case 'lost':
      return finish(attempt, as(attempt), at, { endedBy: 'network' }, parting(state))
    default:
      return same(attempt)
  }
}

function united(attempt: Attempt, outside: OutsidePart, from: OperatorId | null): Step {
  return {
    attempt: { ...attempt, state: { name: 'given' } },
    effects: [
      { do: 'plan', timer: 'end', delay: TALK_LIMIT },
      { do: 'leaveOutside', outside: outside.id, from },
    ],
  }
}

/** Nobody outside is there after all: the person goes back to the operator, or to another one. */
function backTo(attempt: Attempt, { from }: Uniting, rules: AttemptRules, at: Moment): Step {
  const until = at.now + rules.connectWithin
  const without = { ...attempt, outside: null }
  if (from === null) return needOperator(without, rules, at)
  return {
    attempt: { ...without, state: { name: 'joining', operator: from, until } },
    effects: [
      { do: 'connect', operator: from },
      { do: 'plan', timer: 'join', delay: JOIN_LIMIT },
    ],
  }
}

/** The network has brought the person back to their operator, where that one is there. */
function notUnited(attempt: Attempt, uniting: Uniting, rules: AttemptRules, at: Moment): Step {
  const { from, gone } = uniting
  const { outside } = attempt
  const drop: readonly AttemptEffect[] =
    outside === null || gone ? [] : [{ do: 'dropOutside', outside: outside.id }]
  if (from === null) {
    const { attempt: seeking, effects } = backTo(attempt, uniting, rules, at)
    return { attempt: seeking, effects: [...drop, ...effects] }
  }
  return {
    attempt: {
      ...attempt,
      outside: null,
      state: { name: 'talking', operator: from, guest: null },
    },
    effects: [
      { do: 'plan', timer: 'end', delay: TALK_LIMIT },
      ...drop,
      ...(outside === null ? [] : personBack(outside)),
    ],
  }
}

const over = (attempt: Attempt): Step =>
  hangUpAs(attempt, attempt.counted ?? 'connected', parting(attempt.state))

/** The card of a call that ends on the way is the operator's, as after any talk. */
function parting(state: AttemptState): readonly AttemptEffect[] {
  const from = state.name === 'uniting' ? state.from : null
  return from === null ? [] : [{ do: 'callEnded', operator: from }]
}

const as = ({ counted }: Attempt) => counted ?? 'connected'

const operatorOf = ({ state }: Attempt): OperatorId | null =>
  state.name === 'talking' ? state.operator : null

const endMarks = ({ from, sip, q850 }: Extract<CallEvent, { kind: 'ended' }>): AttemptMarks => ({
  endedBy: from,
  ...(sip === undefined ? {} : { sip }),
  ...(q850 === undefined ? {} : { q850 }),
})
