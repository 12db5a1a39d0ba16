import { describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../../src/base/random.ts'
import { noMachines, peopleOnly, withUnheard } from '../../../src/pacing/budget/machines.ts'
import type { BudgetState, News } from '../../../src/pacing/observation.ts'

const person = Float64Array.from({ length: 60 }, (_, sec) => (sec < 12 ? 0.9 : 0.4))
const budget = (connected: number, abandoned: number): BudgetState => ({
  connected,
  abandoned,
  limit: 0.03,
  atRisk: 0,
})

/** Calls of which each found nobody free: people may wait and be reached, machines may not. */
function unmet(count: number, random: Random) {
  const news: News[] = []
  let [machines, abandoned] = [0, 0]
  for (let n = 0; n < count; n++) {
    const rang = random.integer(0, 24_999)
    const isPerson = random.uniform() < person[Math.floor(rang / 1000)]!
    if (isPerson && random.uniform() < 0.6) {
      news.push({ kind: 'wrapped', lasted: 5000, rang, waited: 900, heard: 'person' })
      continue
    }
    news.push({ kind: 'abandoned', rang, waited: 0 })
    abandoned++
    if (!isPerson) machines++
  }
  return { news, machines, abandoned }
}

const days = Array.from({ length: 300 }, (_, seed) => {
  const day = unmet(60, seededRandom(seed))
  const { expected, variance } = withUnheard(
    noMachines,
    day.news,
    person,
    budget(900, day.abandoned),
  )
  const people = peopleOnly(budget(900, day.abandoned), {
    expected,
    variance,
    handled: 0,
  }).abandoned
  return { ...day, expected, people }
})

describe('the machines among the abandoned', () => {
  it('are estimated without bias where people wait and machines do not', () => {
    const errors = days.map(({ expected, machines }) => expected - machines)
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    const spread = Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / errors.length)
    expect(Math.abs(mean)).toBeLessThan((3 * spread) / Math.sqrt(errors.length))
  })

  it('are taken off on the side of caution', () => {
    const rash = days.filter(day => day.people < day.abandoned - day.machines - 1e-9)
    expect(rash.length / days.length).toBeLessThan(0.04)
    const total = days.reduce((sum, day) => sum + day.abandoned - day.people, 0)
    expect(total / days.length).toBeGreaterThan(2)
  })

  it('are taken off with more caution the less time is left to pay back', () => {
    const found = { expected: 10, variance: 4, handled: 0 }
    const early = peopleOnly(budget(30, 20), found).abandoned
    const late = peopleOnly(budget(900, 20), found).abandoned
    // Two deviations of two late in a window, little more than a third of that as it begins.
    expect(late).toBeCloseTo(20 - (10 - 4))
    expect(early).toBeGreaterThan(20 - 10)
    expect(early).toBeLessThan(20 - (10 - 2.1))
  })

  it('are none where nobody but people answers', () => {
    const everyone = new Float64Array(60).fill(1)
    const { news, abandoned } = unmet(60, seededRandom(1))
    const found = withUnheard(noMachines, news, everyone, budget(900, abandoned))
    expect(peopleOnly(budget(900, abandoned), found).abandoned).toBe(abandoned)
  })

  it('are never more than the abandoned', () => {
    const many = { expected: 50, variance: 0, handled: 0 }
    expect(peopleOnly(budget(900, 10), many).abandoned).toBe(0)
    expect(peopleOnly(budget(900, 10), { ...many, expected: -3 }).abandoned).toBe(10)
  })

  it('are counted anew in a new window, not when a card takes one connection back', () => {
    const { news } = unmet(60, seededRandom(1))
    const before = withUnheard(noMachines, news, person, budget(900, 24))
    expect(withUnheard(before, [], person, budget(898, 24)).expected).toBe(before.expected)
    expect(withUnheard(before, [], person, budget(0, 0)).expected).toBe(0)
  })
})
