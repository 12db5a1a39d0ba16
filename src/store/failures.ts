import { CarillonError } from '../base/errors.ts'
import type { CampaignId } from '../base/id.ts'

/** Something was to be written to a campaign that no engine has made known yet. */
export function unknownCampaign(campaign: CampaignId): CarillonError {
  return new CarillonError(
    'NOT_FOUND',
    `The store knows no campaign '${campaign}'. Check its name, or run it once so that it is known.`,
  )
}

/** A campaign was to be started over in the middle of its calls. */
export function attemptsLive(campaign: CampaignId, live: number): CarillonError {
  return new CarillonError(
    'SITE_LOCKED',
    `Campaign '${campaign}' cannot be started over: it has ${live} live attempts. ` +
      'Stop its engine, or start it once so that calls lost in a crash are settled.',
  )
}

/** The store was asked for something after it was closed. */
export function storeClosed(): CarillonError {
  return new CarillonError('STORE_CLOSED', 'The store is closed. Open it again to go on.')
}
