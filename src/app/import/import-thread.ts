import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '../../base/assert.ts'
import { importList } from '../../lists/import.ts'
import type { ContactSink } from '../../lists/import-request.ts'
import type { ImportProgress, ImportReport } from '../../lists/report.ts'
import { openImportConnection } from '../../store/sqlite/import-connection.ts'
import { errorOf, failureOf } from '../../store/sqlite/protocol.ts'
import type { FromImport, ImportStart, ToImport } from './protocol.ts'

/**
 * The thread of an import beside an engine: reading, judging and storing all happen here, so that
 * the engine's thread has nothing to do with it but to answer whether the file is known.
 */
assert(parentPort !== null, 'the worker of an import runs in a thread')
const port = parentPort
const { request, dbFile } = workerData as ImportStart

/** Rows between two words about the progress: they shall not keep the other thread busy. */
const PROGRESS_ROWS = 5000

const stop = new AbortController()
let answer: ((to: Exclude<ToImport, { kind: 'stop' }>) => void) | null = null
port.on('message', (to: ToImport) => {
  if (to.kind === 'stop') stop.abort()
  else answer?.(to)
})

const say = (what: FromImport): void => port.postMessage(what)

/** Asks the other thread, whose store knows the campaign's earlier imports. */
function ask(question: FromImport): Promise<boolean> {
  say(question)
  return new Promise((resolve, reject) => {
    answer = to => (to.kind === 'answer' ? resolve(to.known) : reject(errorOf(to.failure)))
  })
}

let told = 0
function tell(progress: ImportProgress): void {
  if (progress.rows - told < PROGRESS_ROWS && progress.rows < progress.of) return
  told = progress.rows
  say({ kind: 'progress', progress })
}

async function run(): Promise<ImportReport> {
  const connection = openImportConnection({ file: dbFile, beside: true })
  const sink: ContactSink = {
    addContacts: connection.add,
    wasImported: (_, digest) => ask({ kind: 'wasImported', digest }),
    markImported: async (_, digest) => {
      connection.flush()
      await ask({ kind: 'markImported', digest })
    },
  }
  try {
    return await importList(request, sink, { onProgress: tell, signal: stop.signal })
  } finally {
    connection.close()
  }
}

try {
  say({ kind: 'done', report: await run() })
} catch (error) {
  say({ kind: 'failed', failure: failureOf(error) })
}
port.close()
