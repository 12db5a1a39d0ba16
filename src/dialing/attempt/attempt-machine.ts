import { never } from '../../base/assert.ts'
import type { OperatorId } from '../../base/id.ts'
import type { CallEvent } from '../../telephony/call-event.ts'
import { JOIN_LIMIT, LIFT_LIMIT, RING_GUARD, TALK_LIMIT } from '../limits.ts'
import type {
  Attempt,
  AttemptEffect,
  AttemptEvent,
  AttemptRules,
  AttemptTimer,
  Moment,
} from './attempt.ts'
import {
  duringTalk,
  guestAsked,
  guestSent,
  handOver,
  hangUpHanding,
  partGone,
} from './during-talk.ts'
import { talkEnds } from './parting.ts'
import { announce, answered, ended, finish, hangUpAs, lost, seekAgain } from './steps.ts'
import { leavingNobody, leftRinging, operatorLeft, stepApart, stepOutside } from './with-outside.ts'

/** The attempt after an event, and what is to be done about it. */
export interface AttemptStep {
  readonly attempt: Attempt
  readonly effects: readonly AttemptEffect[]
}

/**
 * One step of an attempt. Pure. An event that does not fit the state, late or doubled, changes
 * nothing: `effects` is then empty and the attempt the same object.
 */
export function stepAttempt(
  attempt: Attempt,
  event: AttemptEvent,
  rules: AttemptRules,
  at: Moment,
): AttemptStep {
  const { name } = attempt.state
  const isApart = name === 'awaiting' || name === 'uniting' || name === 'given'
  return hungUp(leavingNobody((isApart ? stepApart : stepOne)(attempt, event, rules, at)), at)
}

/** Knows when an answered call was hung up: at once where the answer crossed our end of it. */
function hungUp({ attempt, effects }: AttemptStep, { wall }: Moment): AttemptStep {
  const { state, answeredAt, hungUpAt } = attempt
  const isNow = state.name === 'ending' && answeredAt !== null && hungUpAt === null
  return { attempt: isNow ? { ...attempt, hungUpAt: wall } : attempt, effects }
}

function stepOne(
  attempt: Attempt,
  event: AttemptEvent,
  rules: AttemptRules,
  at: Moment,
): AttemptStep {
  switch (event.kind) {
    case 'startCall':
      if (attempt.state.name !== 'preview') return same(attempt)
      return {
        attempt: { ...attempt, state: { name: 'beginning', takenBack: false } },
        effects: [{ do: 'begin' }],
      }
    case 'begun':
      return begun(attempt, event.allowed, rules, at)
    case 'refused':
      return attempt.state.name === 'beginning'
        ? finish(attempt, 'notPlaced', at, null)
        : same(attempt)
    case 'call':
      return onCall(attempt, event.event, rules, at)
    case 'operatorFound':
      return operatorFound(attempt, event.operator, at)
    case 'operatorGone':
      return operatorGone(attempt, event.operator, rules, at)
    case 'operatorHungUp':
      return operatorHungUp(attempt)
    case 'guestAsked':
      return guestAsked(attempt, event.guest)
    case 'guestSent':
      return guestSent(attempt)
    case 'handOver':
      return handOver(attempt, event.to)
    case 'outsideAsked':
    case 'outside':
    case 'outsideSent':
    case 'outsideGiven':
    case 'outsideKept':
      return stepOutside(attempt, event)
    case 'cardClosed':
      return same(attempt)
    case 'takenBack':
      return takenBack(attempt, at)
    case 'timeUp':
      return timeUp(attempt, event.timer, at)
    default:
      return never(event)
  }
}

const same = (attempt: Attempt): AttemptStep => ({ attempt, effects: [] })

function begun(attempt: Attempt, allowed: boolean, rules: AttemptRules, at: Moment): AttemptStep {
  const { state } = attempt
  if (state.name !== 'beginning') return same(attempt)
  if (!allowed || state.takenBack) return finish(attempt, 'notPlaced', at, { endedBy: 'us' })
  if (attempt.incoming !== null)
    return {
      attempt: { ...attempt, state: { name: 'placed' } },
      effects: [{ do: 'answer' }, { do: 'plan', timer: 'ring', delay: LIFT_LIMIT }],
    }
  return {
    attempt: { ...attempt, state: { name: 'placed' } },
    effects: [
      { do: 'mark', marks: { placedAt: at.wall } },
      { do: 'originate' },
      { do: 'plan', timer: 'ring', delay: rules.ringLimit + RING_GUARD },
    ],
  }
}

function onCall(attempt: Attempt, event: CallEvent, rules: AttemptRules, at: Moment): AttemptStep {
  const { state } = attempt
  switch (event.kind) {
    case 'trying':
    case 'ringing':
    case 'earlyMedia':
      if (state.name !== 'placed' || attempt.provisional) return same(attempt)
      return {
        attempt: { ...attempt, provisional: true },
        effects: [{ do: 'mark', marks: { provisionalAt: at.wall } }],
      }
    case 'answered':
      return answered(attempt, event.by, rules, at)
    case 'connected':
      return connected(attempt, event.operator, rules, at)
    case 'connectFailed':
      if (state.name !== 'joining' || state.operator !== event.operator) return same(attempt)
      return seekAgain(
        attempt,
        { operator: state.operator, phoneFailed: event.why === 'leg' },
        state.until,
        at,
      )
    case 'digit':
      if (state.name !== 'announcing' || event.digit !== rules.stopKey) return same(attempt)
      return hangUpAs(attempt, 'abandoned', [
        { do: 'stopNumber' },
        { do: 'mark', marks: { messageEndedAt: at.wall } },
      ])
    case 'announced':
      if (state.name !== 'announcing') return same(attempt)
      return hangUpAs(attempt, 'abandoned', [{ do: 'mark', marks: { messageEndedAt: at.wall } }])
    case 'ended':
      return ended(attempt, event, at)
    case 'lost':
      return lost(attempt, at)
    default:
      return duringTalk(attempt, event, rules, at)
  }
}

function operatorFound(attempt: Attempt, operator: OperatorId, at: Moment): AttemptStep {
  const { state } = attempt
  if (state.name !== 'seeking') return same(attempt)
  return {
    attempt: { ...attempt, state: { name: 'joining', operator, until: state.until } },
    effects: [
      { do: 'stopSeeking' },
      // Who has spoken to somebody stays theirs in the records until the next one has them.
      ...(attempt.spoke ? [] : [{ do: 'mark', marks: { reservedAt: at.wall, operator } } as const]),
      { do: 'connect', operator },
      { do: 'plan', timer: 'join', delay: JOIN_LIMIT },
    ],
  }
}

function connected(
  attempt: Attempt,
  operator: OperatorId,
  rules: AttemptRules,
  at: Moment,
): AttemptStep {
  const { state } = attempt
  if (state.name !== 'joining' || state.operator !== operator) return same(attempt)
  const effects: AttemptEffect[] = [{ do: 'plan', timer: 'end', delay: TALK_LIMIT }]
  let { counted } = attempt
  if (counted === null && attempt.incoming !== null) {
    counted = 'served'
    effects.push({ do: 'mark', marks: { connectedAt: at.wall } })
  } else if (counted === null) {
    const inTime = at.now - (attempt.answeredAt ?? at.now) <= rules.connectWithin
    counted = inTime ? 'connected' : 'abandoned'
    effects.push({ do: 'mark', marks: { connectedAt: at.wall } }, { do: 'count', as: counted })
  } else effects.push({ do: 'mark', marks: { operator } })
  effects.push({ do: 'openCard', operator })
  return {
    attempt: {
      ...attempt,
      state: { name: 'talking', operator, guest: null },
      counted,
      spoke: true,
    },
    effects,
  }
}

function operatorGone(
  attempt: Attempt,
  operator: OperatorId,
  rules: AttemptRules,
  at: Moment,
): AttemptStep {
  const { state } = attempt
  if (state.name !== 'talking' || state.operator !== operator)
    return partGone(attempt, operator, rules, at)
  const left = operatorLeft(attempt)
  if (left !== null) return left
  // Whoever is in the call already takes the person.
  if (state.guest !== null) {
    const until = at.now + rules.connectWithin
    return {
      attempt: { ...attempt, state: { name: 'joining', operator: state.guest, until } },
      effects: [
        { do: 'connect', operator: state.guest },
        { do: 'plan', timer: 'join', delay: JOIN_LIMIT },
      ],
    }
  }
  // The person is in mid-talk: they get as long as after an answer before the message.
  return seekAgain(attempt, null, at.now + rules.connectWithin, at)
}

/** Who has given the person away, and leaves, ends nothing. */
function operatorHungUp(attempt: Attempt): AttemptStep {
  if (attempt.state.name === 'handing') return same(attempt)
  return leftRinging(attempt) ?? hangUpTalk(attempt)
}

function hangUpTalk(attempt: Attempt): AttemptStep {
  const { state } = attempt
  if (state.name === 'handing') return hangUpHanding(attempt, state)
  if (state.name !== 'talking') return same(attempt)
  return hangUpAs(attempt, attempt.counted ?? 'connected', talkEnds(state))
}

function takenBack(attempt: Attempt, at: Moment): AttemptStep {
  const { state } = attempt
  switch (state.name) {
    case 'preview':
      return finish(attempt, 'notPlaced', at, null)
    case 'beginning':
      return { attempt: { ...attempt, state: { name: 'beginning', takenBack: true } }, effects: [] }
    case 'placed':
      return hangUpAs(attempt, 'cancelled', [])
    case 'seeking':
      return hangUpAs(attempt, 'abandoned', [{ do: 'stopSeeking' }])
    case 'joining':
      return hangUpAs(attempt, 'abandoned', [
        { do: 'freeOperator', operator: state.operator, phoneFailed: false },
      ])
    case 'talking':
    case 'handing':
      return hangUpTalk(attempt)
    case 'announcing':
      return hangUpAs(attempt, 'abandoned', [])
    case 'awaiting':
    case 'uniting':
    case 'given':
    case 'ending':
    case 'over':
      return same(attempt)
    default:
      return never(state)
  }
}

function timeUp(attempt: Attempt, timer: AttemptTimer, at: Moment): AttemptStep {
  const { state } = attempt
  switch (state.name) {
    case 'placed':
      return timer === 'ring' ? hangUpAs(attempt, 'noAnswer', []) : same(attempt)
    case 'seeking':
      return timer === 'wait' ? announce(attempt, [{ do: 'stopSeeking' }], at) : same(attempt)
    case 'joining':
      if (timer !== 'join') return same(attempt)
      // The network does not even say that it failed: it would hear no other command either, and
      // nobody's phone is to blame.
      return hangUpAs(attempt, 'abandoned', [
        { do: 'freeOperator', operator: state.operator, phoneFailed: false },
      ])
    case 'announcing':
      return timer === 'message' ? hangUpAs(attempt, 'abandoned', []) : same(attempt)
    case 'handing':
      return timer === 'join' ? hangUpTalk(attempt) : same(attempt)
    case 'talking':
      return timer === 'end' ? hangUpTalk(attempt) : same(attempt)
    case 'ending':
      if (timer !== 'end') return same(attempt)
      // Nobody saw the end: it may have been answered meanwhile.
      return finish(attempt, attempt.answeredAt === null ? 'lost' : state.as, at, { endedBy: 'us' })
    default:
      return same(attempt)
  }
}
