import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { filter, firstValueFrom, take, toArray } from 'rxjs'
import { afterEach, describe, expect, test } from 'vitest'
import { millis, minutes, seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import type { CallEvent } from '../../src/telephony/call-event.ts'
import { createFreeSwitchTelephony } from '../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../src/telephony/freeswitch/freeswitch.ts'
import { Phones } from './far/phones.ts'
import { pass } from './harness.ts'
import { liveServers, liveSettings } from './servers.ts'

const servers = liveServers()
const sipp = servers !== null && spawnSync('sipp', ['-v']).error === undefined
/** How many calls; 2000 in a long run. */
const CALLS = Number(process.env.CARILLON_LIVE_CALLS ?? 200)
const CPS = 10
const CARRIER_PORT = 5390
const OPERATORS = Array.from({ length: 8 }, (_, i) => `operator${i}`)

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

describe.skipIf(!sipp)('a SIPp carrier with every kind of ending', () => {
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
      const told = serve(telephony)
      for (let i = 0; i < CALLS; i++) {
        const to = `+442079460${i % 10}${String(i % 100).padStart(2, '0')}`
        const ringLimit = seconds(3)
        telephony.originate(`${i}`, { to, from: '+12125550199', trunk: 'main', ringLimit })
        await pass(1000 / CPS)
      }
      await pass(seconds(8))
      const strange = Array.from({ length: CALLS }, (_, i) => i).flatMap(i => {
        const story = told.get(`${i}`) ?? []
        const ends = story.filter(({ kind }) => kind === 'ended' || kind === 'lost')
        const end = ends.length === 1 ? story.at(-1) : undefined
        const wanted = { kind: 'ended', ...ENDS[i % 10] }
        return expect.objectContaining(wanted).asymmetricMatch(end) ? [] : [{ call: i, story }]
      })
      expect(strange).toEqual([])
      expect(telephony.inUse()).toMatchObject({ calls: 0, dialogs: 8, endpoints: 8, timers: 0 })
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

/** Joins who answers to a free operator, or plays the message, and ends most calls soon after. */
function serve(telephony: FreeSwitchTelephony): ReadonlyMap<string, readonly CallEvent[]> {
  const told = new Map<string, CallEvent[]>()
  const free = [...OPERATORS]
  const held = new Map<string, string>()
  telephony.events$.subscribe(event => {
    if (!('attempt' in event)) return
    const { attempt } = event
    const story = told.get(attempt) ?? []
    told.set(attempt, [...story, event])
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
      if (operator !== undefined) free.push(operator)
    }
  })
  return told
}
