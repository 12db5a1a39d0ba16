/**
 * The dialer whose optimum can be computed. Operators talk for an exponential time and have no
 * wrap-up; a line rings for an exponential time, whatever becomes of it, and then a person answers
 * or nobody does. Who answers with nobody free is abandoned at once. Lines may be started at any
 * instant, any number at a time; none is taken back. The worlds `markov-N` are of this form.
 *
 * Its state is (busy operators, ringing lines), after whatever was started in that instant.
 */
export interface MarkovDialer {
  /** At least 1. */
  readonly operators: number
  /** Chance that a line ends with a person who answers, above 0, up to 1. */
  readonly human: number
  /** Mean time a line rings, in seconds. */
  readonly ringSec: number
  /** Mean talk, in seconds. */
  readonly talkSec: number
  /** The most lines that may ring at a time. */
  readonly linesMax: number
}

/**
 * What to do, for each number of busy operators from 0 to all: the number of ringing lines to top
 * up to. The optimum has this form, a *switching curve*.
 */
export type Curve = readonly number[]

/** What comes of a rule in the long run. */
export interface Outcome {
  /** Share of operators' time spent talking, 0–1. */
  readonly occupancy: number
  /** Abandoned / (abandoned + connected), 0–1. */
  readonly abandonment: number
  /** Mean number of busy operators. */
  readonly busy: number
  /** Abandoned calls in a second. */
  readonly abandonedPerSec: number
}

/** The two means that everything else follows from. */
export function outcomeOf(dialer: MarkovDialer, busy: number, abandonedPerSec: number): Outcome {
  // What is connected ends by talk: operators busy on average / mean talk (Little's law).
  const connectedPerSec = busy / dialer.talkSec
  return {
    occupancy: busy / dialer.operators,
    abandonment: abandonedPerSec / (abandonedPerSec + connectedPerSec),
    busy,
    abandonedPerSec,
  }
}
