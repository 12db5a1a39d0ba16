import { describe, expect, it } from 'vitest'
import { dayRunner } from '../../../src/sim/compare/day-job.ts'
import { binned } from '../../../src/sim/pictures/bins.ts'
import { dayPicture } from '../../../src/sim/pictures/day-picture.ts'
import { recordDay } from '../../../src/sim/pictures/record-day.ts'
import { policyByName } from '../../../src/sim/policy-names.ts'
import { smallWorld } from '../worlds.ts'
import { flaws } from './well-formed.ts'

const world = smallWorld({
  name: 'a & b <c>',
  day: '{ start: "2026-03-02T09:00:00Z", hours: 0.34 }',
  operators: '{ count: 3 }',
  callee: '{ human: 0.5, ring_s: { human: { dist: uniform, min: 2, max: 20 } } }',
})
const record = (policy: string) =>
  recordDay({ world, policy: policyByName(policy, world), seed: 3, day: 0 })

describe('the picture of a day', () => {
  it('watches the day without changing it', async () => {
    const day = { world, policy: 'predictive', seed: 3, day: 0 }
    expect((await record('predictive')).result).toEqual((await dayRunner()(day)).result)
  })

  it('has the four panels and is well-formed, whatever the names are', async () => {
    const svg = dayPicture(await record('predictive'))
    for (const name of ['Lines ringing', 'Operators', 'Abandoned so far', 'Price'])
      expect(svg).toContain(`>${name}`)
    expect(svg).toContain('A day of a &amp; b &lt;c&gt; with predictive')
    expect(flaws(svg)).toEqual([])
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('leaves the price out where a policy has none', async () => {
    const svg = dayPicture(await record('ratio:2'))
    expect(svg).not.toContain('Price')
    expect(svg).toContain('09:10')
    expect(svg).toContain('>UTC</text>')
  })

  it('can be drawn of a day on which nothing happens', async () => {
    const nobody = { ...world, operators: { ...world.operators, profile: [] } }
    const profile = [{ at: 0, count: 0, announced: 0 }]
    const empty = { ...nobody, operators: { ...nobody.operators, profile } }
    const day = await recordDay({
      world: empty,
      policy: policyByName('ratio:2', empty),
      seed: 1,
      day: 0,
    })
    expect(dayPicture(day)).not.toMatch(/NaN|Infinity|undefined/)
  })
})

it('measurements are gathered by stretches of time, and empty stretches are left out', () => {
  const measured = [1, 2, 8].map(at => ({ at, value: at * 10 }))
  expect(binned(measured, it => it.value, { length: 12, count: 3 })).toEqual([
    { at: 2, mean: 15, least: 10, most: 20 },
    { at: 10, mean: 80, least: 80, most: 80 },
  ])
})
