import { describe, expect, it } from 'vitest'
import { type Falls, fallsAfter, noFalls } from '../../../src/pacing/budget/falls.ts'

/** What was seen of credits looked at every 10 s, the handled growing by one each time. */
function watched(lefts: readonly number[], from: Falls = noFalls, at = 0, handled = 500): Falls {
  return lefts.reduce(
    (falls, left, n) =>
      fallsAfter(falls, at + n * 10_000, { left, earned: 15, handled: handled + n }),
    from,
  )
}

const steady = (count: number, left = 8) => Array.from({ length: count }, () => left)
const HOUR = 360

describe('the falls of the credit', () => {
  it('know the worst within a few minutes', () => {
    expect(watched([...steady(HOUR), 7, 5, 2, 6, 8, 4]).worst).toBe(6)
  })

  it('say nothing of a fall that took its time', () => {
    const slow = Array.from({ length: HOUR }, (_, n) => 20 - n / 30)
    expect(watched([...steady(HOUR, 20), ...slow]).worst).toBeLessThan(1)
  })

  it('say nothing of the beginning, in which everything is new', () => {
    expect(watched([...steady(3), 2, 2, 2]).worst).toBe(0)
  })

  it('remember their worst', () => {
    expect(watched([...steady(HOUR), 3, ...steady(HOUR)]).worst).toBe(5)
  })

  it('do not take a new window, which begins with no credit, for a fall', () => {
    const late = watched(steady(HOUR))
    expect(watched(steady(20, 0), late, HOUR * 10_000, 0).worst).toBe(0)
  })

  it('look no more often than they sample', () => {
    const falls = watched(steady(HOUR))
    const credit = { left: 0, earned: 15, handled: 900 }
    expect(fallsAfter(falls, falls.last + 500, credit)).toBe(falls)
  })
})
