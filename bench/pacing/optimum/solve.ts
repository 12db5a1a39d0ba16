import { assert } from '../../../src/base/assert.ts'
import {
  abandonedReward,
  busyReward,
  type Chain,
  chainOf,
  curveOf,
  jumpTo,
  jumpToBest,
  type Reward,
  step,
  type Values,
} from './chain.ts'
import { type Curve, type MarkovDialer, type Outcome, outcomeOf } from './markov-dialer.ts'

/** What is best at one price of an abandoned call. */
export interface Optimum extends Outcome {
  /**
   * What an abandoned call costs, in seconds of one operator's talk; infinite (in JSON null) where
   * none may be.
   */
  readonly price: number
  readonly curve: Curve
  /** Mean busy operators less price × abandoned calls in a second: no rule has more. */
  readonly gain: number
}

/** A gain is known to this share of the greatest reward: finer would be lost in rounding. */
const PRECISION = 1e-11
/** A chain that takes longer is a bug: it settles within a few hundred mean talks. */
const STEPS_MAX = 5_000_000

/** Solves one dialer at many prices; each solution begins where the last one ended. */
export class Solver {
  readonly dialer: MarkovDialer
  readonly #chain: Chain
  readonly #busy: Reward
  readonly #abandoned: Reward
  readonly #values: { readonly best: Values; readonly busy: Values; readonly abandoned: Values }

  constructor(dialer: MarkovDialer) {
    this.dialer = dialer
    this.#chain = chainOf(dialer)
    this.#busy = busyReward(this.#chain)
    this.#abandoned = abandonedReward(this.#chain)
    const values = () => new Float64Array(this.#chain.states)
    this.#values = { best: values(), busy: values(), abandoned: values() }
  }

  /** Relative value iteration (Puterman 8.5). @param price at least 0. */
  optimum(price: number): Optimum {
    const reward = this.#busy.map((busy, at) => busy - price * this.#abandoned[at]!)
    const values = this.#values.best
    const gain = this.#iterate(reward, values, into => jumpToBest(this.#chain, values, into))
    const curve = curveOf(this.#chain, values)
    return { price, curve, gain, ...this.evaluate(curve) }
  }

  /** What comes of a curve. */
  evaluate(curve: Curve): Outcome {
    assert(curve.length === this.dialer.operators + 1, 'a curve has a number for each state')
    const gain = (reward: Reward, values: Values) =>
      this.#iterate(reward, values, into => jumpTo(this.#chain, curve, values, into))
    const busy = gain(this.#busy, this.#values.busy)
    // Within the precision of a gain none may be a little less than none.
    const abandoned = Math.max(0, gain(this.#abandoned, this.#values.abandoned))
    return outcomeOf(this.dialer, busy, abandoned)
  }

  /** Steps `values` until every state gains the same. @returns the gain in a second. */
  #iterate(reward: Reward, values: Values, jump: (into: Values) => void): number {
    const after = new Float64Array(values.length)
    const { stepsPerSec } = this.#chain
    const greatestReward = reward.reduce((most, one) => Math.max(most, Math.abs(one)), 0)
    for (let steps = 0; ; steps++) {
      assert(steps < STEPS_MAX, 'the chain settles')
      jump(after)
      const { least, greatest } = step(this.#chain, reward, after, values, values)
      if ((greatest - least) * stepsPerSec <= PRECISION * greatestReward) {
        // Only differences count; what is carried on must not grow.
        const level = values[0]!
        for (let at = 0; at < values.length; at++) values[at] = values[at]! - level
        return ((least + greatest) / 2) * stepsPerSec
      }
    }
  }
}
