import { CarillonError } from '../base/errors.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { progressive, ratio } from '../pacing/policies/ratio.ts'
import { withinBudget } from '../pacing/policies/within-budget.ts'
import type { Policy } from '../pacing/policy.ts'

/**
 * The pacing policy a campaign's mode asks for. In mode `preview` the operators set the pace and
 * the policy is never asked.
 *
 * @throws CarillonError MODE_UNAVAILABLE for `predictive`.
 */
export function policyOf(campaign: Campaign): Policy {
  switch (campaign.mode) {
    case 'preview':
    case 'progressive':
      return progressive as Policy
    case 'power':
      return withinBudget(ratio(campaign.powerRatio)) as Policy
    case 'predictive':
      throw new CarillonError(
        'MODE_UNAVAILABLE',
        `Campaign "${campaign.id}": mode "predictive" is not available yet. Use "progressive" (no one is ever left waiting) or "power" with a ratio.`,
      )
  }
}
