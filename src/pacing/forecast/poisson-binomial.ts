/**
 * How many of several independent chances come true, as far as a bound: entry k is the chance of
 * exactly k, the last entry of that many or more. It is built one chance at a time.
 */
export interface Tally {
  /** Chances of 0, 1, 2 … ; the last entry also holds all that is beyond. */
  readonly chances: Float64Array
  /** How many entries may be other than 0. */
  filled: number
}

/** Nothing has happened yet, and at most `most` things are told apart. */
export function tallyOf(most: number): Tally {
  const chances = new Float64Array(most + 1)
  chances[0] = 1
  return { chances, filled: 1 }
}

/**
 * Adds one more chance, in place (the recursion of the Poisson-binomial distribution; Chen and Liu,
 * Statistica Sinica 7, 1997).
 */
export function add(tally: Tally, chance: number): void {
  const { chances, filled } = tally
  if (chance <= 0) return
  const last = chances.length - 1
  const top = Math.min(filled, last)
  const not = 1 - chance
  if (filled > last) chances[last] = chances[last]! + chances[last - 1]! * chance
  else chances[top] = chances[top - 1]! * chance
  for (let k = filled > last ? last - 1 : top - 1; k > 0; k--) {
    chances[k] = chances[k]! * not + chances[k - 1]! * chance
  }
  chances[0] = chances[0]! * not
  tally.filled = Math.min(filled + 1, last + 1)
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
  for (let s = 0; s < freed.filled; s++) {
    const needed = have + s
    while (counted < needed && counted < taken.filled) atLeast -= taken.chances[counted++]!
    if (needed > 0 && counted >= taken.filled && needed >= taken.filled) break
    chance += freed.chances[s]! * Math.max(0, atLeast)
  }
  return Math.min(1, chance)
}
