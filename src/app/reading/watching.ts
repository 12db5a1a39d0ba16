import type { Campaign } from '../../campaign/campaign.ts'
import { windowAt } from '../../compliance/calling-hours.ts'
import { diagnose } from '../../dialing/view/diagnosis.ts'
import type { Snapshot } from '../../dialing/view/snapshot.ts'

export { NOT_RESPONDING } from '../../desk/operator.ts'
export type { CampaignView, Snapshot } from '../../dialing/view/snapshot.ts'

/** What is going on in an engine, and whether there is a telephone network for it. */
export interface Seen extends Snapshot {
  /** Why there is none, in words for people; null: it is there. */
  readonly networkTrouble: string | null
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
        networkTrouble: seen.networkTrouble,
      },
    })
    if (state !== 'dialing' && all[0] !== undefined) reasons.set(campaign.id, all[0].text)
  }
  return reasons
}
