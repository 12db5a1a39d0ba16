import { type Duration, seconds } from '../../base/duration.ts'
import type { Campaign, IncomingRules } from '../campaign.ts'

/** As long as people wait without annoyance. */
export const INCOMING_WAIT: Duration = seconds(20)

/**
 * What becomes of people who call back. Where the campaign says nothing of them, they are told who
 * called if there is a sound for that, since the number on their telephone is ours; without one
 * they find it busy.
 */
export function incomingOf({ incoming, message }: RulesOf): IncomingRules {
  const to = message.file === undefined ? 'nobody' : 'message'
  return incoming ?? { to, wait: INCOMING_WAIT, unknown: 'message', message: null }
}

type RulesOf = Pick<Campaign, 'incoming' | 'message'>
