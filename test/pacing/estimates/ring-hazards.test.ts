import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { exposure, noRings, withEnds } from '../../../src/pacing/estimates/ring-counts.ts'
import { learnedHazards, priorHazards } from '../../../src/pacing/estimates/ring-hazards.ts'
import type { News } from '../../../src/pacing/observation.ts'

const [BINS, LIMIT] = [25, 25] as const
const prior = priorHazards(BINS, LIMIT)

/** Lines whose hazards are `answer` and `refuse` of the second. */
function lines(count: number, answer: (sec: number) => number, refuse: number): News[] {
  const random = seededRandom(5)
  return Array.from({ length: count }, () => {
    for (let second = 0; second < LIMIT; second++) {
      const hazard = answer(second) + refuse
      const wait = -Math.log(1 - random.uniform()) / hazard
      if (wait >= 1) continue
      const rang = (second + wait) * 1000
      const isAnswer = random.uniform() < answer(second) / hazard
      return isAnswer ? { kind: 'answered', rang } : { kind: 'refused', rang }
    }
    return { kind: 'unanswered', rang: LIMIT * 1000, dropped: false }
  })
}

const learned = (news: readonly News[], ringing: readonly number[] = []) => {
  const counts = withEnds(noRings(LIMIT), news)
  return learnedHazards(counts, exposure(counts, ringing), prior)
}

describe('hazards of ringing', () => {
  it('are the prior while nothing is known', () => {
    const { answer, refuse } = learned([])
    for (let bin = 0; bin < BINS; bin++) {
      expect(answer[bin]).toBeCloseTo(prior.answer[bin]!, 10)
      expect(refuse[bin]).toBeCloseTo(prior.refuse[bin]!, 10)
    }
  })

  it('are those of the evidence when there is much of it', () => {
    const truth = (second: number) => 0.01 + 0.004 * Math.min(second, 25 - second)
    const { answer, refuse } = learned(lines(40_000, truth, 0.01))
    for (let bin = 1; bin < BINS - 1; bin++) {
      expect(Math.abs(answer[bin]! - truth(bin)), `second ${bin}`).toBeLessThan(0.006)
      expect(Math.abs(refuse[bin]! - 0.01), `second ${bin}`).toBeLessThan(0.004)
    }
  })

  it('rise as a whole with the first answers, seconds not seen yet included', () => {
    const early = Array.from({ length: 20 }, (): News => ({ kind: 'answered', rang: 4000 }))
    expect(learned(early).answer[20]).toBeGreaterThan(1.5 * prior.answer[20]!)
  })

  it('sink with lines that ring on without an answer', () => {
    const some = lines(200, () => 0.03, 0.01)
    const still = Array.from({ length: 200 }, () => 14.5)
    expect(learned(some, still).answer[10]).toBeLessThan(0.8 * learned(some).answer[10]!)
  })

  it('say little of the age where lines ring longer than a minute', () => {
    const flat = priorHazards(60, 90)
    expect(new Set(flat.answer).size).toBe(1)
    expect(flat.limitSec).toBe(90)
  })
})
