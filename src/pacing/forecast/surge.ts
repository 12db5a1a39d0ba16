import { addTo, type Count, countOf } from './count.ts'

/**
 * What is to be borne if, from now on, far more people answer than is believed: a change of the
 * answer rate is noticed by answers, and those have to be paid for before it is noticed. Their
 * number is about the same for every team, and the credit of a small one does not bear it.
 */
export interface Surge {
  /** The answer rate so many times the believed one; greater than 1. */
  readonly times: number
  /** Answers of the lines before a moment, at that rate. */
  readonly taken: Count
}

/** The greatest rise of the answer rate that a team of one to four is ready for. */
const MOST_TIMES = 8
/** Times the operators of a team: a team of so many or more relies on noticing in time. */
const READY_TEAM = 32

/**
 * @param most how many answers are told apart.
 * @returns a surge that a team of so many operators is to bear, with no line counted yet; null for
 * a team that will have noticed.
 */
export function surgeOn(team: number, most: number): Surge | null {
  const times = Math.min(MOST_TIMES, READY_TEAM / Math.max(1, team))
  return times > 1 ? { times, taken: countOf(team, most) } : null
}

/** Counts one more line, answered with a chance as it is believed; in place. */
export function addSurging(surge: Surge | null, chance: number): void {
  if (surge !== null) addTo(surge.taken, 1 - (1 - chance) ** surge.times)
}
