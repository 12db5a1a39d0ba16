/**
 * From a callee's answer until both hear each other, on real servers: RTP with a tone in it, seen
 * by UDP probes at the callee's and at the operator's end, not events.
 *
 * Each call is answered, joined to a free operator at once, and ended by us after the talk. The
 * answer is the moment at which the carrier sends its 200.
 *
 * Usage, with the servers of test/live/servers.ts in the environment:
 *   node bench/telephony/answer-to-audio.ts [--calls 300] [--cps 10] [--operators 20] [--talk 1]
 */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { filter, firstValueFrom, take, toArray } from 'rxjs'
import { seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { createFreeSwitchTelephony } from '../../src/telephony/freeswitch/adapter.ts'
import { liveServers, liveSettings, NO_SERVERS } from '../../test/live/servers.ts'
import type { Heard, Ports } from './far-side.ts'

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '300' },
    cps: { type: 'string', default: '10' },
    operators: { type: 'string', default: '20' },
    talk: { type: 'string', default: '1' },
  },
})
const CALLS = Number(values.calls)
const CPS = Number(values.cps)
const OPERATORS = Array.from({ length: Number(values.operators) }, (_, i) => `operator${i}`)
const TALK = seconds(Number(values.talk))
const RING = 300

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const pass = (time: number) =>
  new Promise<void>(resolve => void hostTimeline.after(time, () => resolve()))

const servers = liveServers()
if (servers === null) {
  print(NO_SERVERS)
  process.exit(3)
}

const far = new Worker(new URL('far-side.ts', import.meta.url), { workerData: { ring: RING } })
const [ports] = (await once(far, 'message')) as [Ports]
const telephony = createFreeSwitchTelephony({
  settings: liveSettings(servers, ports.carrier, 1000),
  timeline: hostTimeline,
  phones: { phoneOf: operator => ({ uri: `sip:${operator}@127.0.0.1:${ports.phones}` }) },
})
await firstValueFrom(telephony.health$.pipe(filter(({ up }) => up)))
const legsUp = firstValueFrom(
  telephony.events$.pipe(
    filter(({ kind }) => kind === 'operatorUp'),
    take(OPERATORS.length),
    toArray(),
  ),
)
for (const operator of OPERATORS) telephony.operatorUp(operator)
await legsUp

const numberOf = (call: number): string => `+44207946${String(call % 1000).padStart(4, '0')}`
const free = [...OPERATORS]
const operatorOf = new Map<string, string>()
let late = 0
let open = CALLS
telephony.events$.subscribe(event => {
  if (!('attempt' in event)) return
  const { attempt } = event
  if (event.kind === 'answered') {
    const operator = free.shift()
    if (operator === undefined) {
      late++
      telephony.hangUp(attempt)
    } else {
      operatorOf.set(attempt, operator)
      telephony.connect(attempt, operator)
      hostTimeline.after(TALK, () => telephony.hangUp(attempt))
    }
  }
  if (event.kind === 'ended' || event.kind === 'lost') {
    open--
    const operator = operatorOf.get(attempt)
    if (operator !== undefined) free.push(operator)
  }
})
const cpuBefore = process.threadCpuUsage()
for (let call = 0; call < CALLS; call++) {
  const attempt = `call ${call}`
  const from = '+12125550199'
  const ringLimit = seconds(25)
  telephony.originate(attempt, { to: numberOf(call), from, trunk: 'main', ringLimit })
  await pass(1000 / CPS)
}
while (open > 0) await pass(100)
const cpu = process.threadCpuUsage(cpuBefore)
far.postMessage('report')
const [heard] = (await once(far, 'message')) as [Heard]
report(heard)
await telephony.close()
await far.terminate()

function report({ callees, operators }: Heard): void {
  const onsetsOf = new Map(operators.map(({ operator, onsets }) => [operator, onsets]))
  const waits = callees.flatMap(({ answeredAt, onsets }, call) => {
    const operator = operatorOf.get(`call ${call}`)
    if (operator === undefined) return []
    const until = answeredAt + TALK
    const first = (moments: readonly number[]): number =>
      (moments.find(moment => moment > answeredAt && moment < until) ?? Infinity) - answeredAt
    return [{ callee: first(onsets), operator: first(onsetsOf.get(operator) ?? []) }]
  })
  print(`${CALLS} calls at ${CPS} a second, ${OPERATORS.length} operators; ${late} found none free`)
  print(
    quantiles(
      'the callee hears the operator',
      waits.map(({ callee }) => callee),
    ),
  )
  print(
    quantiles(
      'the operator hears the callee',
      waits.map(({ operator }) => operator),
    ),
  )
  print(
    quantiles(
      'both hear each other',
      waits.map(one => Math.max(one.callee, one.operator)),
    ),
  )
  print(`own CPU ${((cpu.user + cpu.system) / 1000 / CALLS).toFixed(2)} ms a call`)
}

function quantiles(what: string, waits: readonly number[]): string {
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(0)
  return `${what.padEnd(30)} p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)} ms`
}
