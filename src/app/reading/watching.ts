import type { TrunkId } from '../../base/id.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import { windowAt } from '../../compliance/calling-hours.ts'
import { diagnose } from '../../dialing/view/diagnosis.ts'
import type { Snapshot } from '../../dialing/view/snapshot.ts'
import type { ServerState } from '../../telephony/freeswitch/farm/server-state.ts'

export { NOT_RESPONDING } from '../../desk/operator.ts'
export type { CampaignView, Snapshot } from '../../dialing/view/snapshot.ts'
export type { ServerState } from '../../telephony/freeswitch/farm/server-state.ts'

/** How the telephone network is, in words for people. */
export interface NetworkState {
  /** Why there is none; null: it is there. */
  readonly trouble: string | null
  /** What is wrong with trunks, by their ids; some of these carry calls all the same. */
  readonly trunks: Readonly<Record<TrunkId, string>>
  readonly servers: readonly ServerState[]
  /** What is wrong with operators' phones, a sentence each; left out, nothing is. */
  readonly phones?: readonly string[]
}

/** Nothing is wrong, as where everything is simulated. */
export const NETWORK_FINE: NetworkState = { trouble: null, trunks: {}, servers: [] }

/** What is going on in an engine, and how the telephone network is. */
export interface Seen extends Snapshot {
  readonly network: NetworkState
}

/** Why nothing can be dialed for a campaign: there is no network, or none of its trunks is up. */
export function troubleFor({ network, trunks }: Seen, campaign: Campaign): string | null {
  if (network.trouble !== null) return network.trouble
  const whys = trunks
    .filter(({ id }) => campaign.trunks.includes(id))
    .map(({ id, lines }) => (lines === 0 ? (network.trunks[id] ?? null) : null))
  return whys.length === 0 || whys.includes(null) ? null : whys.join(' ')
}

/** What is wrong with servers while others carry calls. */
export function missingOf({ network: { trouble, servers } }: Seen): readonly string[] {
  if (trouble !== null) return []
  return servers
    .filter(({ state }) => state === 'down' || state === 'failing')
    .map(({ name, why }) => why ?? `The server ${name} is gone; it is tried again.`)
}

/** Why campaigns are not dialing, in a sentence by their id; those that dial are left out. */
export function whyNotDialing(
  seen: Seen,
  campaigns: readonly Campaign[],
): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>()
  for (const campaign of campaigns) {
    const view = seen.campaigns.find(one => one.id === campaign.id)
    if (view === undefined || view.funnel === null) continue
    const { state, reasons: all } = diagnose({
      now: seen.wall,
      funnel: view.funnel,
      stopped: view.state === 'stopped',
      hours: zone => windowAt(campaign.hours, zone, seen.wall),
      live: {
        campaign: view,
        operators: seen.operators.filter(one => one.campaigns.includes(campaign.id)),
        trunks: seen.trunks.filter(one => campaign.trunks.includes(one.id)),
        storeTrouble: seen.storeTrouble,
        networkTrouble: troubleFor(seen, campaign),
        serversMissing: missingOf(seen),
      },
    })
    if (state !== 'dialing' && all[0] !== undefined) reasons.set(campaign.id, all[0].text)
  }
  return reasons
}
