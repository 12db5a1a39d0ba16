import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seconds as secondsOf } from '../../../src/base/duration.ts'
import type { LiveServers } from '../../../test/live/servers.ts'
import { Clerk } from '../../../test/support/clerk.ts'
import { ProcessorTime } from './processor-time.ts'
import { startSipp } from './sipp.ts'
import { FAILED_MAX, type Step } from './straight.ts'

const BIN = fileURLToPath(new URL('../../../bin/carillon', import.meta.url))
const SORRY = fileURLToPath(
  new URL('../../../deploy/sipp/campaigns/try/sorry.wav', import.meta.url),
)
/** There are no more numbers for fiction in London. */
const NUMBERS = 1000
const TALK = 1
/** Half of the calls talk, all ring for a moment: nobody is to wait for an operator. */
const OPERATORS_EACH = 1.3
/** Whoever answers hears an operator within this (47 CFR 64.1200(a)(7)). */
const WITHIN = 2
/** A rate that is asked for and not come to is too high. */
const REACHED = 0.9

/** A row of `carillon results`, as far as it is looked at. */
interface Row {
  readonly outcome: string
  readonly placedAt: string | null
  readonly answeredAt: string | null
  readonly answerToOperatorSec: number | null
}

/**
 * The whole application dials a campaign: `carillon run`, its store, desks, drachtio, FreeSWITCH.
 */
export async function campaign(
  servers: LiveServers,
  folder: string,
  rate: number,
  seconds: number,
): Promise<Step> {
  const calls = Math.min(NUMBERS, rate * seconds)
  const callees = await startSipp('callees', folder)
  const phones = await startSipp('phones', folder)
  const operators = Array.from({ length: Math.ceil(rate * OPERATORS_EACH) + 4 }, (_, i) => `o${i}`)
  write(folder, servers, { rate, calls, operators, carrier: callees.port, phones: phones.port })
  const run = start(folder, servers, 'run', 'campaigns/calls', '--exit-when-done', '--db', 'a.db')
  const broken = Promise.race([callees.ended, phones.ended]).then(() => {
    run.child.kill('SIGKILL')
    throw new Error('SIPp has ended by itself')
  })
  broken.catch(() => {})
  await Promise.race([run.ready, run.ended, broken])
  const came = operators.map(id => Clerk.come(join(folder, 'a.db'), id, { talk: secondsOf(TALK) }))
  const processor = new ProcessorTime(run.child.pid!)
  await Promise.race([run.ended, broken])
  await Promise.all(came)
  const results = ['results', 'campaigns/calls', '--format', 'json', '--db', 'a.db']
  const rows = JSON.parse(await start(folder, servers, ...results).ended) as readonly Row[]
  for (const { child, ended } of [callees, phones]) {
    child.kill()
    await ended
  }
  return judge(rows, rate, processor)
}

function judge(rows: readonly Row[], rate: number, processor: ProcessorTime): Step {
  const placed = rows.flatMap(({ placedAt }) => (placedAt === null ? [] : [Date.parse(placedAt)]))
  placed.sort((a, b) => a - b)
  const half = placed.slice(Math.floor(placed.length / 2))
  const cost = processor.since(half[0]!) / half.length
  const reached = ((placed.length - 1) * 1000) / (placed.at(-1)! - placed[0]!)
  const waits = rows.flatMap(({ answerToOperatorSec: wait }) => (wait === null ? [] : [wait]))
  const others = rows.flatMap(({ outcome }) =>
    outcome === 'connected' || outcome === 'busy' ? [] : [outcome],
  )
  const few = others.length <= rows.length * FAILED_MAX
  const everybody = rows.every(one => one.answeredAt === null || one.outcome === 'connected')
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number): string =>
    ((sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN) * 1000).toFixed(0)
  const inTime = everybody && (sorted.at(-1) ?? 0) <= WITHIN
  const isWell = reached >= rate * REACHED && few && inTime
  const words = [
    `${rows.length} attempts at ${reached.toFixed(1)} a second`,
    `${waits.length} reached an operator after p50 ${at(0.5)}, p99 ${at(0.99)} ms`,
    `all others busy${others.length === 0 ? '' : ` but ${others.join(', ')}`}`,
  ]
  return { rate, cost, isWell, words: words.join(', ') }
}

interface Started {
  readonly child: ReturnType<typeof spawn>
  /** Resolves when a run waits for its operators: what it took to start is not counted. */
  readonly ready: Promise<void>
  /** Resolves with what it printed. */
  readonly ended: Promise<string>
}

function start(folder: string, servers: LiveServers, ...args: readonly string[]): Started {
  const env = { ...process.env, BENCH_SECRET: servers.drachtio.secret }
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, env })
  let printed = ''
  child.stdout.on('data', some => {
    printed += some
  })
  const ready = new Promise<void>(resolve => {
    child.stderr.on('data', some => String(some).includes('No operator is at work') && resolve())
  })
  return { child, ready, ended: once(child, 'close').then(() => printed) }
}

interface Size {
  readonly rate: number
  readonly calls: number
  readonly operators: readonly string[]
  readonly carrier: number
  readonly phones: number
}

function write(folder: string, { drachtio, freeswitch }: LiveServers, size: Size): void {
  const { rate, calls, operators, carrier, phones } = size
  const people = operators.map(
    id =>
      `  - { id: ${id}, name: ${id}, campaigns: [calls], phone: { uri: "sip:${id}@127.0.0.1:${phones}" } }`,
  )
  const rows = Array.from({ length: calls }, (_, i) => `+442079460${String(i).padStart(3, '0')}`)
  const files = {
    'site.yaml': `title: Cost
servers:
  drachtio: { host: ${drachtio.host}, port: ${drachtio.port}, secretFrom: BENCH_SECRET }
  freeswitch: { host: ${freeswitch.host}, port: ${freeswitch.port}, secretFrom: BENCH_SECRET }
trunks:
  - { id: city, lines: 500, callsPerSecond: ${rate}, host: "127.0.0.1:${carrier}", probe: never }
budgets: [{ id: all, limit: 3%, window: day, zone: UTC }]
operators:
${people.join('\n')}
`,
    'calls/campaign.yaml': `title: Calls
callerId: +442079460999
contacts: { phones: phone, country: GB }
hours: { zone: UTC, week: { mon-sun: 00:00-24:00 } }
message: { text: We called., file: sorry.wav }
retry:
  attemptsMax: 1
  congestion: { after: 1min, max: 0, phone: same }
  failed: { after: 1min, max: 0, phone: same }
  cancelled: { after: 1min, max: 0, phone: same }
  lost: { after: 1min, max: 0, phone: same }
dispositions: [{ id: done, label: Done, then: finish }]
card:
  fields: [{ id: name, label: Name, kind: text }, { id: count, label: How many, kind: number }]
  script: []
`,
    'calls/contacts.csv': ['phone', ...rows, ''].join('\n'),
  }
  mkdirSync(join(folder, 'campaigns/calls'), { recursive: true })
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, 'campaigns', name), text)
  copyFileSync(SORRY, join(folder, 'campaigns/calls/sorry.wav'))
}
