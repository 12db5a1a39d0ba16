/**
 * What the application itself costs: processor time for each attempt, and the highest rate at which
 * everybody who answers reaches an operator within 2 s. Beside it, in the same run, SIPp straight
 * to drachtio with the least application behind it. Half of the calls are answered and last a
 * second, the others are busy.
 *
 * Usage, with the servers of test/live/servers.ts in the environment, CARILLON_LIVE_SIP_PORT being
 * that of drachtio's SIP (5060), and SIPp on the path:
 *   node bench/telephony/cost.ts [--rates 10,20,40,60,80,120] [--straight 50,100,200,400]
 *     [--seconds 15]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { liveServers, NO_SERVERS } from '../../test/live/servers.ts'
import { campaign } from './cost/campaign.ts'
import { load } from './cost/processor-time.ts'
import { type Step, straight } from './cost/straight.ts'

const { values } = parseArgs({
  options: {
    rates: { type: 'string', default: '10,20,40,60,80,120' },
    straight: { type: 'string', default: '50,100,200,400' },
    seconds: { type: 'string', default: '15' },
  },
})
const print = (line: string): void => void process.stdout.write(`${line}\n`)
const numbers = (list: string): number[] => list.split(',').map(Number)

const servers = liveServers()
if (servers === null) {
  print(NO_SERVERS)
  process.exit(3)
}
const seconds = Number(values.seconds)
const sipPort = Number(process.env.CARILLON_LIVE_SIP_PORT ?? 5060)

/** Goes up the rates until one is too high. @returns what was well. */
async function climb(
  what: string,
  rates: readonly number[],
  work: (folder: string, rate: number) => Promise<Step>,
): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const rate of rates) {
    const folder = mkdtempSync(join(tmpdir(), 'carillon-cost-'))
    const step = await work(folder, rate)
    rmSync(folder, { recursive: true })
    const verdict = step.isWell ? 'well' : 'too much'
    const cost = `${step.cost.toFixed(2)} ms of own processor time each`
    print(`${what}, ${rate} a second: ${verdict}; ${cost}; ${step.words}; load ${load()}`)
    if (!step.isWell) break
    steps.push(step)
  }
  return steps
}

const bare = await climb('straight', numbers(values.straight), (folder, rate) =>
  straight(servers, sipPort, folder, rate, seconds),
)
const whole = await climb('campaign', numbers(values.rates), (folder, rate) =>
  campaign(servers, folder, rate, seconds),
)
const [least, most] = [bare.at(-1), whole.at(-1)]
if (least !== undefined && most !== undefined) {
  const cost = (most.cost / least.cost).toFixed(1)
  const rate = (most.rate / least.rate).toFixed(2)
  print(`an attempt costs ${cost} times a bare call; the highest rate is ${rate} of the bare one`)
}
