import type { Instant } from '../../base/duration.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import { windowAt } from '../../compliance/calling-hours.ts'
import { type Diagnosis, diagnose } from '../../dialing/view/diagnosis.ts'
import type { Store } from '../../store/port.ts'
import { missingOf, type Seen, troubleFor } from './watching.ts'

export type { Diagnosis } from '../../dialing/view/diagnosis.ts'

/**
 * Why a campaign is or is not dialing: its contacts from the store, the rest from the running
 * engine if there is one.
 */
export async function diagnoseCampaign(
  campaign: Campaign,
  store: Store,
  engine: Seen | null,
  now: Instant,
): Promise<Diagnosis> {
  const at = engine?.wall ?? now
  const view = engine?.campaigns.find(one => one.id === campaign.id)
  return diagnose({
    now: at,
    funnel: await store.funnel(campaign.id, at),
    stopped: await store.isStopped(campaign.id),
    hours: zone => windowAt(campaign.hours, zone, at),
    live:
      engine === null || view === undefined
        ? null
        : {
            campaign: view,
            operators: engine.operators.filter(one => one.campaigns.includes(campaign.id)),
            trunks: engine.trunks.filter(one => campaign.trunks.includes(one.id)),
            storeTrouble: engine.storeTrouble,
            networkTrouble: troubleFor(engine, campaign),
            serversMissing: missingOf(engine),
          },
  })
}
