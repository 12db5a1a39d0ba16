/**
 * Whole engines through storms of faults, seed by seed: every event is checked while faults rage,
 * and everything must come to its end when they stop. Ends with 1 when anything went wrong, and
 * says
 * of each what reproduces it.
 *
 * Usage: node bench/engine/storms.ts [how many] [first seed]
 */
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { runStorm } from '../../src/sim/faults/run-storm.ts'

const COUNT = Number(process.argv[2] ?? 200)
const FIRST = Number(process.argv[3] ?? 1)

const print = (line: string) => process.stdout.write(`${line}\n`)

let seed = FIRST
// What an engine throws at a stream or a promise ends the process, as in production; say whose it
// was.
process.on('exit', () => {
  if (seed < FIRST + COUNT)
    print(`ended in the storm of seed ${seed}: node bench/engine/storms.ts 1 ${seed}`)
})

const began = hostTimeline.monotonic()
const totals = { placed: 0, bad: 0, slowest: 0 }
for (; seed < FIRST + COUNT; seed++) {
  const { problems, placed, calmSec } = await runStorm(seed)
  totals.placed += placed
  totals.slowest = Math.max(totals.slowest, calmSec)
  if (problems.length === 0) continue
  totals.bad++
  print(`seed ${seed}: node bench/engine/storms.ts 1 ${seed}`)
  for (const problem of problems.slice(0, 5)) print(`  ${problem.slice(0, 500)}`)
}
const seconds = (hostTimeline.monotonic() - began) / 1000
print(
  [
    `storms: seeds ${FIRST} to ${FIRST + COUNT - 1}`,
    `${totals.bad} bad`,
    `${totals.placed} calls placed`,
    `calm after ${Math.round(totals.slowest)} s at most`,
    `in ${seconds.toFixed(1)} s`,
  ].join(', '),
)
process.exitCode = totals.bad === 0 ? 0 : 1
