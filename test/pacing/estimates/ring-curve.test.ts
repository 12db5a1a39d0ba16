import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../../src/base/random.ts'
import {
  answerTimes,
  answerWithin,
  at,
  bestRing,
  type RingHazards,
  ringCurve,
  summed,
} from '../../../src/pacing/estimates/ring-curve.ts'

const rising: RingHazards = {
  answer: Float64Array.from({ length: 20 }, (_, sec) => 0.01 + 0.006 * sec),
  refuse: Float64Array.from({ length: 20 }, (_, sec) => (sec < 3 ? 0.04 : 0.005)),
  person: Float64Array.from({ length: 20 }, (_, sec) => (sec < 10 ? 1 : 0.4)),
  limitSec: 20,
}

interface End {
  readonly sec: number
  readonly as: 'person' | 'machine' | 'refused' | 'limit'
}

/** What becomes of a line that has rung `age` s. */
function ring(of: RingHazards, age: number, random: Random): End {
  let now = age
  for (;;) {
    if (now >= of.limitSec) return { sec: of.limitSec, as: 'limit' }
    const bin = Math.min(of.answer.length - 1, Math.floor(now))
    const [a, r] = [of.answer[bin]!, of.refuse[bin]!]
    const end = now - Math.log(1 - random.uniform()) / (a + r)
    const next = Math.min(of.limitSec, Math.floor(now) + 1)
    if (end >= next) {
      now = next
      continue
    }
    if (random.uniform() >= a / (a + r)) return { sec: end, as: 'refused' }
    return { sec: end, as: random.uniform() < of.person[bin]! ? 'person' : 'machine' }
  }
}

function many(of: RingHazards, age: number, count: number): End[] {
  const random = seededRandom(11)
  return Array.from({ length: count }, () => ring(of, age, random))
}

const anyHazards: fc.Arbitrary<RingHazards> = fc
  .record({
    bins: fc.integer({ min: 1, max: 60 }),
    rates: fc.array(fc.tuple(fc.nat(300), fc.nat(300), fc.nat(100)), {
      minLength: 60,
      maxLength: 60,
    }),
    limit: fc.integer({ min: 2, max: 200 }),
  })
  .map(({ bins, rates, limit }) => ({
    answer: Float64Array.from(rates.slice(0, bins), ([a]) => a / 1000),
    refuse: Float64Array.from(rates.slice(0, bins), ([, r]) => r / 1000),
    person: Float64Array.from(rates.slice(0, bins), ([, , p]) => p / 100),
    limitSec: limit / 2,
  }))

describe('a ring curve', () => {
  it('is a set of chances whatever the hazards', () => {
    fc.assert(
      fc.property(anyHazards, hazards => {
        const { answered, people, ringing } = ringCurve(hazards)
        for (let second = 1; second < answered.length; second++) {
          expect(answered[second]! + ringing[second]!).toBeLessThanOrEqual(1 + 1e-8)
          expect(answered[second]).toBeGreaterThanOrEqual(answered[second - 1]!)
          expect(ringing[second]).toBeLessThanOrEqual(ringing[second - 1]!)
          expect(ringing[second]).toBeGreaterThan(0)
          expect(people[second]).toBeLessThanOrEqual(answered[second]! + 1e-12)
        }
      }),
    )
  })

  it('agrees with lines drawn one by one, from any age on', () => {
    const curve = ringCurve(rising)
    for (const age of [0, 4, 12]) {
      const ends = many(rising, age, 30_000)
      for (const within of [1.5, 5, 20]) {
        const hits = ends.filter(
          ({ sec, as }) => as !== 'limit' && as !== 'refused' && sec < age + within,
        )
        const chance = answerWithin(curve, age, within)
        expect(Math.abs(chance - hits.length / ends.length), `${age} + ${within}`).toBeLessThan(
          0.01,
        )
      }
    }
  })

  it('knows the people among the answers', () => {
    const ends = many(rising, 0, 30_000)
    const people = ends.filter(({ as }) => as === 'person').length / ends.length
    const curve = ringCurve(rising)
    expect(Math.abs(at(curve.people, 20) - people)).toBeLessThan(0.01)
    expect(at(curve.people, 20)).toBeLessThan(at(curve.answered, 20) - 0.1)
  })

  it('ends at the ring limit, also within a second', () => {
    const flat = { answer: new Float64Array(10).fill(0.1), refuse: new Float64Array(10) }
    const person = new Float64Array(10).fill(1)
    const short = ringCurve({ ...flat, person, limitSec: 9.5 })
    expect(short.answered[10]).toBeCloseTo(1 - Math.exp(-0.95), 6)
    expect(answerWithin(short, 10, 30)).toBe(0)
    const beyond = ringCurve({ ...flat, person, limitSec: 30 })
    expect(at(beyond.answered, 30)).toBeCloseTo(1 - Math.exp(-3), 6)
  })

  it('never gives a chance outside 0 to 1', () => {
    fc.assert(
      fc.property(anyHazards, fc.nat(150), fc.nat(150), (hazards, age, within) => {
        const chance = answerWithin(ringCurve(hazards), age / 2, within / 2)
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('the moments of a person’s answer', () => {
  it('are the quantiles of the answers of lines drawn one by one', () => {
    const secs = many(rising, 0, 40_000)
      .filter(({ as }) => as === 'person')
      .map(({ sec }) => sec)
      .sort((a, b) => a - b)
    for (const [point, sec] of answerTimes(ringCurve(rising), 6).entries()) {
      const drawn = secs[Math.floor((secs.length * (point + 0.5)) / 6)]!
      expect(Math.abs(sec - drawn), `quantile ${point}`).toBeLessThan(0.2)
    }
  })

  it('lie within the ring and ascend, whatever the hazards', () => {
    fc.assert(
      fc.property(anyHazards, hazards => {
        const curve = ringCurve(hazards)
        const times = answerTimes(curve, 6)
        for (const [point, sec] of times.entries()) {
          expect(sec).toBeGreaterThanOrEqual(times[point - 1] ?? 0)
          expect(sec).toBeLessThanOrEqual(curve.people.length - 1)
        }
      }),
    )
  })
})

describe('the best ring', () => {
  it('gives the most answers a second of line, of lines drawn one by one', () => {
    const humped: RingHazards = {
      ...rising,
      answer: Float64Array.from({ length: 20 }, (_, sec) => (sec > 3 && sec < 9 ? 0.15 : 0.005)),
    }
    const ends = many(humped, 0, 40_000)
    const rateOf = (cut: number) => {
      const held = ends.reduce((sum, { sec }) => sum + Math.min(cut, sec), 0)
      const answers = ends.filter(({ sec, as }) => as !== 'limit' && as !== 'refused' && sec < cut)
      return answers.length / held
    }
    const cuts = Array.from({ length: 20 }, (_, n) => n + 1)
    const best = cuts.reduce((a, b) => (rateOf(b) > rateOf(a) ? b : a))
    expect(Math.abs(bestRing(ringCurve(humped)) - best)).toBeLessThanOrEqual(1)
    expect(best).toBeLessThan(12)
  })

  it('is the whole ring where answers grow ever likelier', () => {
    expect(bestRing(ringCurve(rising))).toBe(20)
  })
})

describe('summed hazards', () => {
  it('go on with the last one', () => {
    expect([...summed(Float64Array.of(0.1, 0.2), 4)].map(x => x.toFixed(1))).toEqual([
      '0.0',
      '0.1',
      '0.3',
      '0.5',
      '0.7',
    ])
  })
})
