import { parentPort } from 'node:worker_threads'
import { assert } from '../../base/assert.ts'
import { type DayJob, dayRunner } from '../../sim/compare/day-job.ts'
import { failureOf } from '../../store/sqlite/protocol.ts'
import type { FromDays } from './protocol.ts'

/** A thread that runs one simulated day after another as they are given to it. */
assert(parentPort !== null, 'simulated days run in a thread of their own')
const port = parentPort
const run = dayRunner()
const say = (what: FromDays): void => port.postMessage(what)

port.on('message', (job: DayJob) => {
  run(job).then(
    figures => say({ kind: 'done', figures }),
    error => say({ kind: 'failed', failure: failureOf(error) }),
  )
})
