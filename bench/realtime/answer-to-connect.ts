/**
 * How long a person who answers waits for the engine to say "connect": in real time, on the
 * embedded exchange, with a SQLite file, first alone and then beside an import into the same file.
 *
 * Two waits are measured for each call that finds a free operator: from the answer event to the
 * connect command, and from the instant at which the callee picked up, which also holds whatever
 * delayed the event itself. The reference is the same wait without the import, and how late a
 * plain timer of the same process is.
 *
 * Usage: node bench/realtime/answer-to-connect.ts [--seconds 60] [--lines 1000] [--cps 50]
 *        [--ring 10] [--rows 1000000] [--seed 1]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { importInWorker } from '../../src/app/import/import-in-worker.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { madeUpRequest, writeMadeUpList } from '../lists/made-up-list.ts'
import { type Dialing, startDialing } from './dialing.ts'
import type { Waits } from './stopwatch.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    lines: { type: 'string', default: '1000' },
    cps: { type: 'string', default: '50' },
    ring: { type: 'string', default: '10' },
    rows: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
})
const [SECONDS, LINES, CPS, RING, ROWS, SEED] = [
  Number(values.seconds),
  Number(values.lines),
  Number(values.cps),
  Number(values.ring),
  Number(values.rows),
  Number(values.seed),
] as const
/** Until the lines are as full as they get: rings and talks of the longest kind. */
const WARM_UP = Math.min(60, SECONDS)
/** In ms: what 99 of 100 people may wait from the answer event on. */
const AIM = 5

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const pause = (seconds: number) =>
  new Promise<void>(resolve => void hostTimeline.after(seconds * 1000, resolve))

function quantiles(waits: number[]): string {
  if (waits.length === 0) return 'nobody was connected'
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  const [p50, p99, most] = [at(0.5), at(0.99), at(1)]
  return `p50 ${p50?.toFixed(2)}, p99 ${p99?.toFixed(2)}, longest ${most?.toFixed(2)} ms`
}

/**
 * Lets the engine dial until `over`, and says what people waited meanwhile. @returns the p99 of the
 * event's wait.
 */
async function measure(title: string, dialing: Dialing, over: Promise<unknown>): Promise<number> {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  const before = dialing.placed()
  const began = hostTimeline.monotonic()
  const waits: Waits = dialing.listen()
  await over
  loop.disable()
  const seconds = (hostTimeline.monotonic() - began) / 1000
  const rate = (dialing.placed() - before) / seconds
  print(
    `${title}: ${seconds.toFixed(0)} s, ${rate.toFixed(1)} calls/s, ${dialing.lines()} lines in use`,
  )
  print(
    `  answer event to connect   ${quantiles(waits.fromEvent)} (${waits.fromEvent.length} calls)`,
  )
  print(`  pick-up to connect        ${quantiles(waits.fromPickUp)}`)
  print(
    `  a timer of 1 ms is late by p50 ${(loop.percentile(50) / 1e6 - 1).toFixed(2)}, p99 ${(loop.percentile(99) / 1e6 - 1).toFixed(2)} ms`,
  )
  return waits.fromEvent.toSorted((a, b) => a - b)[Math.floor(waits.fromEvent.length * 0.99)] ?? 0
}

print(
  `answer to connect: ${LINES} lines, ${CPS} calls/s, an import of ${ROWS} rows, seed ${SEED}; ` +
    `aim: p99 < ${AIM} ms`,
)
const folder = mkdtempSync(join(tmpdir(), 'carillon-bench-'))
const [dbFile, few, many] = [join(folder, 'site.db'), join(folder, 'few'), join(folder, 'many')]
try {
  writeMadeUpList(few, Math.ceil(CPS * (SECONDS * 4 + WARM_UP + 120)), SEED + 1)
  writeMadeUpList(many, ROWS, SEED)
  const store = await openSqliteStore({ file: dbFile })
  await store.putCampaign('bench', 'Bench')
  await importInWorker({ request: madeUpRequest(few), dbFile, store, beside: false })
  const dialing = await startDialing({
    store,
    lines: LINES,
    callsPerSecond: CPS,
    ring: RING,
    seed: SEED,
  })
  await pause(WARM_UP)
  const alone = await measure('alone', dialing, pause(SECONDS))
  const request = { ...madeUpRequest(many), campaign: 'other' }
  await store.putCampaign('other', 'Other')
  const importing = importInWorker({ request, dbFile, store, beside: true })
  const beside = await measure('beside the import', dialing, importing)
  print(`  the import: ${(await importing).added} contacts added`)
  print(`ratio of the p99 beside the import to alone: ${(beside / alone).toFixed(2)}`)
  await dialing.stop()
  await store.close()
} finally {
  rmSync(folder, { recursive: true })
}
