import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/base/random.ts'
import {
  type AnswerDrift,
  afterAnswers,
  driftOf,
  noDrift,
  rebased,
} from '../../../../src/pacing/estimates/drift/answer-drift.ts'

const STEP = 0.2

/** Ratios while answers come `times` as often as the learned rate says. */
function watch(from: AnswerDrift, times: number, expected: number, seed: number, step = STEP) {
  const random = seededRandom(seed)
  const ratios: number[] = []
  let drift = from
  let answers = 0
  for (let seen = 0; seen < expected; seen += step) {
    // At most one answer in each step is near enough to a Poisson stream.
    const one = Number(random.uniform() < times * step)
    answers += one
    drift = afterAnswers(drift, one, step)
    ratios.push(drift.ratio)
  }
  return { drift, ratios, answers }
}

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed)

describe('the drift of the answer rate', () => {
  it('is noticed within a few dozen answers when it triples after a long steady time', () => {
    const noticed = SEEDS.map(seed => {
      const steady = watch(noDrift, 1, 400, seed).drift
      const { ratios, answers } = watch(steady, 3, 15, seed + 100)
      expect(answers).toBeLessThan(70)
      return ratios.at(-1)!
    })
    expect(noticed.filter(ratio => ratio > 1.6).length, noticed.join()).toBeGreaterThanOrEqual(19)
  })

  it('is noticed by a dozen answers or so when eight times as many answer', () => {
    const noticed = SEEDS.map(seed => {
      const steady = watch(noDrift, 1, 400, seed).drift
      return watch(steady, 8, 1.6, seed + 100, 0.02).ratios.at(-1)!
    })
    // Without the alarm it is one or two of the twenty.
    expect(noticed.filter(ratio => ratio > 2.5).length, noticed.join()).toBeGreaterThanOrEqual(14)
  })

  it('is not taken for eightfold by the filters for what was seen before', () => {
    const steady = watch(noDrift, 1, 400, 1).drift
    const raised = watch(steady, 8, 3, 2, 0.05).drift
    // What was true before the rise is forgotten: as many again soon say what is true now.
    expect(watch(raised, 8, 6, 3, 0.05).drift.ratio).toBeGreaterThan(5)
  })

  it('is noticed when it falls to a third', () => {
    for (const seed of SEEDS) {
      const steady = watch(noDrift, 1, 400, seed).drift
      expect(watch(steady, 1 / 3, 60, seed + 100).drift.ratio).toBeLessThan(0.7)
    }
  })

  it('is noticed as soon after a longer steady time: what was foretold long ago counts for less', () => {
    for (const seed of SEEDS.slice(0, 8)) {
      const steady = watch(noDrift, 1, 2000, seed).drift
      expect(watch(steady, 1 / 3, 40, seed + 100).drift.ratio, `${seed}`).toBeLessThan(0.75)
    }
  })

  it('is hardly ever seen where there is none', () => {
    const ratios = SEEDS.flatMap(seed => watch(noDrift, 1, 400, seed).ratios.slice(250))
    const misjudged = ratios.filter(ratio => ratio < 0.75 || ratio > 1.35)
    expect(misjudged.length / ratios.length).toBeLessThan(0.03)
  })

  it('is no drift before anything was expected', () => {
    expect(noDrift.ratio).toBe(1)
    expect(afterAnswers(noDrift, 0, 0)).toBe(noDrift)
  })

  it('stays above zero whatever happens', () => {
    const steps = fc.array(
      fc.tuple(
        fc.nat(5),
        fc.nat(300).map(n => n / 10),
      ),
    )
    fc.assert(
      fc.property(steps, taken => {
        let drift = noDrift
        for (const [answers, expected] of taken) drift = afterAnswers(drift, answers, expected)
        expect(drift.ratio).toBeGreaterThan(0)
        expect(drift.ratio).toBeLessThan(Infinity)
      }),
    )
  })
})

describe('a drift told against a new learned rate', () => {
  it('leaves the present answer rate where it was', () => {
    for (const factor of [0.8, 1.25, 2]) {
      for (const seed of SEEDS) {
        const { drift } = watch(noDrift, 1, 400, seed)
        const rate = rebased(drift, factor).ratio * factor
        expect(Math.abs(rate / drift.ratio - 1), `${factor}, ${seed}`).toBeLessThan(0.12)
      }
    }
  })

  it('weighs what may yet raise the alarm by the new rate too', () => {
    const { drift } = watch(noDrift, 1, 20, 1)
    const risen = [1, 1, 1].reduce((sum, one) => afterAnswers(sum, one, 0.1), drift)
    expect(risen.alarm.expected).toBeGreaterThan(0)
    const { alarm } = rebased(risen, 2)
    expect(alarm).toEqual({ ...risen.alarm, expected: 2 * risen.alarm.expected })
  })
})

describe('the drift of the day before', () => {
  it.each([0.5, 2, 3])('is believed in as a new day begins, for a few answers: %s', ratio => {
    const morning = driftOf(ratio)
    expect(Math.abs(Math.log(morning.ratio))).toBeGreaterThan(Math.abs(Math.log(ratio)) / 2)
    let drift = morning
    for (let answers = 0; answers < 10; answers++) drift = afterAnswers(drift, 1, 1)
    // Ten that came as expected weigh more than all of it.
    expect(Math.abs(Math.log(drift.ratio))).toBeLessThan(Math.abs(Math.log(ratio)) / 2)
  })
})
