import type { Observation } from './observation.ts'

/** What a policy says, and why. */
export interface Decision<State> {
  readonly state: State
  /** Lines to start now: a whole number, 0 to `room`. */
  readonly launches: number
  /**
   * Lines to drop now, the longest ringing first: a whole number, no more than have rung for the
   * lawful minimum. 0 unless the policy drops lines.
   */
  readonly drops: number
  readonly because: Because
}

/** The reason of a decision, as data. */
export interface Because {
  readonly rule: string
  /** Ringing lines the rule wants to have. */
  readonly target: number
  /**
   * What held the launches below the target: nothing, the trunks' room, the budget, or that nobody
   * is left to be called now, which the engine knows.
   */
  readonly limitedBy: 'nothing' | 'room' | 'budget' | 'contacts'
  /** What a policy that looks ahead saw. */
  readonly forecast?: Forecast
  /** What a policy that learns began from. */
  readonly began?: Began
}

/** What a policy began from. */
export type Began =
  /** `unreadable`: something was kept, and could not be read. It counts as nothing. */
  | { readonly from: 'nothing' | 'unreadable' }
  /** What was learned before, which weighs like so many answers. */
  | { readonly from: 'past'; readonly answers: number }

/** What a policy that looks ahead saw when it decided. */
export interface Forecast {
  /** Chance that the next line's answer would find nobody, 0–1. */
  readonly chance: number
  /** The chance up to which a line is worth starting, 0–1. */
  readonly price: number
  /** People who could be abandoned now without passing the limit; below 0: too many were. */
  readonly credit: number
  /** What is expected, by horizon. */
  readonly ahead: readonly Ahead[]
}

/** Expected numbers within a time from now. */
export interface Ahead {
  /** Seconds from now. */
  readonly withinSec: number
  /** Answers of lines that ring now. */
  readonly answers: number
  /** Operators who come free, beside those free now. */
  readonly freed: number
}

/** A pure pacing rule: the same state and observation always give the same decision. */
export interface Policy<State = unknown> {
  readonly name: string
  readonly initial: State
  /**
   * It need not be asked more often than this, in ms, unless an operator is free without a line; 0:
   * ask after every event.
   */
  readonly rhythm: number
  decide(state: State, seen: Observation): Decision<State>
  /** Absent: it learns nothing, or nothing that outlives an engine. */
  readonly memory?: Memory<State>
}

/** How what a policy has learned outlives the engine that it was learned in. */
export interface Memory<State> {
  /** Plain JSON data: nothing of the budget, nobody's data. Null: nothing is worth keeping. */
  keep(state: State): unknown
  /** Where to begin with what was kept. What cannot be read is taken for nothing, and told of. */
  resume(kept: unknown): State
}
