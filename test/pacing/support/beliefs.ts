import type { Estimates } from '../../../src/pacing/estimates/estimates.ts'
import { freeCurve } from '../../../src/pacing/estimates/free-curve.ts'
import { ringCurve } from '../../../src/pacing/estimates/ring-curve.ts'
import { summedHazard, TALK_EDGES, WRAP_EDGES } from '../../../src/pacing/estimates/survival.ts'
import type { Situation } from '../../../src/pacing/forecast/situation.ts'

/** Nothing goes on, but for what is told. */
export const situation = (more: Partial<Situation> = {}): Situation => ({
  free: 0,
  waiting: 0,
  busy: 0,
  ringing: [],
  talking: [],
  wrapping: [],
  departures: [],
  ...more,
})

const RING_LIMIT = 25

/**
 * A call takes two minutes.
 *
 * @param answer hazard of an answer by second of ringing; usually a third answer within 25 s.
 * @param person share of people among the answers by second of ringing; usually all.
 */
export function beliefs(
  answer: (sec: number) => number = usual,
  person: (sec: number) => number = () => 1,
): Estimates {
  const bins = Array.from({ length: RING_LIMIT }, (_, sec) => sec)
  const talk = summedHazard(TALK_EDGES, Float64Array.from(TALK_EDGES, talkRate), 1300)
  const wrapUp = summedHazard(WRAP_EDGES, Float64Array.from(WRAP_EDGES, wrapRate), 400)
  return {
    ring: ringCurve({
      answer: Float64Array.from(bins, answer),
      refuse: Float64Array.from(bins, sec => (sec < 3 ? 0.04 : 0.002)),
      person: Float64Array.from(bins, person),
      limitSec: RING_LIMIT,
    }),
    free: freeCurve(talk, wrapUp, 40),
    patienceSec: 2,
    answers: Infinity,
  }
}

const usual = (sec: number) => (sec < 4 ? 0.004 : sec < 14 ? 0.035 : 0.01)
const talkRate = (sec: number) => (sec < 30 ? 0.004 : sec < 150 ? 0.012 : 0.008)
const wrapRate = (sec: number) => (sec < 8 ? 0.02 : 0.12)
