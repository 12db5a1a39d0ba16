import type { AbandonmentMessage } from '../../campaign/campaign.ts'
import type { AttemptRun } from '../core.ts'

/**
 * What a person hears whom nobody speaks to: whoever calls us may have one of their own. Its key
 * does nothing for whoever withholds their number: there is none to be called no more.
 */
export function messageFor({ campaign, contact, incoming }: AttemptRun): AbandonmentMessage {
  const own = incoming === null ? null : campaign.incoming.message
  const message = own ?? campaign.campaign.message
  return contact.calledIn === 'withheld' ? { ...message, stopKey: null } : message
}
