import type { Contact } from '../../campaign/contact.ts'
import type { CampaignRun } from '../core.ts'

/** Somebody is not called from what is at hand any more. */
export function takeOut(campaign: CampaignRun, { id }: Contact): void {
  campaign.buffer = campaign.buffer.filter(one => one.id !== id)
  campaign.demanded = campaign.demanded.filter(one => one.id !== id)
}
