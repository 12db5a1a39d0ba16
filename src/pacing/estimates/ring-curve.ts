/**
 * What becomes of a line with its age, as two competing hazards: it may be answered or refused at
 * any second; at the ring limit it is over.
 */
export interface RingCurve {
  /** Chance per second that a line which still rings is answered, by second of ringing. */
  readonly answerHazard: Float64Array
  /** Chance that a line started now has been answered by the end of each second; first entry 0. */
  readonly answered: Float64Array
  /** The same for answers by people. */
  readonly people: Float64Array
  /** Share of people among those who answer, by second of ringing, 0–1. */
  readonly person: Float64Array
  /** Chance that it still rings then; first entry 1, greater than 0. */
  readonly ringing: Float64Array
}

/** A chance below which nothing is divided by. */
const HARDLY = 1e-9

/** What a curve is made of. Arrays by second of ringing, of one length. */
export interface RingHazards {
  readonly answer: Float64Array
  readonly refuse: Float64Array
  /** Share of people among the answers. */
  readonly person: Float64Array
  /** A line rings no longer than this. */
  readonly limitSec: number
}

/** The curve of given hazards (competing risks, constant within each second). */
export function ringCurve({ answer, refuse, person, limitSec }: RingHazards): RingCurve {
  const seconds = horizonOf(answer.length, limitSec)
  const answered = new Float64Array(seconds + 1)
  const people = new Float64Array(seconds + 1)
  const ringing = new Float64Array(seconds + 1)
  ringing[0] = 1
  for (let second = 0; second < seconds; second++) {
    const bin = Math.min(second, answer.length - 1)
    const [a, r] = [answer[bin]!, refuse[bin]!]
    const span = Math.max(0, Math.min(1, limitSec - second))
    const left = ringing[second]! * Math.exp(-(a + r) * span)
    const newly = a + r > 0 ? ((ringing[second]! - left) * a) / (a + r) : 0
    answered[second + 1] = answered[second]! + newly
    people[second + 1] = people[second]! + newly * person[bin]!
    ringing[second + 1] = second + 1 >= limitSec ? HARDLY : Math.max(HARDLY, left)
  }
  return { answerHazard: answer, answered, people, person, ringing }
}

/** A limit past the last bin is followed with the last hazard until hardly anything rings. */
const horizonOf = (bins: number, limitSec: number): number =>
  Math.ceil(limitSec) <= bins ? bins : Math.min(Math.ceil(limitSec), bins * 4)

/** Reads a curve between its seconds; flat beyond its end. */
export function at(curve: Float64Array, sec: number): number {
  if (sec <= 0) return curve[0]!
  const last = curve.length - 1
  if (sec >= last) return curve[last]!
  const whole = Math.floor(sec)
  const low = curve[whole]!
  return low + (curve[whole + 1]! - low) * (sec - whole)
}

/** Chance that a line which has rung `age` s is answered within the next `within` s. */
export function answerWithin(curve: RingCurve, age: number, within: number): number {
  const here = at(curve.answered, age)
  const chance = (at(curve.answered, age + within) - here) / at(curve.ringing, age)
  return Math.min(1, Math.max(0, chance))
}

/** Sums of a hazard by second; first entry 0. Beyond the last bin its hazard goes on. */
export function summed(hazard: Float64Array, seconds: number): Float64Array {
  const sums = new Float64Array(seconds + 1)
  for (let second = 0; second < seconds; second++) {
    sums[second + 1] = sums[second]! + hazard[Math.min(second, hazard.length - 1)]!
  }
  return sums
}

/**
 * The age at which a line is worth less than a new one in its place: ringing until then gives the
 * most answers for each second of line (the marginal value theorem; Charnov, Theoretical Population
 * Biology 9, 1976). In s; the end of the curve where every second is worth ringing.
 */
export function bestRing({ answered, ringing }: RingCurve): number {
  let [best, bestSec, held] = [0, answered.length - 1, 0]
  for (let second = 1; second < answered.length; second++) {
    held += (ringing[second - 1]! + ringing[second]!) / 2
    const rate = answered[second]! / held
    if (rate <= best) continue
    best = rate
    bestSec = second
  }
  return bestSec
}

/**
 * Moments at which a new line is answered by a person, if it is: `points` of equal weight, in
 * seconds after its start (mid-quantiles).
 */
export function answerTimes({ people }: RingCurve, points: number): readonly number[] {
  const whole = people[people.length - 1]!
  const times: number[] = []
  let second = 0
  for (let point = 0; point < points; point++) {
    const wanted = (whole * (point + 0.5)) / points
    while (second < people.length - 2 && people[second + 1]! < wanted) second++
    const step = people[second + 1]! - people[second]!
    const part = step > 0 ? (wanted - people[second]!) / step : 0.5
    times.push(second + Math.min(1, Math.max(0, part)))
  }
  return times
}
