import type { CallEvent } from '../../call-event.ts'
import type { Callee, CalleeEffect, Stepped } from './callee-state.ts'

/** A call that is joined to nobody, and about to be to nobody. */
export const ALONE = {
  operator: null,
  next: null,
  guest: null,
  outside: null,
  wasHeld: false,
  music: false,
  stopKey: null,
} as const

/** Tells an event. */
export const tell = (event: CallEvent): CalleeEffect => ({ kind: 'tell', event })

/** Nothing changes. */
export const stay = (state: Callee, ...effects: readonly CalleeEffect[]): Stepped => ({
  state,
  effects,
})

/** Some of it changes. */
export const to = (
  state: Callee,
  change: Partial<Callee>,
  ...effects: readonly CalleeEffect[]
): Stepped => ({ state: { ...state, ...change }, effects })
