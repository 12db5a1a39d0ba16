/**
 * How long the import of a list takes, validation and all, against the `sqlite3` shell pouring the
 * same file raw into a table with an index on its phone column, before and after in the same run;
 * and how much memory it takes for a tenth of the list and for the whole.
 *
 * Usage: node bench/lists/import.ts [--rows 1000000] [--seed 1]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { writeMadeUpList } from './made-up-list.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
})
const ROWS = Number(values.rows)
const SEED = Number(values.seed)

/** Times of one run: by the clock, and of the processor, which says more on a busy machine. */
interface Times {
  readonly seconds: number
  readonly cpuSeconds: number
}

interface Measured extends Times {
  readonly added: number
  readonly rejected: number
  readonly peakMb: number
}

const folder = mkdtempSync(join(tmpdir(), 'carillon-bench-'))
const print = (line: string) => process.stdout.write(`${line}\n`)
const place = (name: string) => join(folder, name)
const drop = (name: string) => {
  for (const end of ['', '-wal', '-shm']) rmSync(place(name) + end, { force: true })
}

/** @returns what the shell takes, or null when there is none. */
function importRaw(list: string): Times | null {
  drop('raw.db')
  const script = 'command -v sqlite3 >&2 || exit 127; sqlite3 "$0" "$@" && times'
  const table = 'CREATE TABLE list (id, name, phone, city, zone, priority)'
  const index = 'CREATE INDEX phones ON list (phone)'
  const load = `.import --csv --skip 1 "${list}" list`
  const began = hostTimeline.monotonic()
  const run = spawnSync('sh', ['-c', script, place('raw.db'), table, index, load], {
    encoding: 'utf8',
  })
  if (run.status === 127) return null
  if (run.status !== 0) throw new Error(`sqlite3: ${run.stderr}`)
  // The second line of `times` (POSIX) is that of the children: user and system, as 0m1.25s.
  const spent = run.stdout
    .trim()
    .split('\n')[1]!
    .matchAll(/(\d+)m([\d.]+)s/g)
  const cpuSeconds = [...spent].reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0)
  return { seconds: (hostTimeline.monotonic() - began) / 1000, cpuSeconds }
}

function importOurs(list: string): Measured {
  drop('ours.db')
  const child = join(import.meta.dirname, 'run-import.ts')
  const run = spawnSync(process.execPath, [child, list, place('ours.db')], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
  return JSON.parse(run.stdout) as Measured
}

const times = ({ seconds, cpuSeconds }: Times): string =>
  `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of processor)`

const told = (run: Measured): string =>
  [
    `${run.added} contacts, ${run.rejected} rejected`,
    times(run),
    `${Math.round(run.added / run.seconds)} rows/s`,
    `${Math.round(run.peakMb)} MB at most`,
  ].join(', ')

print(`import of ${ROWS} rows, seed ${SEED}; aim: under 4 times the sqlite3 shell, memory flat`)
try {
  const [whole, tenth] = [place('whole.csv'), place('tenth.csv')]
  writeMadeUpList(whole, ROWS, SEED)
  writeMadeUpList(tenth, Math.ceil(ROWS / 10), SEED)
  const small = importOurs(tenth)
  const before = importRaw(whole)
  const large = importOurs(whole)
  const after = importRaw(whole)
  print(`a tenth:  ${told(small)}`)
  print(`whole:    ${told(large)}`)
  print(`memory:   ${(large.peakMb / small.peakMb).toFixed(2)} times that of a tenth of the rows`)
  if (before === null || after === null) {
    print('There is no sqlite3 shell on this machine, so there is nothing to compare with.')
  } else {
    const ratio = (of: (run: Times) => number) => (2 * of(large)) / (of(before) + of(after))
    const [clock, processor] = [ratio(run => run.seconds), ratio(run => run.cpuSeconds)]
    print(`sqlite3:  ${times(before)} before, ${times(after)} after`)
    print(`ratio:    ${clock.toFixed(2)} by the clock, ${processor.toFixed(2)} by processor time`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
