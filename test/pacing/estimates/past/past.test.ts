import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learner } from '../../../../src/pacing/estimates/learner.ts'
import { answersOf, discounted } from '../../../../src/pacing/estimates/past/past.ts'
import { pastFromJson, pastToJson } from '../../../../src/pacing/estimates/past/past-json.ts'
import type { News } from '../../../../src/pacing/observation.ts'
import { seen } from '../../../support/observations.ts'
import { sighting } from '../../support/sightings.ts'

const LIMIT = 25

/** What is kept after some sightings, as a store gives it back. */
function kept(...news: News[]): Record<string, unknown> {
  const { initial, learn, keep } = learner({ ringLimit: LIMIT * 1000, connectWithin: 2000 })
  const { state } = learn(initial, seen({ at: 60_000, news }))
  return JSON.parse(JSON.stringify(keep(state)))
}

const DAY: readonly News[] = Array.from({ length: 600 }, (): News[] => [
  { kind: 'answered', rang: 8000 },
  { kind: 'refused', rang: 2000 },
  { kind: 'unanswered', rang: 25_000, dropped: false },
  { kind: 'talked', lasted: 90_000 },
  { kind: 'wrapped', lasted: 20_000, rang: 8000, waited: 0, heard: 'person' },
  { kind: 'abandoned', rang: 8000, waited: 1500 },
]).flat()

describe('what is kept for another day', () => {
  it('is read as it was written, whatever was seen', () => {
    const { initial, learn, keep } = learner({ ringLimit: LIMIT * 1000, connectWithin: 2000 })
    fc.assert(
      fc.property(fc.array(sighting(), { maxLength: 3 }), observations => {
        const state = observations.reduce((state, one) => learn(state, one).state, initial)
        const written = JSON.parse(JSON.stringify(keep(state)))
        const past = pastFromJson(written, LIMIT)
        expect(past).not.toBeNull()
        expect(JSON.parse(JSON.stringify(pastToJson(past!)))).toEqual(written)
      }),
      { numRuns: 30 },
    )
  })

  it('is short, and holds nothing but numbers', () => {
    const text = JSON.stringify(kept(...DAY))
    expect(text.length).toBeLessThan(8000)
    expect(text.replace(/"[a-zA-Z]+":/g, '')).toMatch(/^[\d.,[\]{}e-]+$/)
  })

  it('is refused where anything of it is missing, or is no count', () => {
    const whole = kept(...DAY)
    const broken = [null, 'x', [], Number.NaN, -1, 1e12, {}, [1, 2, 3]]
    for (const key of Object.keys(whole)) {
      expect(pastFromJson({ ...whole, [key]: undefined }, LIMIT), key).toBeNull()
      for (const value of broken) expect(pastFromJson({ ...whole, [key]: value }, LIMIT)).toBeNull()
    }
    const rings = whole.rings as Record<string, unknown>
    const answered = [...(rings.answered as number[])]
    answered[3] = -1
    expect(pastFromJson({ ...whole, rings: { ...rings, answered } }, LIMIT)).toBeNull()
    for (const other of [null, undefined, 7, 'text', [], {}])
      expect(pastFromJson(other, LIMIT)).toBeNull()
    expect(pastFromJson(whole, LIMIT)).not.toBeNull()
  })

  it('is refused where lines rang for another time, or ages were told apart otherwise', () => {
    const whole = kept(...DAY)
    expect(pastFromJson(whole, 24.5)).toBeNull()
    const talks = whole.talks as Record<string, number[]>
    const edges = talks.edges!.map(edge => edge + 1)
    expect(pastFromJson({ ...whole, talks: { ...talks, edges } }, LIMIT)).toBeNull()
  })
})

describe('a day before', () => {
  it('weighs like some hundred answers, talks and wrap-ups, and like fewer cards', () => {
    const past = pastFromJson(kept(...DAY), LIMIT)!
    expect(answersOf(past)).toBe(600)
    const weighed = discounted(past)
    const sum = (of: Float64Array) => of.reduce((total, one) => total + one, 0)
    expect(answersOf(weighed)).toBeCloseTo(200)
    expect(sum(weighed.talks.ends)).toBeCloseTo(200)
    expect(sum(weighed.wrapUps.ends)).toBeCloseTo(200)
    expect(sum(weighed.heard.people)).toBeCloseTo(40)
    expect(weighed.left.waitedSec / weighed.left.people).toBeCloseTo(1.5)
    expect(weighed.rings.unanswered[24]! / weighed.rings.answered[8]!).toBeCloseTo(1)
  })

  it('of few answers weighs as much as it has', () => {
    const past = pastFromJson(kept(...DAY.slice(0, 60)), LIMIT)!
    expect(answersOf(past)).toBe(10)
    expect(discounted(past)).toEqual(past)
  })
})
