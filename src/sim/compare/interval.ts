/** A value and how far the truth may be from it: a 95 % confidence interval. */
export interface Interval {
  readonly mean: number
  /** Infinity where one day says nothing of the next. */
  readonly halfWidth: number
}

/** Two-sided 95 % points of Student's t for 1 to 30 degrees of freedom; beyond, the normal one. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
]

/** A part of something and its whole, of one day. */
export interface Share {
  readonly part: number
  readonly whole: number
}

/**
 * The ratio of two sums over independent days, with its interval by the delta method (Cochran,
 * Sampling Techniques, 3rd ed., 6.4). Nothing of nothing is 0.
 */
export function ratioInterval(days: readonly Share[]): Interval {
  const mean = ratioOf(days)
  const wholes = sum(days.map(day => day.whole))
  if (wholes === 0) return { mean, halfWidth: days.length < 2 ? Infinity : 0 }
  return { mean, halfWidth: spread(days.map(day => (day.part - mean * day.whole) / wholes)) }
}

/**
 * The difference of two such ratios of the same days: what the days have in common cancels out.
 *
 * @param ours and `theirs` have as many days, in the same order.
 */
export function pairedDifference(ours: readonly Share[], theirs: readonly Share[]): Interval {
  const [mine, other] = [ratioOf(ours), ratioOf(theirs)]
  const [mineWhole, otherWhole] = [sum(ours.map(it => it.whole)), sum(theirs.map(it => it.whole))]
  const rests = ours.map((day, i) => {
    const their = theirs[i]!
    return (
      (mineWhole === 0 ? 0 : (day.part - mine * day.whole) / mineWhole) -
      (otherWhole === 0 ? 0 : (their.part - other * their.whole) / otherWhole)
    )
  })
  return { mean: mine - other, halfWidth: spread(rests) }
}

/** Half the width of the interval of a sum of independent terms whose mean is 0. */
function spread(terms: readonly number[]): number {
  const n = terms.length
  if (n < 2) return Infinity
  return (T_95[n - 2] ?? 1.96) * Math.sqrt((n / (n - 1)) * sum(terms.map(term => term ** 2)))
}

function ratioOf(days: readonly Share[]): number {
  const whole = sum(days.map(day => day.whole))
  return whole === 0 ? 0 : sum(days.map(day => day.part)) / whole
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
