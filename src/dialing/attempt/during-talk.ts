import type { OperatorId } from '../../base/id.ts'
import type { CallEvent } from '../../telephony/call-event.ts'
import { JOIN_LIMIT, TALK_LIMIT } from '../limits.ts'
import type { Attempt, AttemptEffect, AttemptRules, Moment } from './attempt.ts'
import { type Handing, partings } from './parting.ts'
import { hangUpAs, seekAgain } from './steps.ts'

interface Step {
  readonly attempt: Attempt
  readonly effects: readonly AttemptEffect[]
}

const same = (attempt: Attempt): Step => ({ attempt, effects: [] })

/** Another operator is asked into the call. */
export function guestAsked(attempt: Attempt, guest: OperatorId): Step {
  const { state, outside } = attempt
  const isFull = state.name === 'talking' && (state.guest !== null || outside !== null)
  if (state.name !== 'talking' || isFull || state.operator === guest) return same(attempt)
  return {
    attempt: { ...attempt, state: { ...state, guest } },
    effects: [{ do: 'invite', operator: guest }],
  }
}

/** The guest is sent back, or goes by themselves. */
export function guestSent(attempt: Attempt): Step {
  const { state } = attempt
  if (state.name !== 'talking' || state.guest === null) return same(attempt)
  return {
    attempt: { ...attempt, state: { ...state, guest: null } },
    effects: [{ do: 'dismiss' }, { do: 'freeGuest', operator: state.guest }],
  }
}

/** The person is given to another operator, who may be the guest. */
export function handOver(attempt: Attempt, to: OperatorId): Step {
  const { state, outside } = attempt
  if (state.name !== 'talking' || state.operator === to) return same(attempt)
  const { operator: from, guest } = state
  const onHold = outside?.blind ?? false
  return {
    attempt: { ...attempt, state: { name: 'handing', from, to, guest, onHold } },
    effects: [
      { do: 'transfer', to },
      { do: 'plan', timer: 'join', delay: JOIN_LIMIT },
    ],
  }
}

/** What the network says of what was asked for in a talk. */
export function duringTalk(
  attempt: Attempt,
  event: CallEvent,
  rules: AttemptRules,
  at: Moment,
): Step {
  const { state } = attempt
  if (event.kind === 'transferred' && state.name === 'handing' && state.to === event.operator)
    return handed(attempt, state)
  if (event.kind !== 'actFailed') return same(attempt)
  if (event.act === 'transfer' && state.name === 'handing')
    return notHanded(attempt, state, rules, at)
  if (event.act !== 'invite' || state.name !== 'talking' || state.guest === null)
    return same(attempt)
  return {
    attempt: { ...attempt, state: { ...state, guest: null } },
    effects: [{ do: 'freeGuest', operator: state.guest }],
  }
}

/**
 * The leg of somebody who has part in a handing, or of a guest, is down: they are not there. Whom
 * the person was on the way to has failed them, whether the network says so or not.
 */
export function partGone(
  attempt: Attempt,
  operator: OperatorId,
  rules: AttemptRules,
  at: Moment,
): Step {
  const { state } = attempt
  if (state.name === 'talking' && state.guest === operator)
    return { attempt: { ...attempt, state: { ...state, guest: null } }, effects: [] }
  if (state.name !== 'handing') return same(attempt)
  const { from, guest } = state
  const left = {
    ...state,
    from: from === operator ? null : from,
    guest: guest === operator ? null : guest,
  }
  if (left.to === operator) return notHanded(attempt, left, rules, at)
  return { attempt: { ...attempt, state: left }, effects: [] }
}

/** Ends the call while the person is on the way from one operator to another. */
export function hangUpHanding(attempt: Attempt, state: Handing): Step {
  return hangUpAs(attempt, attempt.counted ?? 'connected', partings(state))
}

function handed(attempt: Attempt, { from, to, guest }: Handing): Step {
  const left: readonly AttemptEffect[] =
    guest === null || guest === to ? [] : [{ do: 'freeGuest', operator: guest }]
  return {
    attempt: { ...attempt, state: { name: 'talking', operator: to, guest: null } },
    effects: [
      { do: 'plan', timer: 'end', delay: TALK_LIMIT },
      { do: 'mark', marks: { operator: to } },
      { do: 'handOn', from, to },
      ...left,
    ],
  }
}

/** The person stays with the operator before; where that one is gone, another one is sought. */
function notHanded(
  attempt: Attempt,
  { from, to, guest, onHold }: Handing,
  rules: AttemptRules,
  at: Moment,
): Step {
  const freed: readonly AttemptEffect[] = guest === to ? [] : [{ do: 'freeGuest', operator: to }]
  const offHold: readonly AttemptEffect[] = onHold ? [{ do: 'hold', on: false }] : []
  if (from !== null)
    return {
      attempt: { ...attempt, state: { name: 'talking', operator: from, guest } },
      effects: [{ do: 'plan', timer: 'end', delay: TALK_LIMIT }, ...freed, ...offHold],
    }
  const { attempt: seeking, effects } = seekAgain(attempt, null, at.now + rules.connectWithin, at)
  const gone: readonly AttemptEffect[] =
    guest === null ? [] : [{ do: 'freeGuest', operator: guest }]
  return { attempt: seeking, effects: [...effects, ...freed, ...gone] }
}
