import { Worker } from 'node:worker_threads'
import type { ImportRequest } from '../../lists/import-request.ts'
import type { ImportProgress, ImportReport } from '../../lists/report.ts'
import type { Store } from '../../store/port.ts'
import { errorOf, failureOf } from '../../store/sqlite/protocol.ts'
import type { FromImport, ImportStart, ToImport } from './protocol.ts'

/** An import that a thread of its own is to do. */
export interface WorkerImport {
  readonly request: ImportRequest
  /** The SQLite file of the site; the thread opens a connection of its own to it. */
  readonly dbFile: string
  /** The site's store, which must know the campaign. It keeps account of what was imported. */
  readonly store: Pick<Store, 'wasImported' | 'markImported'>
  /**
   * Whether an engine may be dialing from the file: the import then writes in short transactions
   * with pauses, and takes about twice as long.
   */
  readonly beside: boolean
}

/** How to follow such an import. */
export interface WorkerImportOptions {
  readonly onProgress?: (progress: ImportProgress) => void
  /** When it fires, the import stops after the rows at hand, and its report says so. */
  readonly signal?: AbortSignal
}

/**
 * Imports a list in a thread of its own, so that an engine in this one is not delayed.
 *
 * @throws CarillonError as `importList` and `openImportConnection`.
 */
export async function importInWorker(
  { request, dbFile, store, beside }: WorkerImport,
  { onProgress, signal }: WorkerImportOptions = {},
): Promise<ImportReport> {
  const workerData: ImportStart = { request, dbFile, beside }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData })
  const say = (what: ToImport): void => worker.postMessage(what)
  const stop = (): void => say({ kind: 'stop' })
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  const reply = (asked: Promise<boolean>): void => {
    asked.then(
      known => say({ kind: 'answer', known }),
      error => say({ kind: 'refused', failure: failureOf(error) }),
    )
  }
  const { campaign, at } = request
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', (heard: FromImport) => {
        switch (heard.kind) {
          case 'progress':
            return onProgress?.(heard.progress)
          case 'wasImported':
            return reply(store.wasImported(campaign, heard.digest))
          case 'markImported':
            return reply(store.markImported(campaign, heard.digest, at).then(() => true))
          case 'done':
            return resolve(heard.report)
          case 'failed':
            return reject(errorOf(heard.failure))
        }
      })
      worker.on('error', reject)
      worker.on('exit', () => reject(new Error('the thread of the import ended without a word')))
    })
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
