import type { PredictiveRules } from '../campaign.ts'

/**
 * What holds where a campaign in mode `predictive` says nothing else. Dropping is lawful after the
 * minimum ring, and keeps abandonment down at little cost. So many lines are dropped only where the
 * trunks are full and an old line is given up for a new one; elsewhere it is two to four in ten.
 * Beyond the greatest price a line brings hardly anything but abandonment.
 */
export const PREDICTIVE_DEFAULTS: PredictiveRules = {
  guarantee: 'default',
  dropLines: true,
  dropShareMax: 0.65,
  priceMax: 0.2,
}
