import { never } from '../base/assert.ts'
import type { Duration, Instant } from '../base/duration.ts'
import type { AttemptId, CampaignId } from '../base/id.ts'
import { type BreakBy, NOT_RESPONDING, type Operator, type OperatorState } from './operator.ts'

/** What can happen to an operator. Events that do not fit the state change nothing. */
export type OperatorEvent =
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'signedOut' }
  /** Gone without a word, or the phone's leg is lost. */
  | { readonly kind: 'vanished'; readonly why: 'gone' | 'phone' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'breakAsked'; readonly reason: string; readonly by: BreakBy }
  | { readonly kind: 'reserved'; readonly campaign: CampaignId; readonly attempt: AttemptId | null }
  | { readonly kind: 'released' }
  | { readonly kind: 'joined'; readonly attempt: AttemptId }
  /** The call is over; the card stays open, until `until` (null: no limit). */
  | { readonly kind: 'callEnded'; readonly until: Instant | null }
  /** The person went to somebody else, or the join failed: there is no card to close. */
  | { readonly kind: 'callTaken' }
  | { readonly kind: 'acted' }
  | { readonly kind: 'extended'; readonly by: Duration; readonly max: number }
  | { readonly kind: 'wrapUpLimit' }
  | { readonly kind: 'cardClosed'; readonly attempt: AttemptId }
  | { readonly kind: 'cardRestored'; readonly attempt: AttemptId }

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
      if (state.name !== 'signedOut') return operator
      return back(
        withMemory(operator, { breakAsked: null, signOutAsked: false, silentCalls: 0 }),
        now,
      )
    case 'signedOut':
      if (busy(state)) return withMemory(operator, { signOutAsked: true })
      return { state: { name: 'signedOut' }, memory: { ...memory, breakAsked: null } }
    case 'vanished':
      return vanish(operator, event.why, now)
    case 'ready':
      return state.name === 'break' ? back(withMemory(operator, { silentCalls: 0 }), now) : operator
    case 'breakAsked':
      if (state.name === 'signedOut') return operator
      if (busy(state)) return withMemory(operator, { breakAsked: event.reason })
      return onBreak(operator, event.reason, event.by, now)
    case 'reserved':
      if (state.name !== 'free' && state.name !== 'reserved') return operator
      return {
        state: {
          name: 'reserved',
          since: state.since,
          campaign: event.campaign,
          attempt: event.attempt,
        },
        memory,
      }
    case 'released':
      return state.name === 'reserved'
        ? { state: { name: 'free', since: state.since }, memory }
        : operator
    case 'joined':
      if (state.name !== 'free' && state.name !== 'reserved') return operator
      return {
        state: { name: 'talking', attempt: event.attempt, since: now },
        memory: { ...memory, acted: false },
      }
    case 'callEnded':
      return callEnded(operator, event.until, now)
    case 'callTaken':
      return state.name === 'talking' ? afterTask(operator, now) : operator
    case 'acted':
      return memory.acted && memory.silentCalls === 0
        ? operator
        : withMemory(operator, { acted: true, silentCalls: 0 })
    case 'extended':
      return extend(operator, event.by, event.max)
    case 'wrapUpLimit':
      if (state.name !== 'wrapUp') return operator
      return onBreak(
        withMemory(operator, { openCard: state.attempt }),
        NOT_RESPONDING,
        'system',
        now,
      )
    case 'cardClosed':
      return cardClosed(operator, event.attempt, now)
    case 'cardRestored': {
      const owing = withMemory(operator, { openCard: event.attempt })
      return state.name === 'free' || state.name === 'reserved' ? back(owing, now) : owing
    }
    default:
      return never(event)
  }
}

/** Talking and wrap-up end in their own time: what is asked for meanwhile waits. */
const busy = (state: OperatorState): boolean => state.name === 'talking' || state.name === 'wrapUp'

function withMemory(operator: Operator, change: Partial<Operator['memory']>): Operator {
  return { state: operator.state, memory: { ...operator.memory, ...change } }
}

function onBreak(operator: Operator, reason: string, by: BreakBy, now: number): Operator {
  return {
    state: { name: 'break', since: now, reason, by },
    memory: { ...operator.memory, breakAsked: null },
  }
}

/** Coming back to work: an open card comes before anything new. */
function back(operator: Operator, now: number): Operator {
  const { memory } = operator
  if (memory.openCard === null) return { state: { name: 'free', since: now }, memory }
  return {
    state: { name: 'wrapUp', attempt: memory.openCard, since: now, until: null, extensions: 0 },
    memory: { ...memory, openCard: null, acted: true },
  }
}

function vanish(operator: Operator, why: 'gone' | 'phone', now: number): Operator {
  const { state, memory } = operator
  if (state.name === 'signedOut') return operator
  // In wrap-up the card is the operator's alone; in talk it goes on with the person.
  const openCard = state.name === 'wrapUp' ? state.attempt : memory.openCard
  const kept = withMemory(operator, { openCard })
  if (why === 'phone' && state.name === 'break') return kept
  if (why === 'phone') return onBreak(kept, NOT_RESPONDING, 'system', now)
  return {
    state: { name: 'signedOut' },
    memory: { ...kept.memory, breakAsked: null, signOutAsked: false },
  }
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
  return onBreak(
    withMemory(ended, { openCard: state.attempt, silentCalls: 0 }),
    NOT_RESPONDING,
    'system',
    now,
  )
}

function extend(operator: Operator, by: Duration, max: number): Operator {
  const { state } = operator
  if (state.name !== 'wrapUp' || state.until === null || state.extensions >= max) return operator
  return withMemory(
    {
      state: { ...state, until: state.until + by, extensions: state.extensions + 1 },
      memory: operator.memory,
    },
    { acted: true, silentCalls: 0 },
  )
}

function cardClosed(operator: Operator, attempt: AttemptId, now: number): Operator {
  const { state, memory } = operator
  if (state.name === 'wrapUp' && state.attempt === attempt) return afterTask(operator, now)
  if (memory.openCard === attempt) return withMemory(operator, { openCard: null })
  return operator
}

/** A task is over: what was asked for meanwhile happens now. */
function afterTask(operator: Operator, now: number): Operator {
  const { memory } = operator
  if (memory.signOutAsked) {
    return {
      state: { name: 'signedOut' },
      memory: { ...memory, signOutAsked: false, breakAsked: null },
    }
  }
  if (memory.breakAsked !== null) return onBreak(operator, memory.breakAsked, 'operator', now)
  return back(operator, now)
}
