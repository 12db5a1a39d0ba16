import { describe, expect, it } from 'vitest'
import { PREDICTIVE_DEFAULTS } from '../../../src/campaign/rules/predictive-defaults.ts'
import { policyByName } from '../../../src/sim/policy-names.ts'
import {
  firstSettings,
  isOnOffer,
  kindOf,
  NEARBY_MOST,
  nearbyRatios,
} from '../../../src/sim/tune/settings.ts'
import { settingsKeys, settingsName } from '../../../src/sim/tune/settings-keys.ts'
import { load, SMALL } from '../../campaign/folders.ts'
import { smallWorld } from '../worlds.ts'

const world = smallWorld()
const LIMIT = 0.03
const named = (policy: string, limit = LIMIT) => ({ policy, limit })
const SOME = named('power:2')

describe('the settings that are tried', () => {
  it('can all be run, and none is there twice', () => {
    const first = firstSettings(LIMIT)
    for (const { policy } of first) expect(policyByName(policy, world).name).toBe(policy)
    expect(new Set(first.map(it => JSON.stringify(it))).size).toBe(first.length)
    expect(new Set(first.map(kindOf))).toEqual(
      new Set(['predictive', 'strict', 'power', 'progressive', 'vicidial']),
    )
  })

  it('aim at limits up to that of the world', () => {
    const limits = firstSettings(LIMIT).map(({ limit }) => limit)
    expect([...new Set(limits)].sort()).toEqual([0.015, 0.02, 0.025, 0.03])
    const predictive = firstSettings(0).filter(({ policy }) => policy === 'predictive')
    expect(predictive).toEqual([{ policy: 'predictive', limit: 0 }])
  })

  it('go on near the best ratio, where it was not tried and a campaign can have it', () => {
    const ratios = (policy: string) => nearbyRatios(named(policy)).map(it => it.policy.slice(6))
    expect(ratios('power:2.4')).toEqual(['2.2', '2.3', '2.5', '2.6', '2.7'])
    expect(ratios('power:1.2')).toEqual(['1.1', '1.3', '1.5'])
    expect(ratios('power:10')).toEqual(['9.8', '9.9'])
    expect(ratios('power:2.4').length).toBeLessThanOrEqual(NEARBY_MOST)
    expect(nearbyRatios(SOME)[0]!.limit).toBe(LIMIT)
  })

  it("leave VICIdial's rules for comparison", () => {
    const foreign = firstSettings(LIMIT).filter(one => !isOnOffer(one))
    const rules = new Set(foreign.map(({ policy }) => policy.split(',')[0]))
    expect(rules).toEqual(new Set(['vicidial:hard-limit', 'vicidial:average', 'vicidial:tapered']))
    for (const one of foreign) {
      expect(one.policy).toMatch(/^vicidial:/)
      expect(settingsKeys(one)).toBeNull()
    }
  })
})

describe('settings as keys of a campaign file', () => {
  it.each(firstSettings(LIMIT).filter(isOnOffer))('are sound: $policy at $limit', settings => {
    const loaded = load({ 'small/campaign.yaml': SMALL + settingsKeys(settings) })
    expect(loaded).toMatchObject({ ok: true })
  })

  it('say what the policy is run with', () => {
    const read = (policy: string) => {
      const loaded = load({ 'small/campaign.yaml': SMALL + settingsKeys(named(policy)) })
      return loaded.ok ? loaded.campaign : null
    }
    expect(read('power:2.7')).toMatchObject({ mode: 'power', powerRatio: 2.7 })
    expect(read('progressive')).toMatchObject({ mode: 'progressive' })
    expect(read('predictive')).toMatchObject({
      mode: 'predictive',
      predictive: PREDICTIVE_DEFAULTS,
    })
    expect(read('predictive,drop=N,guarantee=strict')?.predictive).toMatchObject({
      guarantee: 'strict',
      dropLines: false,
    })
    expect(read('predictive,dropShare=0.25')?.predictive.dropShareMax).toBe(0.25)
    expect(read('predictive,price=0.06')?.predictive.priceMax).toBe(0.06)
  })

  it('are named with the limit they aim at, where they aim at one', () => {
    expect(settingsName(named('predictive,drop=N', 0.025))).toBe('predictive,drop=N at 2.5%')
    expect(settingsName(SOME)).toBe('power:2')
  })
})
