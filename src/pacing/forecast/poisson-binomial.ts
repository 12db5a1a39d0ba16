/**
 * How many of several independent chances come true, as far as a bound: entry k is the chance of
 * exactly k, the last entry of that many or more. It is built one chance at a time.
 */
export interface Tally {
  /** Chances of 0, 1, 2 … as far as there are any; entry `most` also holds all that is beyond. */
  readonly chances: number[]
  readonly most: number
}

/** Nothing has happened yet, and at most `most` things, one or more, are told apart. */
export const tallyOf = (most: number): Tally => ({ chances: [1], most })

/**
 * Adds one more chance, in place (the recursion of the Poisson-binomial distribution; Chen and Liu,
 * Statistica Sinica 7, 1997).
 */
export function add({ chances, most }: Tally, chance: number): void {
  if (chance <= 0) return
  const last = chances.length - 1
  const isFull = last === most
  const not = 1 - chance
  if (isFull) chances[last] = chances[last]! + chances[last - 1]! * chance
  else chances.push(chances[last]! * chance)
  for (let k = isFull ? last - 1 : last; k > 0; k--) {
    chances[k] = chances[k]! * not + chances[k - 1]! * chance
  }
  chances[0] = chances[0]! * not
}

/**
 * Chance that `have` + freed − taken is 0 or less, where `freed` and `taken` are independent.
 *
 * @param have a whole number, below 0 where people wait already.
 */
export function noneLeft(have: number, freed: Tally, taken: Tally): number {
  // From below: the more are freed, the more must have been taken.
  let [chance, atLeast] = [0, 1]
  let counted = 0
  for (let s = 0; s < freed.chances.length; s++) {
    const needed = have + s
    while (counted < needed && counted < taken.chances.length) atLeast -= taken.chances[counted++]!
    if (needed > 0 && counted >= taken.chances.length && needed >= taken.chances.length) break
    chance += freed.chances[s]! * Math.max(0, atLeast)
  }
  return Math.min(1, chance)
}
