import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'

const many = (count: number, draw: () => number) => Array.from({ length: count }, draw)
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

/** Pearson's coefficient of correlation. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)]
  const sum = (f: (i: number) => number) => a.reduce((all, _, i) => all + f(i), 0)
  const covariance = sum(i => (a[i]! - ma) * (b[i]! - mb))
  return covariance / Math.sqrt(sum(i => (a[i]! - ma) ** 2) * sum(i => (b[i]! - mb) ** 2))
}

describe('a source of chance', () => {
  it('is determined by its seed', () => {
    const drawn = (seed: number) => many(20, seededRandom(seed).uniform)
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(2)).not.toEqual(drawn(1))
  })

  it('is even from 0, included, to 1, excluded', () => {
    const values = many(20_000, seededRandom(3).uniform)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThan(1)
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = values.filter(value => Math.floor(value * 10) === tenth).length / values.length
      expect(Math.abs(share - 0.1)).toBeLessThan(0.01)
    }
  })

  it('draws whole numbers between two limits, both included and all as often', () => {
    const random = seededRandom(4)
    const values = many(12_000, () => random.integer(-1, 4))
    for (let value = -1; value <= 4; value++) {
      const share = values.filter(one => one === value).length / values.length
      expect(Math.abs(share - 1 / 6)).toBeLessThan(0.02)
    }
    expect(new Set(values).size).toBe(6)
  })
})

describe('a fork', () => {
  it('is the same whatever was drawn before, from the source or its other forks', () => {
    const [one, other] = [seededRandom(5), seededRandom(5)]
    many(100, other.uniform)
    many(100, other.fork('other').uniform)
    expect(many(5, one.fork('people').uniform)).toEqual(many(5, other.fork('people').uniform))
  })

  it('does not change what its source draws', () => {
    const [one, other] = [seededRandom(5), seededRandom(5)]
    other.fork('people').uniform()
    expect(one.uniform()).toBe(other.uniform())
  })

  it('is independent of its source, of other forks, and of the same fork of another seed', () => {
    const source = seededRandom(6)
    const drawn = (label: string, seed = 6) => many(4000, seededRandom(seed).fork(label).uniform)
    const people = drawn('people')
    for (const other of [many(4000, source.uniform), drawn('peoplf'), drawn('people', 7)])
      expect(Math.abs(correlation(people, other))).toBeLessThan(0.05)
  })

  it('with one of many numbers for a label has first draws that are even themselves', () => {
    const source = seededRandom(8)
    const firsts = many(
      4000,
      (() => {
        let n = 0
        return () => source.fork(String(n++)).uniform()
      })(),
    )
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(0.02)
    expect(Math.abs(correlation(firsts.slice(1), firsts.slice(0, -1)))).toBeLessThan(0.05)
  })
})
