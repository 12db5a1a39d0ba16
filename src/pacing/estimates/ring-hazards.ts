import { normal } from './normal.ts'
import type { RingCounts } from './ring-counts.ts'

/** Hazards per second of ringing, by second. */
export interface RingBelief {
  readonly answer: Float64Array
  readonly refuse: Float64Array
  /** A whole number of seconds past which no line rings. */
  readonly limitSec: number
}

/** How firmly each second's hazards lean on the prior's shape, in line-seconds. */
const PRIOR_SECONDS = 25
/** The prior's level weighs as many answers. */
const PRIOR_ANSWERS = 4
/** A second of ringing weighs 1, each neighbour so much. */
const NEIGHBOUR = 0.5
/** No second is believed to have a smaller hazard of answering. */
const LEAST_HAZARD = 0.002
/** Before anything is known three in ten answer, half of them within 9 s (lognormal). */
const [PRIOR_SHARE, PRIOR_MEDIAN, PRIOR_SIGMA] = [0.3, 9, 0.55] as const
/** Where lines ring longer than a minute the age says little. */
const LONG_RING_HAZARD = 0.02
/** Refusals before anything is known: 0.3 in 100 line-seconds. */
const [PRIOR_REFUSALS, PRIOR_REFUSAL_SECONDS] = [0.3, 100] as const

/** What is believed before the first line has ended. */
export function priorHazards(bins: number, limitSec: number): RingBelief {
  const answer = Float64Array.from({ length: bins }, (_, bin) =>
    limitSec > 60 ? LONG_RING_HAZARD : priorHazard(bin),
  )
  const refuse = new Float64Array(bins).fill(PRIOR_REFUSALS / PRIOR_REFUSAL_SECONDS)
  return { answer, refuse, limitSec: Math.ceil(limitSec) }
}

/** The hazards after so many ends in so much time spent, by second. */
export function learnedHazards(
  counts: RingCounts,
  spent: Float64Array,
  prior: RingBelief,
): RingBelief {
  const { answered, refused } = counts
  const level =
    (sum(answered) + PRIOR_ANSWERS) /
    (spent.reduce((total, sec, bin) => total + sec * prior.answer[bin]!, 0) + PRIOR_ANSWERS)
  const refusals = (sum(refused) + PRIOR_REFUSALS) / (sum(spent) + PRIOR_REFUSAL_SECONDS)
  const [a, r, x] = [smooth(answered), smooth(refused), smooth(spent)]
  const hazard = (ends: Float64Array, lean: (bin: number) => number) =>
    ends.map((count, bin) => (count + PRIOR_SECONDS * lean(bin)) / (x[bin]! + PRIOR_SECONDS))
  return {
    answer: hazard(a, bin => level * prior.answer[bin]!),
    refuse: hazard(r, () => refusals),
    limitSec: prior.limitSec,
  }
}

/** Hazard of the lognormal prior within a second of ringing. */
function priorHazard(second: number): number {
  const before = PRIOR_SHARE * lognormal(second)
  const within = PRIOR_SHARE * lognormal(second + 1) - before
  return Math.max(LEAST_HAZARD, within / (1 - before))
}

function lognormal(sec: number): number {
  if (sec <= 0) return 0
  return normal((Math.log(sec) - Math.log(PRIOR_MEDIAN)) / PRIOR_SIGMA)
}

function smooth(of: Float64Array): Float64Array {
  return of.map((own, bin) => own + NEIGHBOUR * ((of[bin - 1] ?? 0) + (of[bin + 1] ?? 0)))
}

const sum = (of: Float64Array): number => of.reduce((total, one) => total + one, 0)
