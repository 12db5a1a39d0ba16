import { at } from './ring-curve.ts'

/** How soon a busy operator is free again, given for how long they have been at it. */
export interface FreeCurve {
  /** Summed wrap-up hazard by second, first entry 0. */
  readonly wrapUp: Float64Array
  /** Ages of talk for which `fromTalk` has a row, in s, ascending from 0. */
  readonly talkAges: readonly number[]
  /** By talk age: chance to be through with talk and wrap-up within 0, 1, 2 … seconds. */
  readonly fromTalk: readonly Float64Array[]
}

/** Ages of talk: closer together where a call's age says more. */
const TALK_AGES: readonly number[] = [
  ...steps(0, 60, 4),
  ...steps(60, 200, 10),
  ...steps(200, 1200, 50),
  1200,
]

/**
 * @param talk summed hazard of talk by second, first entry 0.
 * @param wrapUp the same of wrap-up.
 * @param horizon seconds to look ahead; a whole number.
 */
export function freeCurve(talk: Float64Array, wrapUp: Float64Array, horizon: number): FreeCurve {
  // A talk ends somewhere within a second: on average in its middle.
  const wrapped = Float64Array.from(
    { length: horizon },
    (_, second) => 1 - Math.exp(-hazardTo(wrapUp, second + 0.5)),
  )
  return {
    wrapUp,
    talkAges: TALK_AGES,
    fromTalk: TALK_AGES.map(age => freeFromTalk(talk, wrapped, age)),
  }
}

/** The row of the talk ages at or below each whole second, so that none need be searched for. */
const ROW_OF: readonly number[] = Array.from({ length: 1201 }, (_, age) =>
  TALK_AGES.findLastIndex(from => from <= age),
)

/** Chance that an operator who has talked for `age` s is free within `within` s. */
export function freeFromTalkWithin(curve: FreeCurve, age: number, within: number): number {
  const { talkAges, fromTalk } = curve
  const last = talkAges.length - 1
  if (age >= talkAges[last]!) return at(fromTalk[last]!, within)
  const row = ROW_OF[Math.floor(age)]!
  const part = (age - talkAges[row]!) / (talkAges[row + 1]! - talkAges[row]!)
  const low = at(fromTalk[row]!, within)
  return low + part * (at(fromTalk[row + 1]!, within) - low)
}

/** Chance that an operator who has wrapped up for `age` s is free within `within` s. */
export function freeFromWrapUpWithin({ wrapUp }: FreeCurve, age: number, within: number): number {
  return 1 - Math.exp(hazardTo(wrapUp, age) - hazardTo(wrapUp, age + within))
}

function freeFromTalk(talk: Float64Array, wrapped: Float64Array, age: number): Float64Array {
  const horizon = wrapped.length
  const ends = new Float64Array(horizon)
  const gone = hazardTo(talk, age)
  let left = 1
  for (let second = 0; second < horizon; second++) {
    const after = Math.exp(gone - hazardTo(talk, age + second + 1))
    ends[second] = left - after
    left = after
  }
  const free = new Float64Array(horizon + 1)
  for (let within = 1; within <= horizon; within++) {
    let chance = 0
    for (let second = 0; second < within; second++) {
      chance += ends[second]! * wrapped[within - 1 - second]!
    }
    free[within] = chance
  }
  return free
}

/** A summed hazard at any age; past the end of what is known its last second goes on. */
function hazardTo(sums: Float64Array, age: number): number {
  const last = sums.length - 1
  if (age <= last) return at(sums, age)
  return sums[last]! + (age - last) * (sums[last]! - sums[last - 1]!)
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.round((to - from) / by) }, (_, n) => from + n * by)
}
