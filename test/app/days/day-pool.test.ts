import { afterAll, describe, expect, it } from 'vitest'
import { dayPool } from '../../../src/app/days/day-pool.ts'
import { runDays } from '../../../src/app/days/run-days.ts'
import { CarillonError } from '../../../src/base/errors.ts'
import { dayRunner } from '../../../src/sim/compare/day-job.ts'
import { smallWorld } from '../../sim/worlds.ts'

const world = smallWorld({
  day: '{ start: "2026-03-02T09:00:00Z", hours: 0.34 }',
  operators: '{ count: 3 }',
  callee: '{ human: 0.3, ring_s: { human: { dist: uniform, min: 2, max: 20 } } }',
})

describe('days in threads', { timeout: 60_000 }, () => {
  const pool = dayPool(2)
  afterAll(() => pool.close())

  it('come out in their order, each as it would alone, and the same again', async () => {
    let told = 0
    const order = { world, policy: 'ratio:3', seed: 7, days: 5 }
    const days = await runDays(pool, order, () => told++)
    expect(told).toBe(5)
    const alone = dayRunner()
    for (const [day, figures] of days.entries())
      expect(figures).toEqual(await alone({ world, policy: 'ratio:3', seed: 7, day }))
    expect(await runDays(pool, order, () => {})).toEqual(days)
    expect(new Set(days.map(({ result }) => result.dialed)).size).toBeGreaterThan(1)
  })

  it('meet the same people under every policy', async () => {
    const lengths = async (policy: string) => {
      const [day] = await runDays(pool, { world, policy, seed: 7, days: 1 }, () => {})
      return day!
    }
    // One line for each operator, however it is called.
    const [a, b] = [await lengths('progressive'), await lengths('ratio:1')]
    expect(a.result).toEqual(b.result)
  })

  it('say why they cannot be run, and the pool goes on', async () => {
    const job = { world, seed: 1, day: 0 }
    const refused = await pool.run({ ...job, policy: 'ratio:0' }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(CarillonError)
    expect(refused).toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('K must be a number'),
    })
    expect((await pool.run({ ...job, policy: 'ratio:2' })).result.day).toBe(0)
  })

  it('are given up when the pool is closed', async () => {
    const short = dayPool(1)
    const jobs = [0, 1].map(day => short.run({ world, policy: 'progressive', seed: 1, day }))
    const ends = Promise.allSettled(jobs)
    await short.close()
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
