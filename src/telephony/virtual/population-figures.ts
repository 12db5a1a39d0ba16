import type { Distribution } from '../../base/distribution.ts'
import { seconds } from '../../base/duration.ts'

/** What a population of callees is like. Distributions are of milliseconds. */
export interface PopulationFigures {
  /**
   * Shares of calls, 0 to 1 each; what is left of 1 rings unanswered. `invalid` is the share of
   * dead numbers.
   */
  readonly shares: {
    readonly person: number
    readonly machine: number
    readonly busy: number
    readonly invalid: number
    readonly refused: number
    readonly congestion: number
  }
  /** From placing the call to what it comes to. */
  readonly ring: {
    readonly person: Distribution
    readonly machine: Distribution
    readonly busy: Distribution
    readonly invalid: Distribution
    readonly refused: Distribution
    readonly congestion: Distribution
    /** When the callee's side gives up by itself. */
    readonly unanswered: Distribution
  }
  /** How long an answered person waits to be spoken to. */
  readonly patience: Distribution
  /** How long a person talks until they hang up; null leaves the end to the operator. */
  readonly talk: Distribution | null
  /**
   * Shares of people who press the stop key or hang up during a message, and after how long; the
   * others listen.
   */
  readonly announcement: {
    readonly pressesStop: number
    readonly hangsUp: number
    readonly reacts: Distribution
  }
}

/**
 * Rounded from public figures where there are any.
 *
 * - Answers: one call in three is picked up (Upcall, 320,000 calls to firms), machines included.
 * - Busy 3–6 %, most answers at 6–10 s or 18–22 s (UNICOM, 500,000 dialer calls): the later mode is
 *   where mailboxes take over. Refused 2–4 % (RaMMPS, 292,554 survey calls). Dead numbers 4 %:
 *   known numbers have few, random digits some 10 % (UNICOM).
 * - Ring to answer: mean 12.6 s, cv 0.73, median 11 s; who does not answer gives up at 60 s
 *   (CallMeMaybe, single calls).
 * - Talk: two lognormals fitted to 45,208 calls of a bank's campaign (Moro et al., 2014), together
 *   256 s in the mean, median 180 s.
 * - Patience and what people do with a message: no public figures; guesses on the cautious side.
 *   Callers in a queue are far more patient.
 */
export const LIFELIKE: PopulationFigures = {
  shares: {
    person: 0.28,
    machine: 0.05,
    busy: 0.05,
    invalid: 0.04,
    refused: 0.03,
    congestion: 0.01,
  },
  ring: {
    person: { dist: 'gamma', mean: seconds(12.6), cv: 0.73 },
    machine: { dist: 'lognormal', mean: seconds(20), cv: 0.1 },
    busy: { dist: 'uniform', min: seconds(1), max: seconds(3) },
    invalid: { dist: 'uniform', min: seconds(1), max: seconds(3) },
    refused: { dist: 'lognormal', mean: seconds(6), cv: 0.6 },
    congestion: { dist: 'fixed', value: seconds(0.5) },
    unanswered: { dist: 'fixed', value: seconds(60) },
  },
  patience: { dist: 'lognormal', mean: seconds(5), cv: 0.6 },
  talk: {
    dist: 'mixture',
    of: [
      { weight: 0.04, dist: 'lognormal', mean: seconds(18.5), cv: 0.63 },
      { weight: 0.96, dist: 'lognormal', mean: seconds(266), cv: 0.96 },
    ],
  },
  announcement: {
    pressesStop: 0.1,
    hangsUp: 0.5,
    reacts: { dist: 'lognormal', mean: seconds(5), cv: 0.5 },
  },
}
