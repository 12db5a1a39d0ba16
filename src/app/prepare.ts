import { hostname } from 'node:os'
import type { Instant } from '../base/duration.ts'
import { hostTimeline } from '../base/host-timeline.ts'
import type { Campaign, Mode } from '../campaign/campaign.ts'
import type { OperatorEntry, Site } from '../campaign/site.ts'
import type { Store } from '../store/port.ts'
import { lockSite } from '../store/sqlite/site-lock.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { type ImportNotice, importOwnLists } from './import/import-own-lists.ts'
import { loadCampaigns } from './load-campaigns.ts'
import { makeFolderFor } from './make-folder.ts'
import { policyOf } from './policy-of.ts'

/** What a run is asked to be. */
export interface RunRequest {
  readonly folders: readonly string[]
  readonly dbFile: string
  /** How many operators are simulated; null: those of the site file. */
  readonly operators: number | null
  /** Overrides the campaigns' own mode. */
  readonly mode: Mode | null
  readonly fresh: boolean
}

/** A site that is ready to be dialed: locked, open, its contacts in the store. */
export interface PreparedSite {
  readonly site: Site
  readonly campaigns: readonly Campaign[]
  readonly store: Store
  /** How often the campaigns were started over, in all. */
  readonly runs: number
  /** The latest instant of any earlier run, or null. */
  readonly lastAt: Instant | null
  /** Closes the store and lets the next engine in. */
  release(): Promise<void>
}

/**
 * Reads the files, locks the site, opens its database and imports what is new in the campaigns'
 * lists. Whatever goes wrong, nothing stays locked.
 */
export async function prepareSite(
  request: RunRequest,
  onNotice: (notice: ImportNotice) => void,
): Promise<PreparedSite> {
  const loaded = loadCampaigns(request.folders)
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
      const ready = await fill(store, { ...loaded, campaigns }, request, onNotice)
      return { site, campaigns, store, ...ready, release: () => close(store, unlock) }
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
  { campaigns, folders }: Pick<ReturnType<typeof loadCampaigns>, 'campaigns' | 'folders'>,
  { fresh }: RunRequest,
  onNotice: (notice: ImportNotice) => void,
): Promise<{ runs: number; lastAt: Instant | null }> {
  const { lastAt } = await store.restore()
  let runs = 0
  for (const campaign of campaigns) {
    await store.putCampaign(campaign.id, campaign.title)
    if (fresh) await store.startOver(campaign.id, hostTimeline.wall())
    const folder = folders.get(campaign.id)!
    await importOwnLists({ campaign, folder, store }, onNotice)
    runs += await store.run(campaign.id)
  }
  return { runs, lastAt: fresh ? null : lastAt }
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
