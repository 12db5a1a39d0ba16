import type { News, Observation } from '../observation.ts'
import { type AnswerDrift, afterAnswers, driftOf, noDrift, rebased } from './drift/answer-drift.ts'
import {
  atHour,
  type Hours,
  hourFactor,
  hoursFrom,
  noHours,
  rescaled,
  withAnswers,
  withNow,
} from './drift/hours.ts'
import type { Estimates, Estimator } from './estimates.ts'
import { freeCurve } from './free-curve.ts'
import { answersOf, discounted, type LeftCounts, type Past } from './past/past.ts'
import { pastFromJson, pastToJson } from './past/past-json.ts'
import { type HeardCounts, nobodyHeard, personShare, withHeard } from './people.ts'
import { exposure, noRings, type RingCounts, withEnds } from './ring-counts.ts'
import { at, ringCurve, summed } from './ring-curve.ts'
import { learnedHazards, priorHazards, type RingBelief } from './ring-hazards.ts'
import {
  hazards,
  noSpans,
  type SpanCounts,
  summedHazard,
  TALK_EDGES,
  WRAP_EDGES,
  withSpans,
} from './survival.ts'

/** What the learner must know of the campaign. */
export interface LearnerSettings {
  /** No line rings longer, ms. */
  readonly ringLimit: number
  /** How soon a person who answers must hear an operator, ms. */
  readonly connectWithin: number
}

/** What has been learned of a campaign. */
export interface Learned {
  readonly rings: RingCounts
  readonly heard: HeardCounts
  readonly talks: SpanCounts
  readonly wrapUps: SpanCounts
  readonly left: LeftCounts
  readonly hours: Hours
  /** Answers of today, and a few for a past to go by. */
  readonly answers: number
  readonly drift: AnswerDrift
  readonly belief: RingBelief
  /** Answers to be expected of the lines that rang when the policy was last asked. */
  readonly pendingAnswers: number
  readonly estimates: Estimates
  /** Monotonic ms at which each part was last worked out anew. */
  readonly ringAt: number
  readonly freeAt: number
  /** The present answer rate / the learned one, as the ring curve was made with it. */
  readonly ringRatio: number
}

/** While so few have answered, the ring curve is worked out more often. */
const FEW_ANSWERS = 100
const RING_EVERY = 20_000
const RING_EVERY_AT_FIRST = 2_000
const FREE_EVERY = 30_000
/** An answer rate that moved by less than this share changes nothing. */
const RATIO_STEP = 0.005
/** What talk and wrap-up last on average before anything is known, in s. */
const TALK_PRIOR = 120
const WRAP_PRIOR = 20
/**
 * People are not expected to wait for longer than this, in s, until they do, nor is it looked
 * further ahead than this beyond the ring who comes free: no campaign may let them wait for longer.
 * A world may do so for ever, and the work of looking grows with the square.
 */
const WAIT_SEC_MAX = 10
/** Patience leans on the campaign's limit with so many people. */
const PATIENCE_PRIOR = 2
/**
 * Whoever has a past knows as much of today's answer rate as so many answers tell: a day may be
 * unlike the others.
 */
const PAST_ANSWERS = 7

/**
 * Learns online: answer and refusal hazards by ring age, talk and wrap-up as survival curves with
 * right-censoring, people's patience, the share of machines, how the hours of the day differ, and
 * how the present answer rate stands to the learned one. From nothing, or from what was kept of
 * earlier days.
 */
export function learner(settings: LearnerSettings): Estimator<Learned> {
  const initial = beginning(settings)
  return {
    initial,
    learn(state, seen) {
      const next = refreshed(withNews(state, seen, settings), seen, settings, initial.belief)
      return { state: next, estimates: next.estimates }
    },
    keep: state => pastToJson(pastOf(state)),
    resume(kept) {
      const past = pastFromJson(kept, settings.ringLimit / 1000)
      if (past === null) return null
      const weighed = discounted(past)
      return { state: after(weighed, initial, settings), answers: answersOf(weighed) }
    },
  }
}

function beginning(settings: LearnerSettings): Learned {
  const rings = noRings(settings.ringLimit / 1000)
  const belief = priorHazards(rings.answered.length, settings.ringLimit / 1000)
  const start = {
    rings,
    heard: nobodyHeard,
    talks: noSpans(TALK_EDGES),
    wrapUps: noSpans(WRAP_EDGES),
    left: { people: 0, waitedSec: 0 },
    hours: noHours,
    answers: 0,
    drift: noDrift,
    belief,
    pendingAnswers: 0,
    ringAt: -Infinity,
    freeAt: -Infinity,
    ringRatio: 1,
  }
  return { ...start, estimates: allOf(start, settings) }
}

/** What to go on from. The hour that is not over counts as well: who reads this comes after it. */
function pastOf({ rings, heard, talks, wrapUps, left, hours, drift }: Learned): Past {
  const known = { ...hours, over: withNow(hours) }
  const ratio = (drift.ratio * hourFactor(hours)) / hourFactor(known)
  return { rings, heard, talks, wrapUps, left, hours: known.over, ratio }
}

/** The beginning of a day after others. */
function after({ ratio, hours, ...counts }: Past, initial: Learned, settings: LearnerSettings) {
  const { rings } = counts
  const start: Learned = {
    ...initial,
    ...counts,
    hours: hoursFrom(hours),
    answers: Math.min(PAST_ANSWERS, Math.floor(answersOf({ ratio, hours, ...counts }))),
    drift: driftOf(ratio),
    belief: learnedHazards(rings, exposure(rings, []), initial.belief),
  }
  return { ...start, ringRatio: levelOf(start), estimates: allOf(start, settings) }
}

/** All estimates, of a state in which nothing goes on. */
function allOf(state: Omit<Learned, 'estimates'>, settings: LearnerSettings): Estimates {
  return {
    ring: ringOf(state, settings),
    free: freeOf(state, [], [], settings),
    patienceSec: patienceOf(state, settings),
    answers: state.answers,
  }
}

/** The present answer rate / the learned one. */
const levelOf = ({ drift, hours }: Pick<Learned, 'drift' | 'hours'>): number =>
  drift.ratio * hourFactor(hours)

function withNews(state: Learned, seen: Observation, settings: LearnerSettings): Learned {
  const { news } = seen
  const answers = news.filter(item => item.kind === 'answered').length
  const ages = agesOf(seen.ringingSince, seen.at)
  const expectedOf = expectation(state.belief)
  const pendingAnswers = expectedOf(ages)
  const ended = expectedOf(endedAges(news))
  const expected = Math.max(0, ended + pendingAnswers - state.pendingAnswers)
  const { hours, step } = atHour(state.hours, seen.hour)
  const now = {
    ...state,
    hours: withAnswers(hours, answers, expected),
    drift: afterAnswers(rebased(state.drift, step), answers, expected * hourFactor(hours)),
    pendingAnswers,
  }
  if (news.length === 0) return now
  return {
    ...now,
    rings: withEnds(state.rings, news),
    heard: withHeard(state.heard, news),
    talks: withSpans(state.talks, lastedOf(news, 'talked')),
    wrapUps: withSpans(state.wrapUps, lastedOf(news, 'wrapped')),
    left: withLeft(state.left, news, settings),
    answers: state.answers + answers,
  }
}

/** Works out anew what is due. */
function refreshed(
  state: Learned,
  seen: Observation,
  settings: LearnerSettings,
  prior: RingBelief,
): Learned {
  let next = state
  const every = state.answers < FEW_ANSWERS ? RING_EVERY_AT_FIRST : RING_EVERY
  const relearn = seen.at - state.ringAt >= every
  if (relearn) next = relearned(next, prior, agesOf(seen.ringingSince, seen.at), seen.at)
  const moved = Math.abs(levelOf(next) / next.ringRatio - 1) > RATIO_STEP
  let { estimates } = next
  if (relearn || moved) {
    estimates = { ...estimates, ring: ringOf(next, settings), answers: next.answers }
    next = { ...next, ringRatio: levelOf(next) }
  }
  if (seen.at - state.freeAt >= FREE_EVERY) {
    const [talking, wrapping] = [seen.talkingSince, seen.wrappingSince]
    const free = freeOf(next, agesOf(talking, seen.at), agesOf(wrapping, seen.at), settings)
    estimates = { ...estimates, free, patienceSec: patienceOf(next, settings) }
    next = { ...next, freeAt: seen.at }
  }
  return estimates === next.estimates ? next : { ...next, estimates }
}

/** The ring hazards told anew; the drift then stands to the new ones as it stood to the truth. */
function relearned(
  state: Learned,
  prior: RingBelief,
  ages: readonly number[],
  now: number,
): Learned {
  const spent = exposure(state.rings, ages)
  const belief = learnedHazards(state.rings, spent, prior)
  const factor = dot(spent, belief.answer) / Math.max(1e-9, dot(spent, state.belief.answer))
  const hours = rescaled(state.hours, factor)
  const step = hourFactor(hours) / hourFactor(state.hours)
  return {
    ...state,
    belief,
    hours,
    drift: rebased(state.drift, factor * step),
    pendingAnswers: expectation(belief)(ages),
    ringAt: now,
  }
}

function ringOf(
  state: Pick<Learned, 'belief' | 'drift' | 'hours' | 'answers' | 'heard'>,
  settings: LearnerSettings,
) {
  const { belief, answers, heard } = state
  const level = levelOf(state)
  // Until many have answered, as many more are expected as the count so far may be short of.
  const caution = 1 + 1 / Math.sqrt(answers + 1)
  return ringCurve({
    answer: belief.answer.map(hazard => hazard * level * caution),
    refuse: belief.refuse,
    person: personShare(heard),
    limitSec: settings.ringLimit / 1000,
  })
}

function freeOf(
  state: Pick<Learned, 'talks' | 'wrapUps'>,
  talking: readonly number[],
  wrapping: readonly number[],
  { ringLimit, connectWithin }: LearnerSettings,
) {
  const limitSec = Math.min(60, Math.ceil(ringLimit / 1000))
  const horizon = limitSec + Math.min(WAIT_SEC_MAX, Math.ceil(connectWithin / 1000)) + 1
  const talk = hazards(state.talks, talking, TALK_PRIOR)
  const wrapUp = hazards(state.wrapUps, wrapping, WRAP_PRIOR)
  return freeCurve(
    summedHazard(TALK_EDGES, talk, 1200 + horizon),
    summedHazard(WRAP_EDGES, wrapUp, 300 + horizon),
    horizon,
  )
}

function patienceOf({ left }: Pick<Learned, 'left'>, { connectWithin }: LearnerSettings): number {
  const limit = Math.min(WAIT_SEC_MAX, connectWithin / 1000)
  return (PATIENCE_PRIOR * limit + left.waitedSec) / (PATIENCE_PRIOR + left.people)
}

function withLeft(
  left: LeftCounts,
  news: readonly News[],
  { connectWithin }: LearnerSettings,
): LeftCounts {
  let { people, waitedSec } = left
  for (const item of news) {
    if (item.kind !== 'abandoned') continue
    people++
    waitedSec += Math.min(connectWithin, item.waited) / 1000
  }
  return { people, waitedSec }
}

/** @returns how many answers lines of given ages should have given by now. */
function expectation(belief: RingBelief): (ages: readonly number[]) => number {
  const sums = summed(belief.answer, belief.limitSec)
  return ages => ages.reduce((total, age) => total + at(sums, age), 0)
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((total, one, bin) => total + one * b[bin]!, 0)

const agesOf = (since: readonly number[], now: number): number[] =>
  since.map(moment => (now - moment) / 1000)

function endedAges(news: readonly News[]): number[] {
  const ages: number[] = []
  for (const item of news) {
    if (item.kind === 'answered' || item.kind === 'refused' || item.kind === 'unanswered')
      ages.push(item.rang / 1000)
  }
  return ages
}

function lastedOf(news: readonly News[], kind: 'talked' | 'wrapped'): number[] {
  const spans: number[] = []
  for (const item of news) if (item.kind === kind) spans.push(item.lasted / 1000)
  return spans
}
