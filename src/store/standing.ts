import { assert } from '../base/assert.ts'
import type { Instant } from '../base/duration.ts'
import type { Contact, Demand, FinishReason } from '../campaign/contact.ts'
import type { Outcome } from '../campaign/outcome.ts'
import type { CardClosing, ContactProgress, PromisedCallback } from './records.ts'

/**
 * Where a store keeps a contact. `queued` are those to be called: whether they are ready or still
 * waiting is only a matter of the instant at which one asks.
 */
export type Place = 'queued' | 'leased' | 'atOperator' | 'finished'

/** What a store keeps of a contact's progress. */
export interface Standing {
  readonly place: Exclude<Place, 'leased'>
  /** From when it may be called; 0 for at once. */
  readonly due: Instant
  readonly position: number
  readonly demand: Demand | null
  readonly finished: FinishReason | null
}

/**
 * @param before the contact as the store has it: what the progress leaves open stays as it was.
 * @throws BrokenRule when state and next step contradict each other.
 */
export function standingAfter(
  { state, next }: Pick<ContactProgress, 'state' | 'next'>,
  before: Pick<Contact, 'position' | 'demand'>,
): Standing {
  const { position, demand } = next?.kind === 'wait' ? next : before
  const stay = { position, demand, due: 0, finished: null }
  if (state === 'finished') {
    assert(next?.kind === 'finished', 'a finished contact says why')
    return { ...stay, place: 'finished', finished: next.reason }
  }
  assert(next?.kind !== 'finished', 'only a finished contact has a reason to be')
  if (state === 'atOperator') return { ...stay, place: 'atOperator' }
  if (state === 'ready') return { ...stay, place: 'queued' }
  assert(next !== null && next.at > 0, 'a waiting contact says until when')
  return { ...stay, place: 'queued', due: next.at }
}

/** Of people who called us by themselves: after all who are listed, should a callback be agreed. */
export const CALLER_PRIORITY = 9

/**
 * The callback that was agreed on a card, or null. A card that says a machine answered agrees
 * nothing: what it passes on was promised before.
 */
export function callbackOf({ machine, progress }: CardClosing): PromisedCallback | null {
  const { next } = progress
  if (machine || next?.kind !== 'wait' || next.demand?.why !== 'callback') return null
  return { at: next.at, operator: next.demand.operator }
}

/**
 * How an attempt that is over counts in its abandonment budget. An end that is unknown counts at
 * its worst; a connection to what the operator says was a machine is none.
 */
export function countedAs(
  outcome: Outcome | undefined,
  machine: boolean,
): 'connected' | 'abandoned' | null {
  if (outcome === 'abandoned' || outcome === 'lost') return 'abandoned'
  return outcome === 'connected' && !machine ? 'connected' : null
}
