import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LevelSeen, nextLevel } from '../../../../src/pacing/policies/vicidial/level.ts'
import { set } from './settings.ts'

const calm = { dayCalls: 0, dayPercent: 0, minuteCalls: 0, minuteDrops: 0 }

const seen = (more: Partial<LevelSeen> = {}): LevelSeen => ({
  difference: 0,
  operators: 20,
  drops: calm,
  limit: 3,
  time: 1200,
  ...more,
})

describe('the dial level', () => {
  it('grows by the share of operators who wait for a call', () => {
    expect(nextLevel(set(), 1, seen({ difference: 4 }))).toBe(1.2)
    expect(nextLevel(set(), 1.2, seen({ difference: 4 }))).toBe(1.44)
  })

  it('shrinks by the share of people who wait for an operator', () => {
    expect(nextLevel(set(), 2, seen({ difference: -2 }))).toBe(1.8)
  })

  it('is kept with three decimals', () => {
    expect(nextLevel(set(), 1.111, seen({ difference: 1, operators: 7 }))).toBe(1.27)
  })

  it('stays where nobody is signed in', () => {
    expect(nextLevel(set(), 2, seen({ difference: 0, operators: 0 }))).toBe(2)
  })

  it('stays between 1 and its maximum', () => {
    expect(nextLevel(set(), 2.9, seen({ difference: 4 }))).toBe(3)
    expect(nextLevel(set({ maximumLevel: 6 }), 2.9, seen({ difference: 4 }))).toBe(3.48)
    expect(nextLevel(set(), 1, seen({ difference: -4 }))).toBe(1)
  })

  it('follows more or less boldly by the intensity', () => {
    const step = (intensity: number, difference: number) =>
      nextLevel(set({ intensity, maximumLevel: 6 }), 2, seen({ difference }))
    expect(nextLevel(set({ intensity: -10 }), 1, seen({ difference: 20 }))).toBe(1.9)
    expect(step(40, 4)).toBe(2.56)
    expect(step(-40, 4)).toBe(2.24)
    expect(step(40, -4)).toBe(1.76)
    expect(step(-40, -4)).toBe(1.44)
  })

  it('aims at the difference it is told to', () => {
    expect(nextLevel(set({ differenceTarget: -4 }), 2, seen({ difference: 4 }))).toBe(2)
    expect(nextLevel(set({ differenceTarget: 2 }), 2, seen({ difference: 0 }))).toBe(2.2)
  })
})

describe('the drop rules', () => {
  const minute = (minuteCalls: number, minuteDrops: number) =>
    nextLevel(set(), 2.8, seen({ drops: { ...calm, minuteCalls, minuteDrops } }))

  it('halve the level when over half of the last minute’s calls were dropped', () => {
    expect(minute(21, 11)).toBe(1.4)
    expect(minute(22, 11)).toBe(2.8)
    expect(minute(20, 20)).toBe(2.8)
  })

  const day = (rule: 'hard-limit' | 'average' | 'tapered', more: Partial<LevelSeen> = {}) => {
    const drops = { ...calm, dayCalls: 51, dayPercent: 3.01 }
    return nextLevel(set({ rule }), 2.8, seen({ drops, ...more }))
  }

  it('do nothing at the limit of the day, or before 51 calls', () => {
    for (const rule of ['hard-limit', 'average', 'tapered'] as const) {
      expect(day(rule, { drops: { ...calm, dayCalls: 51, dayPercent: 3 } })).toBe(2.8)
      expect(day(rule, { drops: { ...calm, dayCalls: 50, dayPercent: 90 } })).toBe(2.8)
    }
  })

  it('set the level to 1 above it: hard limit', () => {
    expect(day('hard-limit')).toBe(1)
  })

  it('halve the level above it, but not below 1: average', () => {
    expect(day('average')).toBe(1.4)
    expect(nextLevel(set({ rule: 'average' }), 1.5, { ...above(), difference: 0 })).toBe(1)
  })

  it('cut by what is left of the day in numbers, not in times: tapered', () => {
    expect(day('tapered', { time: 1430 })).toBeCloseTo(2.8 * 0.67, 12)
    expect(day('tapered', { time: 1159 })).toBeCloseTo(2.8 * 0.941, 12)
    expect(day('tapered', { time: 1100 })).toBe(2.8)
    expect(day('tapered', { time: 900 })).toBe(2.8)
    expect(day('tapered', { time: 2059 })).toBe(1)
    expect(day('tapered', { time: 2101 })).toBe(1)
    expect(nextLevel(set({ rule: 'tapered', latest: 1900 }), 2, above())).toBe(1.4)
  })

  const above = () => seen({ drops: { ...calm, dayCalls: 51, dayPercent: 3.01 } })
})

it('a level stays between 1 and its maximum, whatever is seen', () => {
  const figures = fc.record({
    difference: fc.integer({ min: -50, max: 50 }),
    operators: fc.nat(50),
    drops: fc.record({
      dayCalls: fc.nat(100),
      dayPercent: fc.integer({ min: 0, max: 100 }),
      minuteCalls: fc.nat(40),
      minuteDrops: fc.nat(40),
    }),
    limit: fc.constant(3),
    time: fc.integer({ min: 0, max: 2359 }),
  })
  const settings = fc.record({
    rule: fc.constantFrom('hard-limit', 'average', 'tapered'),
    maximumLevel: fc.integer({ min: 1, max: 20 }),
    intensity: fc.integer({ min: -40, max: 40 }),
    differenceTarget: fc.integer({ min: -40, max: 40 }),
  })
  fc.assert(
    fc.property(settings, fc.integer({ min: 1, max: 20 }), figures, (some, level, it) => {
      const next = nextLevel(set(some), level, it)
      expect(next).toBeGreaterThanOrEqual(1)
      expect(next).toBeLessThanOrEqual(some.maximumLevel)
    }),
  )
})
