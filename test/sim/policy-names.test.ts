import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { policyByName } from '../../src/sim/policy-names.ts'
import { parseWorld } from '../../src/sim/world/parse-world.ts'
import { seen } from '../support/observations.ts'

const FILE = 'bench/worlds/steady-20.yaml'
const WORLD = parseWorld(readFileSync(FILE, 'utf8'), FILE)

const named = (name: string) => policyByName(name, WORLD)

describe('a policy by its name', () => {
  it.each([
    ['progressive', 'progressive'],
    ['ratio:2.9', 'power'],
    ['power:2.9', 'power'],
    ['predictive', 'predictive'],
    ['predictive,drop=N', 'predictive'],
    ['predictive,guarantee=strict,dropShare=0.2', 'predictive'],
    ['omniscient', 'predictive'],
    ['omniscient,drop=N', 'predictive'],
    ['vicidial:hard-limit', 'power'],
    ['vicidial:tapered,avail=Y,max=6', 'power'],
    ['vicidial:average,intensity=-40,target=-2,latest=1830', 'power'],
  ])('%s runs in mode %s and keeps its name', (name, mode) => {
    expect(named(name)).toMatchObject({ name, mode })
  })

  it.each(['predictve', '', 'toString'])('refuses "%s" and says which there are', name => {
    expect(() => named(name)).toThrow(
      /There is no policy ".*Take progressive; ratio:K .*predictive/,
    )
  })

  it('power falls back to one line each while the limit is passed, and ratio does not', () => {
    const launches = (name: string, abandoned: number): number => {
      const { policy } = named(name)
      const budget = { connected: 90, abandoned, limit: 0.03, atRisk: 0 }
      return policy.decide(policy.initial, seen({ free: 2, budget })).launches
    }
    expect([launches('ratio:3', 10), launches('power:3', 10)]).toEqual([6, 2])
    expect(launches('power:3', 1)).toBe(6)
  })

  it.each([
    ['ratio', 'K must be a number from 1 to 100'],
    ['ratio:0.5', 'K must be a number from 1 to 100'],
    ['power:0.9', 'K must be a number from 1 to 100, for example power:2.9.'],
    ['ratio:100.1', 'K must be a number from 1 to 100'],
    ['ratio:x', 'K must be a number from 1 to 100'],
    ['ratio:2,drop=Y', 'There is no option drop. It takes none.'],
    ['progressive:2', 'It takes nothing after a colon.'],
    ['predictive:2', 'Its options stand after commas, not a colon.'],
    ['predictive,drop', '"drop" is no option; write it as key=value.'],
    ['predictive,drop=no', 'drop is no, but must be one of Y, N.'],
    ['predictive,drop=Y,drop=N', 'The option drop is there twice.'],
    ['predictive,guarantee=sure', 'guarantee is sure, but must be one of default, strict.'],
    ['predictive,dropShare=2', 'dropShare is 2, but must be a number from 0 to 1.'],
    ['vicidial', 'Say which: vicidial:hard-limit, vicidial:average or vicidial:tapered.'],
    ['vicidial:fast', 'Say which: vicidial:hard-limit, vicidial:average or vicidial:tapered.'],
    ['vicidial:average,avail=1', 'avail is 1, but must be one of Y, N.'],
    ['vicidial:average,max=0.5', 'max is 0.5, but must be a number from 1 to 1000.'],
    ['vicidial:average,target=41', 'target is 41, but must be a number from -40 to 40.'],
    ['vicidial:average,intensity=-41', 'intensity is -41, but must be a number from -40 to 40.'],
    ['vicidial:average,latest=1860', 'latest is 1860, but must be a time written HHMM.'],
    ['vicidial:average,latest=9.5', 'latest is 9.5, but must be a time written HHMM.'],
    [
      'vicidial:average,level=2',
      'There is no option level. It takes avail, max, intensity, target, latest.',
    ],
    ['predictive,share=1', 'There is no option share. It takes drop, dropShare, price, guarantee.'],
  ])('refuses %s: %s', (name, why) => {
    expect(() => named(name)).toThrow(`The policy "${name}" cannot be used. ${why}`)
  })
})
