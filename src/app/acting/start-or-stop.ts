import type { CampaignId } from '../../base/id.ts'
import type { Snapshot } from '../../dialing/view/snapshot.ts'
import { askToAct } from '../control/control-client.ts'
import { atRest } from './site-at-rest.ts'

/**
 * Lets a campaign be dialed, or no more call be placed for it, by the running engine and by those
 * that come after it. Where none runs it is written down for the next one.
 *
 * @returns what is going on in the running engine right after; null when none runs.
 * @throws CarillonError NOT_FOUND when neither engine nor database knows the campaign.
 */
export async function startOrStop(
  dbFile: string,
  ask: 'start' | 'stop',
  campaign: CampaignId,
): Promise<Snapshot | null> {
  const seen = await askToAct(dbFile, { ask, campaign })
  if (seen !== null) return seen.snapshot
  const what = `"campaign ${ask} ${campaign}"`
  await atRest(dbFile, what, (store, at) => store.setStopped(campaign, ask === 'stop', at))
  return null
}
