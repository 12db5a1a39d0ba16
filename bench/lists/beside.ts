/**
 * What an engine notices of an import beside it: how late its event loop is, and how long a durable
 * write and a lease take, without and with an import into the same SQLite file.
 *
 * Usage: node bench/lists/beside.ts [--rows 300000] [--seconds 5] [--seed 1]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { importInWorker } from '../../src/app/import/import-in-worker.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import type { Store } from '../../src/store/port.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { madeUpRequest, writeMadeUpList } from './made-up-list.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '300000' },
    seconds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
})
const ROWS = Number(values.rows)
const SECONDS = Number(values.seconds)
const SEED = Number(values.seed)
/** Contacts that the engine dials from meanwhile. */
const FIRST = 2000
/** A call is started this often, in ms: 50 a second. */
const EVERY = 20

const pause = (ms: number) => new Promise<void>(resolve => void hostTimeline.after(ms, resolve))
const print = (line: string) => process.stdout.write(`${line}\n`)

async function timed(lengths: number[], work: () => Promise<unknown>): Promise<void> {
  const began = hostTimeline.monotonic()
  await work()
  lengths.push(hostTimeline.monotonic() - began)
}

const of = (lengths: number[], share: number): string => {
  const sorted = lengths.toSorted((a, b) => a - b)
  const at = Math.min(sorted.length - 1, Math.floor(sorted.length * share))
  return `${sorted[at]!.toFixed(1)} ms`
}

/** Writes durably and leases at the pace of an engine, until `over` says so. */
async function engine(title: string, store: Store, over: () => boolean): Promise<void> {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  const writes: number[] = []
  const leases: number[] = []
  const query = { campaign: 'bench', limit: 50, now: 0, zones: ['Europe/Moscow'] } as const
  for (let i = 1; !over(); i++) {
    await timed(writes, () => store.stopNumbers([1 + (i % FIRST)], 'bench', i))
    await timed(leases, async () => {
      const leased = await store.leaseContacts({ ...query, which: 'general', order: 'fresh' })
      await store.returnContacts(leased.contacts.map(({ id }) => id))
    })
    await pause(EVERY)
  }
  loop.disable()
  // A timer of 1 ms is late by 1 ms without any load.
  print(
    [
      `${title}: event loop p99 ${(loop.percentile(99) / 1e6).toFixed(1)} ms`,
      `durable write p50 ${of(writes, 0.5)}, p99 ${of(writes, 0.99)}, worst ${of(writes, 1)}`,
      `lease and return p50 ${of(leases, 0.5)}, p99 ${of(leases, 0.99)}`,
    ].join('; '),
  )
}

print(`an engine beside an import of ${ROWS} rows, seed ${SEED}`)
const folder = mkdtempSync(join(tmpdir(), 'carillon-bench-'))
const [dbFile, few, many] = [join(folder, 'site.db'), join(folder, 'few'), join(folder, 'many')]
try {
  writeMadeUpList(few, FIRST, SEED + 1)
  writeMadeUpList(many, ROWS, SEED)
  const store = await openSqliteStore({ file: dbFile })
  await store.putCampaign('bench', 'Bench')
  const work = { dbFile, store, beside: true }
  await importInWorker({ ...work, request: madeUpRequest(few) })
  const until = hostTimeline.monotonic() + 1000 * SECONDS
  await engine('alone ', store, () => hostTimeline.monotonic() > until)
  let ended = false
  const began = hostTimeline.monotonic()
  const done = importInWorker({ ...work, request: madeUpRequest(many) }).finally(() => {
    ended = true
  })
  await engine('beside', store, () => ended)
  const seconds = (hostTimeline.monotonic() - began) / 1000
  print(
    `the import took ${seconds.toFixed(1)} s, ${Math.round((await done).rows / seconds)} rows/s`,
  )
  await store.close()
} finally {
  rmSync(folder, { recursive: true })
}
