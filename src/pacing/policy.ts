/** What a pacing policy sees of one campaign. Counts of whole things, none below 0. */
export interface Observation {
  /** Monotonic ms. */
  readonly at: number
  /** Operators allotted to the campaign who could take an answer now. */
  readonly free: number
  /** Operators allotted to it who are talking or wrapping up. */
  readonly busy: number
  /**
   * Lines started and not yet answered or ended, without those that have their own operator by
   * demand.
   */
  readonly ringing: number
  /** People who answered and wait for an operator. */
  readonly waiting: number
  /** Lines the trunks could carry beside those in use. */
  readonly room: number
  /** The abandonment budget's window so far. */
  readonly budget: BudgetState
}

/**
 * A budget's window: abandoned / (abandoned + connected) must not exceed `limit` (0–1) at its end.
 */
export interface BudgetState {
  readonly connected: number
  readonly abandoned: number
  readonly limit: number
}

/** What a policy says, and why. */
export interface Decision<State> {
  readonly state: State
  /** Lines to start now: a whole number, 0 to `room`. */
  readonly launches: number
  readonly because: Because
}

/** The reason of a decision, as data. */
export interface Because {
  readonly rule: string
  /** Ringing lines the rule wants to have. */
  readonly target: number
  /** What held the launches below the target: nothing, or the trunks' room. */
  readonly limitedBy: 'nothing' | 'room' | 'budget'
}

/** A pure pacing rule: the same state and observation always give the same decision. */
export interface Policy<State = unknown> {
  readonly name: string
  readonly initial: State
  decide(state: State, seen: Observation): Decision<State>
}
