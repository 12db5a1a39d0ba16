import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { assert } from '../../base/assert.ts'
import { connect } from './db/connection.ts'
import { Groups } from './groups.ts'
import { type Call, failureOf, type Reply, type WorkerStart } from './protocol.ts'

/**
 * The thread in which SQLite lives, so that neither a slow disk nor an import ever holds up the
 * engine. It takes whatever calls have gathered and does them in one go.
 */
assert(parentPort !== null, 'the worker of the store runs in a thread')
const port = parentPort
const start = workerData as WorkerStart

try {
  const db = connect(start)
  const groups = new Groups(db, start)
  port.postMessage([{ ok: true, value: null }] satisfies Reply[])
  port.on('message', (first: Call) => {
    const calls = [first]
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
      calls.push(next.message)
    }
    for (const replies of groups.handle(calls.filter(call => call.verb !== 'close'))) {
      port.postMessage(replies)
    }
    if (!calls.some(call => call.verb === 'close')) return
    db.close()
    port.postMessage([{ ok: true, value: null }] satisfies Reply[])
    port.close()
  })
} catch (error) {
  port.postMessage([{ ok: false, failure: failureOf(error) }] satisfies Reply[])
}
