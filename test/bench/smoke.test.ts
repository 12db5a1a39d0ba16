import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Every bench at a size that says nothing but that it runs. */
it.each<[command: string, says: RegExp]>([
  [
    'lists/import.ts --rows 2000 --seed 1',
    /2000 contacts, 0 rejected(.|\n)*ratio|no sqlite3 shell/,
  ],
  ['lists/beside.ts --rows 2000 --seconds 0.2 --seed 1', /beside: .*durable write p50/],
  ['store/lease.ts --contacts 2000 --leases 20 --seed 1', /ratio: +[\d.]+ times at p50/],
  ['store/begin.ts --attempts 20 --seed 1', /50 at once: .*ratio [\d.]+/],
  ['engine/throughput.ts 200 1', /5000 lines run at [\d.]+ times the speed of 50 lines/],
  ['engine/storms.ts 1 1', /storms: seeds 1 to 1, 0 bad/],
  [
    'realtime/answer-to-connect.ts --seconds 1 --lines 20 --cps 20 --ring 0.2 --rows 5000 --seed 1',
    /ratio of the p99 beside the import to alone: /,
  ],
])(
  'bench/%s runs',
  (command, says) => {
    const args = [`bench/${command}`].flatMap(one => one.split(' '))
    const ran = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
    expect(ran.stderr).toBe('')
    expect(ran.status).toBe(0)
    expect(ran.stdout).toMatch(/seeds? 1/)
    expect(ran.stdout).toMatch(says)
  },
  60_000,
)
