import { hostname } from 'node:os'
import type { Instant } from '../base/duration.ts'
import { hostTimeline } from '../base/host-timeline.ts'
import type { CampaignId } from '../base/id.ts'
import type { Campaign, Mode } from '../campaign/campaign.ts'
import type { OperatorEntry, Site } from '../campaign/site.ts'
import { policyOf } from '../dialing/policy-of.ts'
import { settleLeft } from '../dialing/recovery.ts'
import type { Store } from '../store/port.ts'
import type { OpenCard } from '../store/records.ts'
import { lockSite } from '../store/sqlite/site-lock.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { type ImportNotice, importOwnLists } from './import/import-own-lists.ts'
import type { LoadedCampaigns } from './load-campaigns.ts'
import { makeFolderFor } from './make-folder.ts'

/** What a run is asked to be. */
export interface RunRequest {
  readonly loaded: LoadedCampaigns
  readonly dbFile: string
  /** How many operators are simulated; null: those of the site file. */
  readonly operators: number | null
  /** Overrides the campaigns' own mode. */
  readonly mode: Mode | null
  readonly fresh: boolean
  /** Whether campaigns that somebody stopped are started again. */
  readonly start: boolean
  /**
   * Throws where this run cannot go on from the latest instant of any earlier one; asked before
   * anything is written. Left out: it can from any.
   */
  readonly checkTime?: (lastAt: Instant | null) => void
}

/** An open card that waits for its operator. */
export type LeftCard = Pick<OpenCard, 'campaign' | 'operator'>

/** A site that is ready to be dialed: locked, open, its contacts in the store. */
export interface PreparedSite {
  readonly site: Site
  readonly campaigns: readonly Campaign[]
  readonly store: Store
  /** Tells this run from others: the campaigns, each with how often it was started over. */
  readonly name: string
  /** The latest instant of any earlier run that this one goes on from, or null. */
  readonly lastAt: Instant | null
  /** Cards left open by operators who are not here: nobody can close them now. */
  readonly leftCards: readonly LeftCard[]
  /** Campaigns that somebody stopped, and that are not dialed until somebody starts them. */
  readonly stopped: readonly CampaignId[]
  /** Closes the store and lets the next engine in. */
  release(): Promise<void>
}

/**
 * Locks the site, opens its database and imports what is new in the campaigns'
 * lists. Whatever goes wrong, nothing stays locked.
 */
export async function prepareSite(
  request: RunRequest,
  onNotice: (notice: ImportNotice) => void,
): Promise<PreparedSite> {
  const { loaded } = request
  const campaigns = loaded.campaigns.map(one =>
    request.mode === null ? one : { ...one, mode: request.mode },
  )
  for (const campaign of campaigns) policyOf(campaign)
  const site = { ...loaded.site, operators: staff(loaded.site, campaigns, request.operators) }
  makeFolderFor(request.dbFile)
  const unlock = await lockSite(request.dbFile, {
    pid: process.pid,
    host: hostname(),
    since: hostTimeline.wall(),
    runs: campaigns.map(one => one.id).join(', '),
  })
  try {
    const store = await openSqliteStore({ file: request.dbFile })
    try {
      const { cards, ...ready } = await fill(store, { ...loaded, campaigns }, request, onNotice)
      const here = new Set(site.operators.map(({ id }) => id))
      const leftCards = cards.filter(({ operator }) => !here.has(operator))
      const release = () => close(store, unlock)
      return { site, campaigns, store, ...ready, leftCards, release }
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

async function fill(
  store: Store,
  { campaigns, folders }: Pick<LoadedCampaigns, 'campaigns' | 'folders'>,
  { fresh, start, checkTime = () => {} }: RunRequest,
  onNotice: (notice: ImportNotice) => void,
): Promise<
  Pick<PreparedSite, 'name' | 'lastAt' | 'stopped'> & { readonly cards: readonly OpenCard[] }
> {
  if (!fresh) checkTime(await store.lastAt())
  // Where nothing has happened yet there is nothing to start over: it is the run it would be.
  const startsOver = fresh && (await endCrashed(store, campaigns))
  const runs: string[] = []
  const stopped: CampaignId[] = []
  for (const campaign of campaigns) {
    await store.putCampaign(campaign.id, campaign.title)
    await importOwnLists({ campaign, folder: folders.get(campaign.id)!, store }, onNotice)
  }
  // Only when every list is in is anything undone that was done before.
  for (const campaign of campaigns) {
    if (startsOver) await store.startOver(campaign.id, hostTimeline.wall())
    if (start) await store.setStopped(campaign.id, false, hostTimeline.wall())
    if (await store.isStopped(campaign.id)) stopped.push(campaign.id)
    runs.push(`${campaign.id} ${await store.run(campaign.id)}`)
  }
  const { lastAt, cards } = await store.restore()
  return { name: runs.join(', '), lastAt: fresh ? null : lastAt, stopped, cards }
}

/**
 * Attempts that a crash left alive would keep their campaigns from being started over.
 *
 * @returns whether anything has happened in this database yet.
 */
async function endCrashed(store: Store, campaigns: readonly Campaign[]): Promise<boolean> {
  const { lastAt, live } = await store.restore()
  if (live.length > 0) await settleLeft(store, campaigns, lastAt ?? hostTimeline.wall())
  return lastAt !== null
}

async function close(store: Store, unlock: () => void | Promise<void>): Promise<void> {
  await store.close()
  await unlock()
}

/** The operators of the site, or as many as were asked for: made-up ones serve every campaign. */
function staff(
  site: Site,
  campaigns: readonly Campaign[],
  count: number | null,
): readonly OperatorEntry[] {
  const all = campaigns.map(one => one.id)
  const serving = site.operators.filter(one => one.campaigns.some(id => all.includes(id)))
  if (count === null) return serving
  const extra = Array.from({ length: Math.max(0, count - serving.length) }, (_, i) => {
    const id = `operator-${serving.length + i + 1}`
    return { id, name: id, campaigns: all }
  })
  return [...serving.slice(0, count), ...extra]
}
