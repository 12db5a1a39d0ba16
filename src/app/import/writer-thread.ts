import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '../../base/assert.ts'
import { openImportConnection } from '../../store/sqlite/import-connection.ts'
import { failureOf } from '../../store/sqlite/protocol.ts'
import type { FromWriter, ToWriter } from './protocol.ts'

/** The thread that writes what an import alone has read in another: what `Writer` talks to. */
assert(parentPort !== null, 'the writer of an import runs in a thread')
const port = parentPort

const reply = (what: FromWriter): void => port.postMessage(what)
const done = (duplicates: readonly number[] = []): void => reply({ ok: true, duplicates })
const failed = (error: unknown): void => reply({ ok: false, failure: failureOf(error) })

try {
  const connection = openImportConnection({ file: workerData as string, beside: false })
  done()
  port.on('message', (asked: ToWriter) => {
    try {
      if (asked.kind === 'add') {
        done(connection.addPacked(asked.campaign, asked.batch, asked.at).duplicates)
      } else {
        connection[asked.kind]()
        done()
      }
    } catch (error) {
      failed(error)
    }
    if (asked.kind === 'close') port.close()
  })
} catch (error) {
  failed(error)
}
