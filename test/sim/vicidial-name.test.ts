import { describe, expect, it } from 'vitest'
import { hours, seconds } from '../../src/base/duration.ts'
import { PolicySpec } from '../../src/sim/policy-spec.ts'
import { vicidialSettings } from '../../src/sim/vicidial-name.ts'

const WORLD = {
  day: { start: Date.UTC(2026, 2, 2, 9, 30), length: hours(8), warmUp: 0 },
  trunk: { lines: 40, callsPerSecond: 3, faults: [] },
  limits: {
    abandonment: 0.03,
    noAnswer: seconds(25),
    ringMinimum: seconds(15),
    connectWithin: seconds(2),
  },
}

const settings = (name: string, world = WORLD) => vicidialSettings(new PolicySpec(name))(world)

describe('VICIdial by its name', () => {
  it('is set up for the world and else as it comes', () => {
    expect(settings('vicidial:hard-limit')).toEqual({
      rule: 'hard-limit',
      availableOnly: false,
      maximumLevel: 3,
      intensity: 0,
      differenceTarget: 0,
      latest: 2100,
      dialTimeout: 25_000,
      dropAfter: 2000,
      lines: 40,
      callsPerSecond: 3,
      midnight: -hours(9.5),
    })
  })

  it('takes what its options say', () => {
    expect(
      settings('vicidial:tapered,avail=Y,max=6.5,intensity=-20,target=-2,latest=1830'),
    ).toMatchObject({
      rule: 'tapered',
      availableOnly: true,
      maximumLevel: 6.5,
      intensity: -20,
      differenceTarget: -2,
      latest: 1830,
    })
  })

  it('has a dial timeout of a minute where lines may ring for ever', () => {
    const limits = { ...WORLD.limits, noAnswer: seconds(600) }
    expect(settings('vicidial:average', { ...WORLD, limits }).dialTimeout).toBe(60_000)
  })
})
