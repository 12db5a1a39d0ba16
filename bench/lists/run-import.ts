/**
 * One import into a fresh file, in a process of its own so that its memory can be measured, and
 * done as the command line does it where no engine is at work.
 *
 * Usage: node bench/lists/run-import.ts LIST DATABASE; prints one line of JSON.
 */
import { importInWorker } from '../../src/app/import/import-in-worker.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { madeUpRequest } from './made-up-list.ts'

const [list = '', dbFile = ''] = process.argv.slice(2)
const began = hostTimeline.monotonic()
const store = await openSqliteStore({ file: dbFile })
await store.putCampaign('bench', 'Bench')
const work = { request: madeUpRequest(list), dbFile, store, beside: false }
const { added, rejected } = await importInWorker(work)
await store.close()
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
const measured = {
  added,
  rejected: rejected.count,
  seconds: (hostTimeline.monotonic() - began) / 1000,
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  peakMb: maxRSS / 1024,
}
process.stdout.write(`${JSON.stringify(measured)}\n`)
