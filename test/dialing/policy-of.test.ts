import { describe, expect, it } from 'vitest'
import type { Mode } from '../../src/campaign/campaign.ts'
import { policyOf } from '../../src/dialing/policy-of.ts'
import { campaignOf } from '../support/campaigns.ts'
import { seen } from '../support/observations.ts'

describe('the policy of a campaign', () => {
  it.each<[Mode, string]>([
    ['preview', 'progressive'],
    ['progressive', 'progressive'],
    ['power', 'ratio:2.5'],
    ['predictive', 'predictive'],
  ])('in mode %s is %s', (mode, name) => {
    expect(policyOf(campaignOf({ mode, powerRatio: 2.5 })).name).toBe(name)
  })

  it('in mode power is held to progressive while its budget is used up', () => {
    const policy = policyOf(campaignOf({ mode: 'power', powerRatio: 3 }))
    const spent = { connected: 0, abandoned: 1, limit: 0.03, atRisk: 0 }
    expect(policy.decide(policy.initial, seen({ free: 2 })).launches).toBe(6)
    expect(policy.decide(policy.initial, seen({ free: 2, budget: spent })).launches).toBe(2)
  })
})
