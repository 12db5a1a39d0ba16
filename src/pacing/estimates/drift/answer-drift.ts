import { type AnswerAlarm, isRaised, noAlarm, watching } from './answer-alarm.ts'

/**
 * How the present answer rate stands to the learned one. Four filters with memories of different
 * length watch answers against those to be expected; each weighs by how well it has foretold
 * lately.
 * Each is a Gamma–Poisson filter: a Gamma(a, b) belief in the ratio, with what it saw fading (West
 * and Harrison, Bayesian Forecasting and Dynamic Models, 1997, on discounting).
 */
export interface AnswerDrift {
  readonly filters: readonly DriftFilter[]
  /** Present answer rate / learned answer rate; greater than 0. */
  readonly ratio: number
  /** A great rise is not waited for: all filters then begin anew with what showed it. */
  readonly alarm: AnswerAlarm
}

interface DriftFilter {
  /** What it remembers, in expected answers. */
  readonly memory: number
  /** Answers seen, faded. */
  readonly seen: number
  /** Answers expected, faded. */
  readonly expected: number
  /** Log likelihood of what it foretold, faded. */
  readonly score: number
}

/** Every filter begins with, and always adds, so many answers just as expected. */
const PRIOR = 3
/**
 * The scores fade over so many expected answers: what a filter foretold long ago must not outweigh
 * what it foretells now.
 */
const SCORE_MEMORY = 40
const MEMORIES = [5, 20, 80, Infinity] as const

/** The present is as it was learned: there is nothing else to go by. */
export const noDrift: AnswerDrift = {
  filters: MEMORIES.map(memory => ({ memory, seen: 0, expected: 0, score: 0 })),
  ratio: 1,
  alarm: noAlarm,
}

/** What was true of late counts, as another day begins, like so many answers. */
const LATE_ANSWERS = 6

/** The drift of a day after one at whose end it stood at `ratio`. */
export function driftOf(ratio: number): AnswerDrift {
  const filters = noDrift.filters.map(filter => ({
    ...filter,
    seen: LATE_ANSWERS * ratio,
    expected: LATE_ANSWERS,
  }))
  return { filters, ratio: ratioOf(filters), alarm: noAlarm }
}

/** The drift after `answers` where the learned rate let `expected` be expected (at least 0). */
export function afterAnswers(drift: AnswerDrift, answers: number, expected: number): AnswerDrift {
  if (answers === 0 && expected <= 0) return drift
  const alarm = watching(drift.alarm, answers, expected, drift.ratio)
  if (isRaised(alarm)) return anew(alarm)
  const fade = Math.exp(-expected / SCORE_MEMORY)
  const filters = drift.filters.map(filter => {
    const { memory } = filter
    const kept = Math.exp(-expected / memory)
    return {
      memory,
      score: filter.score * fade + logChance(filter, answers, expected),
      seen: filter.seen * kept + answers,
      expected: filter.expected * kept + expected,
    }
  })
  return { filters, ratio: ratioOf(filters), alarm }
}

/** The drift that knows only what raised the alarm. */
function anew({ seen, expected }: AnswerAlarm): AnswerDrift {
  const filters = noDrift.filters.map(filter => ({ ...filter, seen, expected }))
  return { filters, ratio: ratioOf(filters), alarm: noAlarm }
}

/** The drift when the learned rate has been told anew and is now `factor` times what it was. */
export function rebased(drift: AnswerDrift, factor: number): AnswerDrift {
  if (factor === 1) return drift
  const { alarm } = drift
  const filters = drift.filters.map(filter => ({ ...filter, expected: filter.expected * factor }))
  const rated = { ...alarm, expected: alarm.expected * factor }
  return { filters, ratio: ratioOf(filters), alarm: rated }
}

function ratioOf(filters: readonly DriftFilter[]): number {
  const best = Math.max(...filters.map(({ score }) => score))
  let [weights, sum] = [0, 0]
  for (const { seen, expected, score } of filters) {
    const weight = Math.exp(score - best)
    weights += weight
    sum += (weight * (seen + PRIOR)) / (expected + PRIOR)
  }
  return sum / weights
}

/** Log of the negative binomial chance of so many answers, but for what is the same in all. */
function logChance({ seen, expected }: DriftFilter, answers: number, more: number): number {
  const [shape, rate] = [seen + PRIOR, expected + PRIOR]
  let log = shape * Math.log(rate / (rate + more))
  for (let n = 0; n < answers; n++) log += Math.log((shape + n) / (rate + more))
  return log
}
