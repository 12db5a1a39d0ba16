import type { News, Observation } from '../observation.ts'
import { type AnswerDrift, afterAnswers, noDrift, rebased } from './answer-drift.ts'
import type { Estimates, Estimator } from './estimates.ts'
import { freeCurve } from './free-curve.ts'
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
  /** People who were abandoned, and for how long they had waited, in s (at most the limit). */
  readonly left: { readonly people: number; readonly waitedSec: number }
  readonly answers: number
  readonly drift: AnswerDrift
  readonly belief: RingBelief
  /** Answers to be expected of the lines that rang when the policy was last asked. */
  readonly pendingAnswers: number
  readonly estimates: Estimates
  /** Monotonic ms at which each part was last worked out anew. */
  readonly ringAt: number
  readonly freeAt: number
  /** The drift ratio the ring curve was made with. */
  readonly ringRatio: number
}

/** While so few have answered, the ring curve is worked out more often. */
const FEW_ANSWERS = 100
const RING_EVERY = 20_000
const RING_EVERY_AT_FIRST = 2_000
const FREE_EVERY = 30_000
/** A drift that moved by less than this share changes nothing. */
const RATIO_STEP = 0.005
/** What talk and wrap-up last on average before anything is known, in s. */
const TALK_PRIOR = 120
const WRAP_PRIOR = 20
/** Patience leans on the campaign's limit with so many people. */
const PATIENCE_PRIOR = 2

/**
 * Learns online, from nothing: answer and refusal hazards by ring age, talk and wrap-up as survival
 * curves with right-censoring, people's patience, the share of machines, and how the present answer
 * rate stands to the learned one.
 */
export function learner(settings: LearnerSettings): Estimator<Learned> {
  const initial = beginning(settings)
  return {
    initial,
    learn(state, seen) {
      const next = refreshed(withNews(state, seen, settings), seen, settings, initial.belief)
      return { state: next, estimates: next.estimates }
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
    answers: 0,
    drift: noDrift,
    belief,
    pendingAnswers: 0,
    ringAt: -Infinity,
    freeAt: -Infinity,
    ringRatio: 1,
  }
  const estimates = {
    ring: ringOf(start, settings),
    free: freeOf(start, [], [], settings),
    patienceSec: settings.connectWithin / 1000,
    answers: 0,
  }
  return { ...start, estimates }
}

function withNews(state: Learned, seen: Observation, settings: LearnerSettings): Learned {
  const { news } = seen
  const answers = news.filter(item => item.kind === 'answered').length
  const ages = agesOf(seen.ringingSince, seen.at)
  const expectedOf = expectation(state.belief)
  const pendingAnswers = expectedOf(ages)
  const expected = expectedOf(endedAges(news)) + pendingAnswers - state.pendingAnswers
  const drift = afterAnswers(state.drift, answers, Math.max(0, expected))
  if (news.length === 0) return { ...state, drift, pendingAnswers }
  return {
    ...state,
    drift,
    pendingAnswers,
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
  const moved = Math.abs(next.drift.ratio / next.ringRatio - 1) > RATIO_STEP
  let { estimates } = next
  if (relearn || moved) {
    estimates = { ...estimates, ring: ringOf(next, settings), answers: next.answers }
    next = { ...next, ringRatio: next.drift.ratio }
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
  return {
    ...state,
    belief,
    drift: rebased(state.drift, factor),
    pendingAnswers: expectation(belief)(ages),
    ringAt: now,
  }
}

function ringOf(
  state: Pick<Learned, 'belief' | 'drift' | 'answers' | 'heard'>,
  settings: LearnerSettings,
) {
  const { belief, drift, answers, heard } = state
  // Until many have answered, as many more are expected as the count so far may be short of.
  const caution = 1 + 1 / Math.sqrt(answers + 1)
  return ringCurve({
    answer: belief.answer.map(hazard => hazard * drift.ratio * caution),
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
  const horizon = limitSec + Math.ceil(connectWithin / 1000) + 1
  const talk = hazards(state.talks, talking, TALK_PRIOR)
  const wrapUp = hazards(state.wrapUps, wrapping, WRAP_PRIOR)
  return freeCurve(
    summedHazard(TALK_EDGES, talk, 1200 + horizon),
    summedHazard(WRAP_EDGES, wrapUp, 300 + horizon),
    horizon,
  )
}

function patienceOf({ left }: Learned, { connectWithin }: LearnerSettings): number {
  const limit = connectWithin / 1000
  return (PATIENCE_PRIOR * limit + left.waitedSec) / (PATIENCE_PRIOR + left.people)
}

function withLeft(
  left: Learned['left'],
  news: readonly News[],
  { connectWithin }: LearnerSettings,
): Learned['left'] {
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
