import fc from 'fast-check'
import { expect, it } from 'vitest'
import { windowOf } from '../../src/campaign/budget-window.ts'
import type { BudgetWindow } from '../../src/campaign/site.ts'

/** Some of them set their clocks at midnight, or by half an hour. */
const ZONES = [
  'UTC',
  'Europe/London',
  'Africa/Cairo',
  'America/Santiago',
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
]

const window = fc
  .tuple(fc.constantFrom('day', 'month', 'thirtyDays'), fc.constantFrom(...ZONES))
  .map(([kind, zone]): BudgetWindow => {
    return kind === 'thirtyDays' ? { kind, zone, from: '2026-01-05' } : { kind, zone }
  })
const instant = fc.integer({
  min: Date.parse('2026-01-05T00:00Z'),
  max: Date.parse('2029-12-31T00:00Z'),
})

it('has every instant in one window, and no gap and no overlap between two', () => {
  fc.assert(
    fc.property(window, instant, (rule, at) => {
      const { from, to } = windowOf(rule, at)
      expect(from).toBeLessThanOrEqual(at)
      expect(to).toBeGreaterThan(at)
      expect(windowOf(rule, to).from).toBe(to)
      expect(windowOf(rule, from - 1).to).toBe(from)
    }),
    { numRuns: 2000 },
  )
})

it('begins a day at one where the clocks go forward at midnight', () => {
  const cairo = { kind: 'day', zone: 'Africa/Cairo' } as const
  const before = windowOf(cairo, Date.parse('2026-04-23T12:00Z'))
  expect(new Date(before.to).toISOString()).toBe('2026-04-23T22:00:00.000Z')
  expect(windowOf(cairo, before.to).from).toBe(before.to)
})

it('counts successive periods of thirty days from their first date', () => {
  const rule = { kind: 'thirtyDays', zone: 'UTC', from: '2026-01-05' } as const
  const { from, to } = windowOf(rule, Date.parse('2026-02-10T12:00Z'))
  expect(new Date(from).toISOString()).toBe('2026-02-04T00:00:00.000Z')
  expect(new Date(to).toISOString()).toBe('2026-03-06T00:00:00.000Z')
})
