import { describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../../src/base/random.ts'
import {
  freeCurve,
  freeFromTalkWithin,
  freeFromWrapUpWithin,
} from '../../../src/pacing/estimates/free-curve.ts'
import { summedHazard, TALK_EDGES, WRAP_EDGES } from '../../../src/pacing/estimates/survival.ts'

const HORIZON = 40
const talkRate = (sec: number) => (sec < 20 ? 0.004 : sec < 100 ? 0.02 : 0.006)
const wrapRate = (sec: number) => (sec < 5 ? 0.02 : sec < 20 ? 0.1 : 0.03)
const summedOf = (edges: readonly number[], rate: (sec: number) => number, to: number) =>
  summedHazard(edges, Float64Array.from(edges, rate), to)
const talk = summedOf(TALK_EDGES, talkRate, 1200 + HORIZON)
const wrapUp = summedOf(WRAP_EDGES, wrapRate, 300 + HORIZON)
const curve = freeCurve(talk, wrapUp, HORIZON)

/** How much longer something lasts that has lasted `age` s, drawn from a summed hazard. */
function rest(sums: Float64Array, age: number, random: Random): number {
  let left = -Math.log(1 - random.uniform())
  for (let now = age; ; now++) {
    const second = Math.min(sums.length - 2, Math.floor(now))
    const hazard = sums[second + 1]! - sums[second]!
    const span = Math.floor(now) + 1 - now
    if (left < hazard * span) return now + left / hazard - age
    left -= hazard * span
    now -= 1 - span
  }
}

describe('an operator who talks', () => {
  it('is through with talk and wrap-up as soon as operators drawn one by one', () => {
    const random = seededRandom(9)
    for (const age of [0, 2, 17, 61, 99, 145, 700, 1500]) {
      const freed = Array.from({ length: 20_000 }, () => {
        return rest(talk, age, random) + rest(wrapUp, 0, random)
      })
      for (const within of [3, 12, 31.5]) {
        const share = freed.filter(sec => sec <= within).length / freed.length
        const chance = freeFromTalkWithin(curve, age, within)
        expect(Math.abs(chance - share), `${age} s, within ${within} s`).toBeLessThan(0.012)
      }
    }
  })
})

describe('an operator who wraps up', () => {
  it('is through as soon as operators drawn one by one', () => {
    const random = seededRandom(10)
    for (const age of [0, 4, 19, 100, 500]) {
      const freed = Array.from({ length: 20_000 }, () => rest(wrapUp, age, random))
      for (const within of [1, 7, 30]) {
        const share = freed.filter(sec => sec <= within).length / freed.length
        const chance = freeFromWrapUpWithin(curve, age, within)
        expect(Math.abs(chance - share), `${age} s, within ${within} s`).toBeLessThan(0.012)
      }
    }
  })

  it('is sooner free than one who has just begun to talk', () => {
    expect(freeFromWrapUpWithin(curve, 0, 10)).toBeGreaterThan(freeFromTalkWithin(curve, 0, 10))
  })
})
