/**
 * Runs every bench one after another at its full size, each in a process of its own so that none
 * warms or burdens the next. Takes some ten minutes on two cores.
 *
 * Usage: node bench/run.ts
 */
import { spawnSync } from 'node:child_process'

/** The commands whose figures stand in bench/README.md. */
const BENCHES = [
  'bench/lists/import.ts --rows 1000000 --seed 1',
  'bench/store/lease.ts --contacts 5000000 --leases 500 --seed 1',
  'bench/store/begin.ts',
  'bench/engine/throughput.ts 40000 1',
  'bench/realtime/answer-to-connect.ts --seconds 60 --lines 1000 --cps 50 --rows 1000000 --seed 1',
]

let failed = 0
for (const command of BENCHES) {
  process.stdout.write(`\n== node ${command}\n`)
  const { status } = spawnSync(process.execPath, command.split(' '), { stdio: 'inherit' })
  if (status !== 0) failed++
}
process.exitCode = failed === 0 ? 0 : 1
