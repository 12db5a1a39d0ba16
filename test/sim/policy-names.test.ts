import { describe, expect, it } from 'vitest'
import { policyByName } from '../../src/sim/policy-names.ts'
import type { WorldLimits } from '../../src/sim/world/world.ts'

const LIMITS: WorldLimits = {
  abandonment: 0.03,
  noAnswer: 25_000,
  ringMinimum: 15_000,
  connectWithin: 2000,
}

const named = (name: string) => policyByName(name, LIMITS)

describe('a policy by its name', () => {
  it.each([
    ['progressive', 'progressive'],
    ['ratio:2.9', 'power'],
    ['predictive', 'predictive'],
    ['predictive,drop=N', 'predictive'],
    ['predictive,guarantee=strict,dropShare=0.2', 'predictive'],
  ])('%s runs in mode %s and keeps its name', (name, mode) => {
    expect(named(name)).toMatchObject({ name, mode })
  })

  it.each(['predictve', '', 'toString'])('refuses "%s" and says which there are', name => {
    expect(() => named(name)).toThrow(
      /There is no policy ".*Take progressive; ratio:K .*predictive/,
    )
  })

  it.each([
    ['ratio', 'K must be a number from 1 up'],
    ['ratio:0.5', 'K must be a number from 1 up'],
    ['ratio:x', 'K must be a number from 1 up'],
    ['ratio:2,drop=Y', 'There is no option drop. It takes none.'],
    ['progressive:2', 'It takes nothing after a colon.'],
    ['predictive:2', 'Its options stand after commas, not a colon.'],
    ['predictive,drop', '"drop" is no option; write it as key=value.'],
    ['predictive,drop=no', 'drop is no, but must be one of Y, N.'],
    ['predictive,drop=Y,drop=N', 'The option drop is there twice.'],
    ['predictive,guarantee=sure', 'guarantee is sure, but must be one of default, strict.'],
    ['predictive,dropShare=2', 'dropShare is 2, but must be a number from 0 to 1.'],
    ['predictive,share=1', 'There is no option share. It takes drop, dropShare, guarantee.'],
  ])('refuses %s: %s', (name, why) => {
    expect(() => named(name)).toThrow(`The policy "${name}" cannot be used. ${why}`)
  })
})
