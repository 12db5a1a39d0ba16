import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { filter, firstValueFrom, take, toArray } from 'rxjs'
import { afterEach, describe, expect, test } from 'vitest'
import { millis, minutes, seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import type { CallEvent } from '../../src/telephony/call-event.ts'
import { createFreeSwitchTelephony } from '../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../src/telephony/freeswitch/freeswitch.ts'
import { askEventSocket } from '../../src/telephony/freeswitch/wire/event-socket.ts'
import { Phones } from './far/phones.ts'
import { pass } from './harness.ts'
import { hasSipp, type LiveServers, liveServers, liveSettings } from './servers.ts'

const servers = liveServers()
const isRun = servers !== null && hasSipp('calls of every ending.')
/** How many calls; 2000 in a long run. */
const CALLS = Number(process.env.CARILLON_LIVE_CALLS ?? 200)
const CPS = 10
const CARRIER_PORT = 5390
const OPERATORS = Array.from({ length: 8 }, (_, i) => `operator${i}`)
/** What may be held for good: a call that is forgotten only in part holds some 5 KB. */
const HELD_MOST = { each: 512, once: 1024 * 1024 }

/** How a call to each kind of number ends, by the digit that tells the carrier its kind. */
const ENDS = [
  { cause: 'hangUp', from: 'us' },
  { cause: 'busy', from: 'callee', sip: 486, q850: 17 },
  { cause: 'invalid', from: 'network', sip: 404, q850: 1 },
  { cause: 'noAnswer', from: 'network', sip: 480, q850: 19 },
  { cause: 'congestion', from: 'network', sip: 503, q850: 34 },
  { cause: 'refused', from: 'callee', sip: 603, q850: 21 },
  { cause: 'noAnswer', from: 'us', sip: 487 },
  { cause: 'hangUp', from: 'us', sip: 200 },
  { cause: 'hangUp', from: 'callee' },
  { cause: 'hangUp', from: 'us', sip: 200 },
] as const

describe.skipIf(!isRun)('a SIPp carrier with every kind of ending', () => {
  let carrier: ChildProcess
  let telephony: FreeSwitchTelephony
  const phones = new Phones()

  afterEach(async () => {
    await telephony.close()
    phones.close()
    carrier.kill()
  })

  test(
    'Each call ends once and as it should, and nothing is left of any.',
    async () => {
      carrier = startCarrier()
      await phones.open()
      telephony = createFreeSwitchTelephony({
        settings: liveSettings(servers!, CARRIER_PORT, 1000),
        timeline: hostTimeline,
        phones,
      })
      await firstValueFrom(telephony.health$.pipe(filter(({ up }) => up)))
      await raise(telephony)
      const stories = new Stories()
      serve(telephony, stories)
      const warm = await call(telephony, 0, CALLS / 4)
      const held = await call(telephony, CALLS / 4, CALLS)
      expect(stories.strange(CALLS)).toEqual([])
      expect(telephony.inUse()).toMatchObject({ calls: 0, dialogs: 8, endpoints: 8, timers: 0 })
      // Channels of calls that nobody answered are kept for the next.
      const channels = 8 + telephony.inUse().spareEndpoints
      expect(await heldBy(servers!)).toEqual({ channels, conferences: 8 })
      const grown = held - warm
      process.stderr.write(`${CALLS} calls; of the last ${CALLS * 0.75} ${grown} bytes are held\n`)
      expect(grown).toBeLessThan(HELD_MOST.once + HELD_MOST.each * CALLS)
    },
    minutes(10),
  )
})

function startCarrier(): ChildProcess {
  const scenario = fileURLToPath(new URL('sipp/carrier.xml', import.meta.url))
  const network = ['-i', '127.0.0.1', '-p', `${CARRIER_PORT}`, '-mi', '127.0.0.1']
  // It writes files beside itself.
  const options = { cwd: tmpdir(), stdio: 'ignore' } as const
  return spawn('sipp', ['-sf', scenario, ...network, '-nostdin'], options)
}

async function raise(telephony: FreeSwitchTelephony): Promise<void> {
  const ups = telephony.events$.pipe(
    filter(({ kind }) => kind === 'operatorUp'),
    take(OPERATORS.length),
    toArray(),
  )
  const all = firstValueFrom(ups)
  for (const operator of OPERATORS) telephony.operatorUp(operator)
  await all
}

/** Places calls, and waits until each has ended. @returns how many bytes our heap holds then. */
async function call(telephony: FreeSwitchTelephony, from: number, to: number): Promise<number> {
  for (let i = from; i < to; i++) {
    const callee = `+442079460${i % 10}${String(i % 100).padStart(2, '0')}`
    const request = { to: callee, from: '+12125550199', trunk: 'main', ringLimit: seconds(3) }
    telephony.originate(`${i}`, request)
    await pass(1000 / CPS)
  }
  await pass(seconds(8))
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

/** What FreeSWITCH says it has; a server of the test's own has nothing else. */
async function heldBy({ freeswitch }: LiveServers) {
  const count = async (what: string): Promise<number> => {
    const answer = await askEventSocket(freeswitch, what)
    return answer.kind === 'refused' ? Number.NaN : Number.parseInt(answer.body.trim(), 10)
  }
  const channels = await count('show channels count')
  return { channels, conferences: await count('conference count') }
}

/** What is told of each call, until it has ended as it should. */
class Stories {
  private readonly told = new Map<string, readonly CallEvent[]>()
  private readonly well = new Set<string>()

  add(event: CallEvent): void {
    const { attempt } = event
    const story = [...(this.told.get(attempt) ?? []), event]
    const wanted = { kind: 'ended', ...ENDS[Number(attempt) % 10] }
    const isWell = expect.objectContaining(wanted).asymmetricMatch(event)
    if (isWell && !this.well.has(attempt)) {
      this.well.add(attempt)
      this.told.delete(attempt)
    } else this.told.set(attempt, story)
  }

  /** Calls that have not ended once and as they should, with what was told since. */
  strange(calls: number) {
    const all = Array.from({ length: calls }, (_, i) => `${i}`)
    const strange = all.filter(one => !this.well.has(one) || this.told.has(one))
    return strange.map(one => ({ call: one, story: this.told.get(one) ?? [] }))
  }
}

/** Joins who answers to a free operator, or plays the message, and ends most calls soon after. */
function serve(telephony: FreeSwitchTelephony, stories: Stories): void {
  const free = [...OPERATORS]
  const held = new Map<string, string>()
  telephony.events$.subscribe(event => {
    if (!('attempt' in event)) return
    const { attempt } = event
    stories.add(event)
    if (event.kind === 'answered') {
      const operator = free.shift()
      if (operator === undefined) telephony.announce(attempt, { message: '', stopKey: null })
      else held.set(attempt, operator)
      if (operator !== undefined) telephony.connect(attempt, operator)
      // Of the numbers ending on 8 it is the callee who goes.
      if (Number(attempt) % 10 !== 8)
        hostTimeline.after(millis(300), () => telephony.hangUp(attempt))
    }
    if (event.kind === 'ended' || event.kind === 'lost') {
      const operator = held.get(attempt)
      held.delete(attempt)
      if (operator !== undefined) free.push(operator)
    }
  })
}
