import type { AbandonmentMessage } from '../../campaign/campaign.ts'
import type { AttemptRun } from '../core.ts'

/** What a person hears whom nobody speaks to: whoever calls us may have one of their own. */
export const messageFor = ({ campaign, incoming }: AttemptRun): AbandonmentMessage =>
  (incoming === null ? null : campaign.incoming.message) ?? campaign.campaign.message
