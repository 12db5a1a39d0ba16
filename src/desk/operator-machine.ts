import { never } from '../base/assert.ts'
import type { Duration, Instant } from '../base/duration.ts'
import type { AttemptId, CampaignId } from '../base/id.ts'
import {
  type BreakBy,
  isOwed,
  NOT_RESPONDING,
  type Operator,
  type OperatorState,
} from './operator.ts'

/** What can happen to an operator. Events that do not fit the state change nothing. */
export type OperatorEvent =
  | { readonly kind: 'signedIn' }
  /** Signing out was asked for; `awaited` as for a break. */
  | { readonly kind: 'signedOut'; readonly awaited: boolean }
  /** Gone without a word, or the phone's leg is lost. */
  | { readonly kind: 'vanished'; readonly why: 'gone' | 'phone' }
  | { readonly kind: 'ready' }
  /** `awaited`: a line rings for this operator alone; who answers it must not find nobody. */
  | {
      readonly kind: 'breakAsked'
      readonly reason: string
      readonly by: BreakBy
      readonly awaited: boolean
    }
  | { readonly kind: 'reserved'; readonly campaign: CampaignId; readonly attempt: AttemptId | null }
  /** The promise is over and nobody was joined: what was asked for meanwhile happens now. */
  | { readonly kind: 'released' }
  | { readonly kind: 'joined'; readonly attempt: AttemptId }
  /** The call is over; the card stays open, until `until` (null: no limit). */
  | { readonly kind: 'callEnded'; readonly until: Instant | null }
  /** The person went to somebody else, or the join failed: there is no card to close. */
  | { readonly kind: 'callTaken' }
  /** The person was given to somebody else, or the guest sent back: there is no card to close. */
  | { readonly kind: 'handedOver' }
  | { readonly kind: 'acted' }
  | { readonly kind: 'extended'; readonly by: Duration; readonly max: number }
  | { readonly kind: 'wrapUpLimit' }
  | { readonly kind: 'cardClosed'; readonly attempt: AttemptId }
  | { readonly kind: 'cardRestored'; readonly attempt: AttemptId }
  /** A card that was left open is in hand again: it is to be closed until then. */
  | { readonly kind: 'cardTakenUp'; readonly attempt: AttemptId; readonly until: Instant }

/** Connected calls without any action after which an operator is taken to be away. */
export const SILENT_CALLS_MAX = 2

/**
 * One step of an operator. Pure: `now` is monotonic ms.
 *
 * @returns the operator after the event; the same object when nothing changed.
 */
export function stepOperator(operator: Operator, event: OperatorEvent, now: number): Operator {
  const { state, memory } = operator
  switch (event.kind) {
    case 'signedIn':
      return state.name === 'signedOut' ? back(atWork(operator), now) : operator
    case 'signedOut':
      if (state.name === 'signedOut') return operator
      if (busy(state) || isPromised(state, event))
        return withMemory(operator, { signOutAsked: true, acted: true })
      return signedOut(operator)
    case 'vanished':
      return vanish(operator, event.why, now)
    case 'ready':
      if (state.name === 'break')
        return back(owesCards(operator) ? operator : atWork(operator), now)
      // During a task, and while a line rings for them, it takes back what was asked for.
      return busy(state) || state.name === 'reserved' ? atWork(operator) : operator
    case 'breakAsked':
      if (state.name === 'signedOut') return operator
      if (!busy(state) && !isPromised(state, event))
        return onBreak(operator, event.reason, event.by, now)
      return withMemory(operator, {
        breakAsked: { reason: event.reason, by: event.by },
        acted: memory.acted || event.by === 'operator',
      })
    case 'reserved': {
      if (state.name !== 'free' && state.name !== 'reserved') return operator
      // The promise before is over by that: what was asked for meanwhile comes before a new one.
      if (isOwed(operator)) return afterTask(operator, state.since, now)
      const { campaign, attempt } = event
      return { state: { name: 'reserved', since: state.since, campaign, attempt }, memory }
    }
    case 'released':
      return state.name === 'reserved' ? afterTask(operator, state.since, now) : operator
    case 'joined':
      return joined(operator, event.attempt, now)
    case 'callEnded':
      return callEnded(operator, event.until, now)
    case 'callTaken':
      return state.name === 'talking' ? afterTask(operator, state.freeSince, now) : operator
    case 'handedOver':
      return state.name === 'talking' ? afterTask(operator, now) : operator
    case 'acted':
      return memory.acted ? operator : withMemory(operator, { acted: true, silentCalls: 0 })
    case 'extended':
      return extend(operator, event.by, event.max)
    case 'wrapUpLimit':
      if (state.name !== 'wrapUp') return operator
      return onBreak(owing(operator, state.attempt), NOT_RESPONDING, 'system', now)
    case 'cardClosed':
      return cardClosed(operator, event.attempt, now)
    case 'cardRestored': {
      if (busy(state) && state.attempt === event.attempt) return operator
      const after = owing(operator, event.attempt)
      // A promise to an attempt is kept first: a line may ring for them.
      const idle = state.name === 'free' || (state.name === 'reserved' && state.attempt === null)
      return idle ? back(after, now) : after
    }
    case 'cardTakenUp':
      return takenUp(operator, event.attempt, event.until)
    default:
      return never(event)
  }
}

/** In talk the card goes with the person: it is open once the call has ended. */
function joined(operator: Operator, attempt: AttemptId, now: number): Operator {
  const { state, memory } = operator
  if (state.name !== 'free' && state.name !== 'reserved') return operator
  const openCards = memory.openCards.filter(one => one !== attempt)
  return {
    state: { name: 'talking', attempt, since: now, freeSince: state.since },
    memory: { ...memory, acted: false, openCards },
  }
}

/** Talking and wrap-up end in their own time: what is asked for meanwhile waits. */
const busy = (state: OperatorState) => state.name === 'talking' || state.name === 'wrapUp'

/** Whether a line rings that this operator was promised to: it is waited for. */
const isPromised = (state: OperatorState, { awaited }: { readonly awaited: boolean }) =>
  awaited && state.name === 'reserved' && state.attempt !== null

function withMemory(operator: Operator, change: Partial<Operator['memory']>): Operator {
  const { state, memory } = operator
  const keys = Object.keys(change) as (keyof typeof change)[]
  if (keys.every(key => change[key] === memory[key])) return operator
  return { state, memory: { ...memory, ...change } }
}

/** Back at work: what was asked for on the way out does not stand any more. */
function atWork(operator: Operator): Operator {
  const { breakAsked, signOutAsked, silentCalls } = operator.memory
  if (breakAsked === null && !signOutAsked && silentCalls === 0) return operator
  return withMemory(operator, { breakAsked: null, signOutAsked: false, silentCalls: 0 })
}

/** Who comes back to a card they left open still goes after it, where they had asked to. */
const owesCards = ({ memory }: Operator): boolean =>
  memory.signOutAsked && memory.openCards.length > 0

/** With one more card that is still to be closed. */
function owing(operator: Operator, attempt: AttemptId): Operator {
  const { openCards } = operator.memory
  if (openCards.includes(attempt)) return operator
  return withMemory(operator, { openCards: [...openCards, attempt] })
}

const signedOut = ({ memory }: Operator): Operator => ({ state: { name: 'signedOut' }, memory })

function onBreak(operator: Operator, reason: string, by: BreakBy, now: number): Operator {
  return {
    state: { name: 'break', since: now, reason, by },
    memory: { ...operator.memory, breakAsked: null },
  }
}

/**
 * Ready for work: an open card comes before anything new. Which limit it has is not known here: it
 * is said as it is taken up.
 */
function back({ memory }: Operator, freeSince: number, now = freeSince): Operator {
  const [first, ...rest] = memory.openCards
  if (first === undefined) return { state: { name: 'free', since: freeSince }, memory }
  return {
    state: { name: 'wrapUp', attempt: first, since: now, until: null, extensions: 0 },
    memory: { ...memory, openCards: rest },
  }
}

function vanish(operator: Operator, why: 'gone' | 'phone', now: number): Operator {
  const { state } = operator
  if (state.name === 'signedOut') return operator
  // In wrap-up the card is the operator's alone; in talk it goes on with the person.
  const kept = state.name === 'wrapUp' ? owing(operator, state.attempt) : operator
  if (why === 'gone') return signedOut(kept)
  return state.name === 'break' ? kept : onBreak(kept, NOT_RESPONDING, 'system', now)
}

function callEnded(operator: Operator, until: Instant | null, now: number): Operator {
  const { state, memory } = operator
  if (state.name !== 'talking') return operator
  const silentCalls = memory.acted ? 0 : memory.silentCalls + 1
  const ended: Operator = {
    state: { name: 'wrapUp', attempt: state.attempt, since: now, until, extensions: 0 },
    memory: { ...memory, silentCalls },
  }
  if (silentCalls < SILENT_CALLS_MAX) return ended
  return onBreak(owing(ended, state.attempt), NOT_RESPONDING, 'system', now)
}

function extend(operator: Operator, by: Duration, max: number): Operator {
  const { state } = operator
  if (state.name !== 'wrapUp' || state.until === null || state.extensions >= max) return operator
  return withMemory(
    {
      state: { ...state, until: state.until + by, extensions: state.extensions + 1 },
      memory: operator.memory,
    },
    { silentCalls: 0 },
  )
}

function takenUp(operator: Operator, attempt: AttemptId, until: Instant): Operator {
  const { state, memory } = operator
  const fits = state.name === 'wrapUp' && state.attempt === attempt && state.until === null
  return fits ? { state: { ...state, until }, memory } : operator
}

function cardClosed(operator: Operator, attempt: AttemptId, now: number): Operator {
  const { state, memory } = operator
  if (state.name === 'wrapUp' && state.attempt === attempt) return afterTask(operator, now)
  if (!memory.openCards.includes(attempt)) return operator
  const openCards = memory.openCards.filter(one => one !== attempt)
  const after = withMemory(operator, { openCards })
  // Somebody else has closed it meanwhile: it was all that kept them from going.
  const goes = state.name === 'break' && memory.signOutAsked && openCards.length === 0
  return goes ? signedOut(after) : after
}

/** A task is over: what was asked for meanwhile happens now. */
function afterTask(operator: Operator, freeSince: number, now = freeSince): Operator {
  const { breakAsked, signOutAsked } = operator.memory
  if (signOutAsked) return signedOut(operator)
  if (breakAsked !== null) return onBreak(operator, breakAsked.reason, breakAsked.by, now)
  return back(operator, freeSince, now)
}
