import { Worker } from 'node:worker_threads'
import type { ImportReport } from '../../lists/report.ts'
import { errorOf, failureOf } from '../../store/sqlite/protocol.ts'
import type { FromImport, ImportStart, ToImport } from './protocol.ts'
import type { WorkerImport, WorkerImportOptions } from './work.ts'

/**
 * Imports a list in a thread of its own, in short transactions with pauses, so that an engine that
 * dials from the same file, in this thread or elsewhere, is not delayed.
 *
 * @throws CarillonError as `importList` and `openImportConnection`.
 */
export async function importBeside(
  { request, dbFile, store }: WorkerImport,
  { onProgress, signal }: WorkerImportOptions = {},
): Promise<ImportReport> {
  const workerData: ImportStart = { request, dbFile }
  const worker = new Worker(new URL('./import-thread.ts', import.meta.url), { workerData })
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
