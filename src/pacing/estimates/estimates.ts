import type { Observation } from '../observation.ts'
import type { FreeCurve } from './free-curve.ts'
import type { RingCurve } from './ring-curve.ts'

/** What a policy believes of its world at a moment. */
export interface Estimates {
  readonly ring: RingCurve
  readonly free: FreeCurve
  /** How long a person who answers may be kept waiting, in s; at most the campaign's limit. */
  readonly patienceSec: number
  /** How many answers this rests on; Infinity for what is known. */
  readonly answers: number
}

/** Where beliefs come from: learning, or, as a yardstick, knowledge of the truth. */
export interface Estimator<State = unknown> {
  readonly initial: State
  /** Takes in what an observation tells. Pure: the state handed in stays as it is. */
  learn(state: State, seen: Observation): { readonly state: State; readonly estimates: Estimates }
  /** What is worth keeping for another day, as plain JSON data; null: nothing. */
  keep(state: State): unknown
  /**
   * A state that goes on from what `keep` gave, and how many answers that weighs like; null: it
   * cannot be read.
   */
  resume(kept: unknown): { readonly state: State; readonly answers: number } | null
}
