import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { hostTimeline } from '../../base/host-timeline.ts'
import { importList } from '../../lists/import.ts'
import type { ImportRequest } from '../../lists/import-request.ts'
import type { ImportProgress, ImportReport } from '../../lists/report.ts'
import { lockSite } from '../../store/sqlite/site-lock.ts'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'
import { askSnapshot } from '../control/control-client.ts'
import { importInWorker } from './import-in-worker.ts'

export type { FaultReport, ImportReport } from '../../lists/report.ts'

/** How a list is imported by hand. */
export interface ListImport {
  readonly request: ImportRequest
  /** The campaign's title, for a site that does not know it yet. */
  readonly title: string
  readonly dbFile: string
  /** Reads and judges every row, and writes nothing. */
  readonly dryRun: boolean
  readonly signal: AbortSignal
  readonly onProgress: (progress: ImportProgress) => void
}

/**
 * Imports a list into a site. Beside a running engine it writes in short transactions and lets the
 * engine go first; otherwise it keeps engines out until it is done.
 */
export async function importByHand(what: ListImport): Promise<ImportReport> {
  const { request, dbFile, signal, onProgress } = what
  if (what.dryRun) return importList(request, null, { onProgress, signal })
  const beside = existsSync(dbFile) && (await askSnapshot(dbFile)) !== null
  const unlock = beside ? null : await lockSite(dbFile, owner(request.campaign))
  try {
    const store = await openSqliteStore({ file: dbFile })
    try {
      await store.putCampaign(request.campaign, what.title)
      return await importInWorker({ request, dbFile, store, beside }, { onProgress, signal })
    } finally {
      await store.close()
    }
  } finally {
    unlock?.()
  }
}

const owner = (campaign: string): Parameters<typeof lockSite>[1] => ({
  pid: process.pid,
  host: hostname(),
  since: hostTimeline.wall(),
  runs: `an import into ${campaign}`,
})
