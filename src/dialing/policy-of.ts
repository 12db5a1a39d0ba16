import type { Campaign } from '../campaign/campaign.ts'
import { type PredictiveSettings, predictive } from '../pacing/policies/predictive.ts'
import { progressive, ratio } from '../pacing/policies/ratio.ts'
import { withinBudget } from '../pacing/policies/within-budget.ts'
import type { Policy } from '../pacing/policy.ts'

/**
 * The pacing policy a campaign's mode asks for. In mode `preview` the operators set the pace and
 * the policy is never asked.
 */
export function policyOf(campaign: Campaign): Policy {
  switch (campaign.mode) {
    case 'preview':
    case 'progressive':
      return progressive as Policy
    case 'power':
      return withinBudget(ratio(campaign.powerRatio)) as Policy
    case 'predictive':
      return predictive(predictiveSettings(campaign)) as Policy
  }
}

function predictiveSettings(campaign: Campaign): PredictiveSettings {
  const { ring, connectWithin, predictive: rules } = campaign
  return {
    ring,
    connectWithin,
    drop: rules.dropLines,
    dropShareMax: rules.dropShareMax,
    priceMax: rules.priceMax,
    guarantee: rules.guarantee,
  }
}
