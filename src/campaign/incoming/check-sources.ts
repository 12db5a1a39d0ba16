import type { CampaignId, TrunkId } from '../../base/id.ts'
import type { Campaign } from '../campaign.ts'
import type { Network } from '../site.ts'
import type { Reader } from '../yaml/reader.ts'
import { incomingOf } from './incoming-of.ts'

/** A host that says by itself where its calls come from. */
const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?$/

/** A campaign as far as it could be read. */
interface Draft {
  readonly incoming?: Campaign['incoming'] | undefined
  readonly message?: Campaign['message'] | undefined
  readonly trunks?: readonly TrunkId[] | undefined
}

/**
 * Whether people who call back are known to come from the campaign's trunks. A caller is let in by
 * the address of the carrier, and a trunk whose host is a name has none of its own: whatever the
 * name stands for today, carriers send calls from several others.
 */
export function checkSources(
  site: Reader,
  campaign: CampaignId,
  { message, incoming, trunks: used }: Draft,
  { trunks }: Network,
): void {
  if (message === undefined || used === undefined) return
  if (incomingOf({ message, ...(incoming && { incoming }) }).to === 'nobody') return
  const ids = site.ids(['trunks'])
  for (const { id, host, sources } of trunks) {
    if (!used.includes(id) || host === '' || IPV4.test(host) || sources.length > 0) continue
    const why = `Campaign ${campaign} takes callers, who are let in by the address they come from,`
    const todo = 'Name the IPv4 addresses that the carrier sends calls from, or write'
    const text = `names no address. ${why} and its host is a name. ${todo} "incoming: { to: nobody }"`
    site.problem(['trunks', ids.indexOf(id), 'sources'], `${text} in the campaign.`)
  }
}
