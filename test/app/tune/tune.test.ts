import { afterAll, describe, expect, it } from 'vitest'
import { dayPool } from '../../../src/app/days/day-pool.ts'
import { tune } from '../../../src/app/tune/tune.ts'
import { dayRunner } from '../../../src/sim/compare/day-job.ts'
import { summaryOf } from '../../../src/sim/compare/summary.ts'
import { worldOf } from '../../../src/sim/replay/world-of-day.ts'
import { firstSettings } from '../../../src/sim/tune/settings.ts'
import { recordedWorld } from '../../sim/recording/recorded-world.ts'
import { smallWorld } from '../../sim/worlds.ts'

const world = smallWorld({
  day: '{ start: "2026-03-02T09:00:00Z", hours: 0.2 }',
  operators: '{ count: 3 }',
  callee: '{ human: 0.3, ring_s: { human: { dist: uniform, min: 2, max: 20 } } }',
  limits: '{ abandonment: 0.3, no_answer_s: 25, ring_min_s: 15, connect_within_s: 2 }',
})

/** Policies whose days are run again by themselves. */
const ALONE = ['predictive,guarantee=strict', 'power:2', 'progressive']

describe('a tuning', { timeout: 60_000 }, () => {
  const pool = dayPool(2)
  afterAll(() => pool.close())

  it('runs all settings on the same days, with ratios near the best, and counts them', async () => {
    const told: number[] = []
    const onDay = (of: number): void => void told.push(of)
    const { tried } = await tune(pool, { ground: { world }, days: 2, seed: 3, onDay })
    const names = tried.map(({ policy, limit }) => `${policy} ${limit}`)
    expect(names).toEqual(
      expect.arrayContaining(firstSettings(0.3).map(({ policy, limit }) => `${policy} ${limit}`)),
    )
    expect(tried.length).toBeGreaterThan(firstSettings(0.3).length)
    expect(told).toHaveLength(2 * tried.length)
    expect(told.at(-1)).toBe(2 * tried.length)
    const alone = dayRunner()
    // Each keeps to its own limit; days are judged by the world's.
    for (const { policy, limit, summary } of tried.filter(({ policy }) => ALONE.includes(policy))) {
      const limits = { ...world.limits, abandonment: limit }
      const job = { world: { ...world, limits }, policy, seed: 3 }
      const days = [await alone({ ...job, day: 0 }), await alone({ ...job, day: 1 })]
      expect(summary.idle).toEqual(summaryOf(days).idle)
      expect(summary.abandonment).toEqual(summaryOf(days).abandonment)
    }
  })

  it('replays a recorded day where it has one', async () => {
    const { day, result } = await recordedWorld(world, 'progressive')
    const ground = { world: worldOf(day), recorded: day }
    const { tried } = await tune(pool, { ground, days: 1, seed: 1, onDay: () => {} })
    const again = tried.find(({ policy }) => policy === 'progressive')!
    expect(again.summary.idle.mean).toBeCloseTo(result.idleSec / result.connected, 6)
  })
})
