import type { Clock } from '../../base/clock.ts'
import type { Duration, Instant } from '../../base/duration.ts'
import type { AttemptId, BudgetId, CampaignId, TrunkId } from '../../base/id.ts'
import type { Campaign, RingLimits } from '../../campaign/campaign.ts'
import type { Site, Trunk } from '../../campaign/site.ts'
import type { EngineEvent } from '../../dialing/engine-event.ts'
import type { Entry } from '../../dialing/inbox.ts'

/** The first line of a recording: the figures by which its day was dialed. */
export interface RecordingHeader {
  /** The version of this form. */
  readonly recording: 1
  readonly trunks: readonly Trunk[]
  readonly budgets: readonly { readonly id: BudgetId; readonly limit: number }[]
  readonly campaigns: readonly RecordedCampaign[]
}

/** A campaign, as far as its day depends on it. */
export interface RecordedCampaign {
  readonly id: CampaignId
  /** The policy that paced it, by the name under which it can be asked for again. */
  readonly policy: string
  readonly trunks: readonly TrunkId[]
  readonly budget: BudgetId
  readonly ring: RingLimits
  readonly connectWithin: Duration
  /** The dispositions by which operators say that it was a machine. */
  readonly machineDispositions: readonly string[]
}

/** A call was placed: what the engine decided, where all other lines are what it was told. */
export interface PlacedLine {
  /** Monotonic ms. */
  readonly at: number
  readonly wall: Instant
  readonly placed: { readonly attempt: AttemptId; readonly campaign: CampaignId }
}

/** One line of a recording. It holds ids, never names or numbers. */
export type RecordingLine = RecordingHeader | PlacedLine | Entry

/** @param policyOf names the policy of a campaign; by default the one its mode asks for. */
export function headerOf(
  site: Site,
  campaigns: readonly Campaign[],
  policyOf: (campaign: Campaign) => string = policyNameOf,
): RecordingHeader {
  return {
    recording: 1,
    trunks: site.trunks.map(({ id, lines, callsPerSecond }) => ({ id, lines, callsPerSecond })),
    budgets: site.budgets.map(({ id, limit }) => ({ id, limit })),
    campaigns: campaigns.map(campaign => ({
      id: campaign.id,
      policy: policyOf(campaign),
      trunks: campaign.trunks,
      budget: campaign.budget,
      ring: campaign.ring,
      connectWithin: campaign.connectWithin,
      machineDispositions: campaign.dispositions
        .filter(({ then }) => then === 'machine')
        .map(({ id }) => id),
    })),
  }
}

/** The line of a call that was placed; null for every other event. */
export function placedLine(event: EngineEvent, clock: Clock): PlacedLine | null {
  if (event.kind !== 'attempt.placed') return null
  const { attempt, campaign } = event
  return { at: clock.monotonic(), wall: clock.wall(), placed: { attempt, campaign } }
}

/** In mode `preview` the operators set the pace: nearest to that is one line for each of them. */
function policyNameOf({ mode, powerRatio, predictive }: Campaign): string {
  if (mode === 'power') return `ratio:${powerRatio}`
  if (mode !== 'predictive') return 'progressive'
  const { dropLines, dropShareMax, priceMax, guarantee } = predictive
  const drop = `drop=${dropLines ? 'Y' : 'N'},dropShare=${dropShareMax}`
  return `predictive,${drop},price=${priceMax},guarantee=${guarantee}`
}
