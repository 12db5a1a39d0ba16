import { importList } from '../../lists/import.ts'
import type { ImportReport } from '../../lists/report.ts'
import { importBeside } from './import-beside.ts'
import type { WorkerImport, WorkerImportOptions } from './work.ts'
import { Writer } from './writer.ts'

/**
 * Imports a list with the help of a thread. Beside an engine that thread does everything and takes
 * its time; alone, this thread reads and judges the rows while the other one writes.
 *
 * @throws CarillonError as `importList` and `openImportConnection`.
 */
export async function importInWorker(
  work: WorkerImport,
  options: WorkerImportOptions = {},
): Promise<ImportReport> {
  return work.beside ? importBeside(work, options) : importAlone(work, options)
}

async function importAlone(
  { request, dbFile, store }: WorkerImport,
  options: WorkerImportOptions,
): Promise<ImportReport> {
  const writer = await Writer.open(dbFile)
  try {
    return await importList(
      request,
      {
        addContacts: (campaign, contacts, at) => writer.add(campaign, contacts, at),
        wasImported: (campaign, digest) => store.wasImported(campaign, digest),
        markImported: async (campaign, digest, at) => {
          await writer.flush()
          await store.markImported(campaign, digest, at)
        },
      },
      options,
    )
  } finally {
    await writer.close()
  }
}
