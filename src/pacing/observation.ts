/**
 * What a pacing policy sees of one campaign at one moment. Counts are whole and never below 0;
 * moments are monotonic ms, lists of moments ascend.
 */
export interface Observation {
  readonly at: number
  /** Local hour of the day, 0–24 with its fraction, in the zone of the abandonment budget. */
  readonly hour: number
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
  /** Lines of the trunks that nothing uses, however many calls a second they accept. */
  readonly spareLines: number
  /** The abandonment budget's window so far. */
  readonly budget: BudgetState
  /** When each of the `ringing` lines was placed; one that is not placed yet counts as of now. */
  readonly ringingSince: readonly number[]
  /** When each busy operator who will be free again began to talk. */
  readonly talkingSince: readonly number[]
  /** When each busy operator who will be free again began to wrap up. */
  readonly wrappingSince: readonly number[]
  /** What has happened since the policy was last asked, in order. */
  readonly news: readonly News[]
  /** Operators, free or busy and counted above, who have said from when on they are away. */
  readonly departures: readonly Departure[]
}

/**
 * A budget's window: abandoned / (abandoned + connected) must not exceed `limit` (0–1) at its end.
 */
export interface BudgetState {
  readonly connected: number
  /** With calls whose outcome a crash hid, counted at their worst. */
  readonly abandoned: number
  readonly limit: number
  /**
   * What is outside this campaign's own lines and could at worst still go against the budget, in
   * people: those whom its other campaigns may leave without an operator, and what cards that
   * others have open, or nobody has in hand, would take back if they were a machine's.
   */
  readonly atRisk: number
}

/** Operators who have said that they will not take another call from a moment on. */
export interface Departure {
  /** Monotonic ms. */
  readonly at: number
  readonly operators: number
}

/** Something that happened in the campaign. Durations in ms, at least 0. */
export type News =
  /** Somebody or something answered after ringing so long. */
  | { readonly kind: 'answered'; readonly rang: number }
  /** The network or the callee refused: busy, invalid, congestion, failed. */
  | { readonly kind: 'refused'; readonly rang: number }
  /** It rang so long and was then ended by us or given up: no answer, dropped, lost. */
  | { readonly kind: 'unanswered'; readonly rang: number; readonly dropped: boolean }
  /** Somebody who answered is gone, or was sent away, and no operator had come. */
  | { readonly kind: 'abandoned'; readonly rang: number; readonly waited: number }
  /** An operator's talk is over. */
  | { readonly kind: 'talked'; readonly lasted: number }
  /** A card is closed: its wrap-up took so long, and it says whom the operator had heard. */
  | {
      readonly kind: 'wrapped'
      readonly lasted: number
      readonly rang: number
      /** How long whoever answered was without an operator; 0: one was free. */
      readonly waited: number
      readonly heard: 'person' | 'machine'
    }
