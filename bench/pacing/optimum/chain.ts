import type { Curve, MarkovDialer } from './markov-dialer.ts'

/** What each state earns in a second, by state. */
export type Reward = Float64Array
/** A value for each state (busy, ringing), at `busy * (linesMax + 1) + ringing`. */
export type Values = Float64Array

/**
 * The dialer as a chain in equal steps: in a step at most one line or one talk ends
 * (uniformisation, Puterman, *Markov Decision Processes*, 11.5). An instant's start of lines is a
 * jump between steps.
 */
export interface Chain {
  readonly dialer: MarkovDialer
  /** Steps in a second: as many as all lines and all talks end at most. */
  readonly stepsPerSec: number
  readonly states: number
}

/** @returns the chain of a dialer. */
export function chainOf(dialer: MarkovDialer): Chain {
  const { operators, linesMax, ringSec, talkSec } = dialer
  return {
    dialer,
    stepsPerSec: operators / talkSec + linesMax / ringSec,
    states: (operators + 1) * (linesMax + 1),
  }
}

/** The reward of busy operators: how many there are. */
export function busyReward({ dialer, states }: Chain): Reward {
  const row = dialer.linesMax + 1
  return Float64Array.from({ length: states }, (_, at) => Math.floor(at / row))
}

/** The reward of abandoned calls: how many a second brings. */
export function abandonedReward({ dialer, states }: Chain): Reward {
  const row = dialer.linesMax + 1
  const perLine = dialer.human / dialer.ringSec
  const full = dialer.operators * row
  return Float64Array.from({ length: states }, (_, at) => (at < full ? 0 : (at - full) * perLine))
}

/**
 * One step back in time: the value of each state from the values `after` the step.
 * @returns the least and the greatest gain of a step, between which the long run's gain lies
 *   (Odoni's bounds, Puterman 8.5.5).
 */
export function step(chain: Chain, reward: Reward, after: Values, before: Values, into: Values) {
  const { operators, human, ringSec, talkSec, linesMax } = chain.dialer
  const row = linesMax + 1
  const line = 1 / ringSec / chain.stepsPerSec
  const answer = line * human
  const talk = 1 / talkSec / chain.stepsPerSec
  const second = 1 / chain.stepsPerSec
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (let busy = 0; busy <= operators; busy++) {
    const up = busy < operators ? row : 0
    const down = busy > 0 ? row : 0
    for (let ringing = 0; ringing <= linesMax; ringing++) {
      const at = busy * row + ringing
      const here = after[at]!
      let value = reward[at]! * second + here
      if (ringing > 0) {
        const unanswered = after[at - 1]!
        value +=
          ringing * (line * (unanswered - here) + answer * (after[at - 1 + up]! - unanswered))
      }
      value += busy * talk * (after[at - down]! - here)
      const gain = value - before[at]!
      if (gain < least) least = gain
      if (gain > greatest) greatest = gain
      into[at] = value
    }
  }
  return { least, greatest }
}

/** The best jump from each state: to the most valuable number of lines, from what rings up. */
export function jumpToBest({ dialer, states }: Chain, values: Values, into: Values): void {
  const row = dialer.linesMax + 1
  let best = 0
  for (let at = states - 1; at >= 0; at--) {
    // The first state of a row that is looked at, its last, has nowhere to jump.
    best = at % row === row - 1 ? values[at]! : Math.max(best, values[at]!)
    into[at] = best
  }
}

/** The jump a curve says: up to its number of lines, unless more ring. */
export function jumpTo({ dialer }: Chain, curve: Curve, values: Values, into: Values): void {
  const row = dialer.linesMax + 1
  for (const [busy, lines] of curve.entries())
    for (let ringing = 0; ringing < row; ringing++)
      into[busy * row + ringing] = values[busy * row + Math.max(ringing, lines)]!
}

/** For each number of busy operators the most valuable number of lines; the least of equals. */
export function curveOf({ dialer }: Chain, values: Values): Curve {
  const row = dialer.linesMax + 1
  return Array.from({ length: dialer.operators + 1 }, (_, busy) => {
    let best = 0
    for (let lines = 1; lines < row; lines++)
      if (values[busy * row + lines]! > values[busy * row + best]!) best = lines
    return best
  })
}
