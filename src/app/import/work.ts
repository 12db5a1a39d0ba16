import type { ImportRequest } from '../../lists/import-request.ts'
import type { ImportProgress } from '../../lists/report.ts'
import type { Store } from '../../store/port.ts'

/** An import into the SQLite file of a site. */
export interface WorkerImport {
  readonly request: ImportRequest
  /** The site's file; the import opens a connection of its own to it. */
  readonly dbFile: string
  /** The site's store, which must know the campaign. It keeps account of what was imported. */
  readonly store: Pick<Store, 'wasImported' | 'markImported'>
  /** Whether an engine may be dialing from the file. */
  readonly beside: boolean
}

/** How to follow such an import. */
export interface WorkerImportOptions {
  readonly onProgress?: (progress: ImportProgress) => void
  /** When it fires, the import stops after the rows at hand, and its report says so. */
  readonly signal?: AbortSignal
}
