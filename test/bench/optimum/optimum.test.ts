import { describe, expect, it } from 'vitest'
import { frontier, optimumAt } from '../../../bench/pacing/optimum/frontier.ts'
import type { Outcome } from '../../../bench/pacing/optimum/markov-dialer.ts'
import { Solver } from '../../../bench/pacing/optimum/solve.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { erlangB } from '../../sim/erlang.ts'
import { dialer, fallingCurves, play } from './small-chains.ts'

const markov = (operators: number) => ({ operators, human: 0.25, ringSec: 15, talkSec: 175 })

describe('what comes of a switching curve', () => {
  it('is Erlang B where as many lines always ring', () => {
    for (const [operators, lines] of [
      [1, 4],
      [5, 20],
      [10, 60],
    ] as const) {
      const load = (lines * 0.25 * 175) / 15
      const lost = erlangB(operators, load)
      const all = Array.from({ length: operators + 1 }, () => lines)
      const { occupancy, abandonment } = new Solver(dialer(operators, lines)).evaluate(all)
      expect(abandonment).toBeCloseTo(lost, 8)
      expect(occupancy).toBeCloseTo((load * (1 - lost)) / operators, 8)
    }
  })

  it('is the renewal formula where one operator has lines only while free', () => {
    for (const lines of [1, 2, 7]) {
      const { occupancy, abandonedPerSec } = new Solver(dialer(1, 10)).evaluate([lines, 0])
      // Free until the first of the lines is answered, then busy for one talk. Each of the others
      // abandons its person if it ends before the talk does.
      const free = 15 / (0.25 * lines)
      const lost = (lines - 1) * 0.25 * (1 / 15 / (1 / 15 + 1 / 175))
      expect(occupancy).toBeCloseTo(175 / (175 + free), 8)
      expect(abandonedPerSec).toBeCloseTo(lost / (175 + free), 10)
    }
  })

  it('is what a simulation of it sees', () => {
    for (const [operators, curve] of [
      [2, [6, 3, 1]],
      [10, [29, 25, 22, 19, 16, 12, 9, 6, 3, 1, 0]],
    ] as const) {
      const exact = new Solver(dialer(operators, 40)).evaluate(curve)
      const random = seededRandom(1)
      const parts = Array.from({ length: 30 }, () =>
        play(dialer(operators, 40), curve, 20_000, random),
      )
      for (const figure of ['occupancy', 'abandonment'] as const) {
        const { mean, error } = meanOf(parts.map(part => part[figure]))
        expect(Math.abs(mean - exact[figure])).toBeLessThan(3.3 * error)
        expect(error).toBeLessThan(0.0006)
      }
    }
  })
})

describe('the optimum', () => {
  it('at a price is the best of all curves, tried one by one', () => {
    for (const [operators, lines] of [
      [1, 8],
      [2, 8],
      [3, 6],
    ] as const) {
      const solver = new Solver(dialer(operators, lines))
      const outcomes = fallingCurves(operators, lines).map(curve => solver.evaluate(curve))
      for (const price of [30, 120, 300]) {
        const worth = (o: Outcome) => o.busy - price * o.abandonedPerSec
        const best = solver.optimum(price)
        expect(worth(best)).toBeCloseTo(Math.max(...outcomes.map(worth)), 7)
        expect(best.gain).toBeCloseTo(worth(best), 7)
      }
    }
  })

  it('at an abandonment lies on the hull of all curves', () => {
    const solver = new Solver(dialer(2, 14))
    const outcomes = fallingCurves(2, 14).map(curve => solver.evaluate(curve))
    for (const abandonment of [0.005, 0.03, 0.1]) {
      const best = optimumAt(markov(2), abandonment)
      expect(best.abandonment).toBeCloseTo(abandonment, 10)
      expect(best.busy).toBeCloseTo(hullAt(outcomes, abandonment), 7)
    }
  })

  it('of ten operators at three in a hundred is the curve that was found independently', () => {
    const { mix, occupancy } = optimumAt(markov(10), 0.03)
    expect(mix[0]!.optimum.curve).toEqual([29, 25, 22, 19, 16, 12, 9, 6, 3, 1, 0])
    expect(occupancy).toBeCloseTo(0.8506, 4)
  })

  it('mixes two curves that differ for one number of busy operators', () => {
    for (const operators of [2, 5, 10]) {
      const [careful, bold] = optimumAt(markov(operators), 0.03).mix
      const other = careful!.optimum.curve.filter((n, busy) => n !== bold!.optimum.curve[busy])
      expect(other).toHaveLength(1)
      expect(careful!.share + bold!.share).toBeCloseTo(1, 12)
    }
  })

  it('is progressive dialing where nobody may be abandoned', () => {
    const { mix, occupancy, abandonment } = optimumAt(markov(1), 0)
    expect(mix.map(({ optimum }) => optimum.curve)).toEqual([[1, 0]])
    expect([occupancy, abandonment]).toEqual([expect.closeTo(175 / 235, 9), 0])
  })

  it('is not held by the bound on lines', () => {
    const { mix, abandonment } = optimumAt(markov(1), 0.95)
    expect(abandonment).toBeCloseTo(0.95, 10)
    // The first bound that is tried is 17.
    expect(mix[0]!.optimum.curve[0]).toBeGreaterThan(17)
  })
})

describe('the frontier', () => {
  it('rises ever more slowly with what may be abandoned', () => {
    const points = frontier(markov(5), [25, 50, 100, 200, 400])
    for (const [i, point] of points.entries()) {
      const next = points[i + 1]
      if (next === undefined) break
      expect(next.busy).toBeLessThanOrEqual(point.busy)
      const slope = (point.busy - next.busy) / (point.abandonedPerSec - next.abandonedPerSec)
      expect(slope).toBeGreaterThanOrEqual(point.price)
      expect(slope).toBeLessThanOrEqual(next.price)
    }
  })
})

function meanOf(parts: readonly number[]): { mean: number; error: number } {
  const mean = parts.reduce((sum, one) => sum + one, 0) / parts.length
  const variance = parts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (parts.length - 1)
  return { mean, error: Math.sqrt(variance / parts.length) }
}

/** The most busy operators of any mixture of two outcomes that has this abandonment. */
function hullAt(outcomes: readonly Outcome[], abandonment: number): number {
  const odds = abandonment / (1 - abandonment) / 175
  const surplus = (o: Outcome) => o.abandonedPerSec - odds * o.busy
  let best = 0
  for (const few of outcomes.filter(o => surplus(o) <= 0))
    for (const many of outcomes.filter(o => surplus(o) > 0)) {
      const share = surplus(many) / (surplus(many) - surplus(few))
      best = Math.max(best, share * few.busy + (1 - share) * many.busy)
    }
  return best
}
