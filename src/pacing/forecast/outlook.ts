import type { Estimates } from '../estimates/estimates.ts'
import { freeFromTalkWithin, freeFromWrapUpWithin } from '../estimates/free-curve.ts'
import { answerTimes, answerWithin } from '../estimates/ring-curve.ts'
import type { Observation } from '../observation.ts'
import { addTo, type Count, countOf, nobodyLeft } from './count.ts'

/**
 * Moments at which the answer of a new line is looked at: more changed nothing that was measured.
 */
const POINTS = 6

/** What may be the case at one moment of the near future. */
export interface Moment {
  /** Seconds from now. */
  readonly sec: number
  /** Operators who come free in time for an answer at that moment. */
  readonly freed: Count
  /** Answers of lines before it. */
  readonly taken: Count
}

/** What is to be expected at the moments at which a line started now would be answered. */
export interface Outlook {
  /** Operators free now less people who wait now. */
  readonly have: number
  readonly moments: readonly Moment[]
}

/** Looks ahead to the answer of a line that would be started now. */
export function outlook(seen: Observation, estimates: Estimates): Outlook {
  const times = answerTimes(estimates.ring, POINTS)
  return {
    have: seen.free - seen.waiting,
    moments: times.map(sec => momentAt(sec, seen, estimates, 0)),
  }
}

/**
 * Chance that a person answering a line started now finds nobody within the allowed time: the mean
 * over the moments of the answer. Answers up to the moment go first; whoever comes free while the
 * person may still be kept waiting is there for them.
 */
export function nobodyChance({ have, moments }: Outlook): number {
  let sum = 0
  for (const { freed, taken } of moments) sum += nobodyLeft(have, freed, taken)
  return sum / moments.length
}

/** Counts one more line started now among those that may be answered first; in place. */
export function launched({ moments }: Outlook, { ring }: Estimates): void {
  for (const { sec, taken } of moments) addTo(taken, answerWithin(ring, 0, sec))
}

/**
 * The prospect `sec` from now, without the `oldest` lines that have rung longest.
 */
export function momentAt(
  sec: number,
  seen: Observation,
  { ring, free, patienceSec }: Estimates,
  oldest: number,
): Moment {
  const { at, talkingSince, wrappingSince, ringingSince } = seen
  const size = seen.free + seen.busy
  const freed = countOf(size, talkingSince.length + wrappingSince.length)
  const within = sec + patienceSec
  for (const since of talkingSince)
    addTo(freed, freeFromTalkWithin(free, (at - since) / 1000, within))
  for (const since of wrappingSince)
    addTo(freed, freeFromWrapUpWithin(free, (at - since) / 1000, within))
  const taken = countOf(size, Infinity)
  for (let line = oldest; line < ringingSince.length; line++) {
    addTo(taken, answerWithin(ring, (at - ringingSince[line]!) / 1000, sec))
  }
  return { sec, freed, taken }
}
