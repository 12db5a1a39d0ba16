import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filter, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { uuidV7 } from '../../../src/base/uuid.ts'
import type { IncomingRules } from '../../../src/campaign/campaign.ts'
import { createEngine, type Engine } from '../../../src/dialing/engine.ts'
import { policyOf } from '../../../src/dialing/policy-of.ts'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../src/telephony/freeswitch/freeswitch.ts'
import { campaignOf, siteOf } from '../../support/campaigns.ts'
import { ScriptedDesk } from '../../support/scripted-desk.ts'
import { type Dialing, LiveCaller } from '../far/caller.ts'
import { Phones } from '../far/phones.ts'
import { SipPeer } from '../far/sip-peer.ts'
import { nothingIsLeft, pass } from '../harness.ts'
import { hasSipp, liveServers, liveSettings } from '../servers.ts'

const servers = liveServers()
const port = Number(process.env.CARILLON_LIVE_SIP_PORT ?? 5060)
const OURS = '+12125550199'
const THEIRS = '+12125550100'
/** Another address of this machine, at which no carrier is. */
const STRANGER = '127.0.0.2'

/** The engine on real servers; the one contact was called, and was busy. */
describe.skipIf(servers === null)('people who call back', { timeout: seconds(60) }, () => {
  let telephony: FreeSwitchTelephony
  let engine: Engine
  let desk: ScriptedDesk
  let store: MemoryStore
  let phones: Phones
  let carrier: SipPeer
  const callers: LiveCaller[] = []

  async function called(incoming: Partial<IncomingRules>): Promise<void> {
    carrier = await SipPeer.open(call => call.respond(486))
    phones = new Phones()
    await phones.open()
    telephony = createFreeSwitchTelephony({
      settings: { ...liveSettings(servers!, carrier.port), soundOf: () => MESSAGE },
      timeline: hostTimeline,
      phones,
      supervisors: phones,
    })
    await firstValueFrom(telephony.health$.pipe(filter(({ up }) => up)))
    store = new MemoryStore()
    await store.putCampaign('demo', 'demo')
    const contact = { key: 'K1', zone: 'UTC', priority: 5, phones: [THEIRS] }
    await store.addContacts('demo', [{ ...contact, data: { name: 'Ann' } }])
    desk = new ScriptedDesk(hostTimeline)
    const rules = { to: 'operators', wait: seconds(20), unknown: 'message', message: null } as const
    engine = createEngine({
      timeline: hostTimeline,
      telephony,
      store,
      desk,
      site: siteOf({ anna: ['demo'] }, [{ id: 'main', lines: 10, callsPerSecond: 10 }]),
      campaigns: [campaignOf({ incoming: { ...rules, ...incoming } })],
      policyOf,
      newId: uuidV7(hostTimeline, seededRandom(1)),
      strict: true,
    })
    await engine.start()
    desk.act({ operator: 'anna', kind: 'signIn', campaigns: ['demo'] })
    await until(async () => (await records()).at(-1)?.outcome === 'busy')
  }

  beforeEach(() => void callers.splice(0))

  afterEach(async () => {
    engine.control({ kind: 'stopNow' })
    await pass(500)
    await engine.close()
    await telephony.close()
    await nothingIsLeft(telephony)
    phones.close()
    carrier.close()
    for (const caller of callers) caller.close()
  })

  const records = () => store.attempts('demo', null, 100)
  const callIn = async (from: string, more: Partial<Dialing> = {}): Promise<LiveCaller> => {
    const caller = await LiveCaller.call({ from, to: OURS, port, ...more })
    callers.push(caller)
    return caller
  }
  /** When the caller first heard anything, in ms from their answer. */
  const heardAfter = ({ rtp, answeredAt }: LiveCaller): number => {
    const first = rtp.onsets.find(at => at >= answeredAt) ?? Infinity
    return Math.round(first - answeredAt)
  }

  /** They hear the message, press the key that campaigns have by default, and are hung up. */
  const hearsAndPresses = async (caller: LiveCaller): Promise<void> => {
    await until(() => caller.status === 200)
    await pass(1000)
    expect(heardAfter(caller)).toBeLessThan(1000)
    caller.rtp.press('9')
    await until(() => caller.hungUp)
    await pass(300)
  }

  test('get a free operator with their card, and both hear each other.', async () => {
    await called({})
    const caller = await callIn(THEIRS)
    await until(() => desk.shown('anna', 'card').length > 1)
    await pass(400)
    expect(caller.told).toEqual([100, 200])
    const card = desk.shown('anna', 'card').at(-1)!
    expect(card).toMatchObject({ phase: 'talking', card: { data: { name: 'Ann' }, phone: THEIRS } })
    expect(desk.shown('anna', 'incoming')).toHaveLength(1)
    const now = hostTimeline.monotonic()
    await pass(300)
    const phone = phones.inCall.get('anna')!
    expect([caller.rtp.heardAt > now, phone.rtp.heardAt > now]).toEqual([true, true])
    process.stderr.write(`answer to audio for a caller: ${heardAfter(caller)} ms\n`)
    desk.act({ operator: 'anna', kind: 'hangUp', attempt: card.attempt })
    await until(() => caller.hungUp)
    const closing = { attempt: card.attempt, answers: {}, disposition: 'done' } as const
    desk.act({ operator: 'anna', kind: 'closeCard', ...closing })
    await pass(300)
    expect((await records()).at(-1)).toMatchObject({ mode: 'incoming', outcome: 'served' })
    expect(await store.budgetCounts('budget', 0, Infinity)).toEqual({ connected: 0, abandoned: 0 })
    expect(await store.contactView('demo', 1)).toMatchObject({ finished: 'disposition' })
  })

  test('wait with music while the operator talks, and may leave.', async () => {
    await called({ unknown: 'operators' })
    const first = await callIn('+12125550101')
    await until(() => desk.shown('anna', 'card').length > 1)
    const second = await callIn(THEIRS)
    await pass(1500)
    expect(second.status).toBe(200)
    expect(heardAfter(second)).toBeLessThan(1500)
    second.leave()
    await pass(500)
    expect(engine.snapshot().calls).toHaveLength(1)
    expect((await records()).map(({ outcome }) => outcome)).toEqual(['busy', undefined, 'unserved'])
    expect(telephony.inUse()).toMatchObject({ calls: 1 })
    const now = hostTimeline.monotonic()
    await pass(300)
    expect(first.rtp.heardAt).toBeGreaterThan(now)
  })

  test('hear who called, and are called no more when they press the key.', async () => {
    await called({ to: 'message' })
    await hearsAndPresses(await callIn(THEIRS))
    expect(await store.contactView('demo', 1)).toMatchObject({ finished: 'stopList', stopped: [0] })
    expect((await records()).at(-1)).toMatchObject({ outcome: 'unserved' })
  })

  test('are heard both ways when they say only in their ACK where they listen.', async () => {
    await called({})
    const caller = await callIn(THEIRS, { offers: false })
    await until(() => desk.shown('anna', 'card').length > 1)
    await pass(400)
    const now = hostTimeline.monotonic()
    await pass(300)
    const phone = phones.inCall.get('anna')!
    expect([caller.rtp.heardAt > now, phone.rtp.heardAt > now]).toEqual([true, true])
    caller.leave()
    await until(() => telephony.inUse().calls === 0)
  })

  test('hear who called though they withhold their number, which is nowhere then.', async () => {
    await called({ to: 'message' })
    const headers = ['Privacy: id', `P-Asserted-Identity: <sip:${THEIRS}@127.0.0.1>`]
    await hearsAndPresses(await callIn('anonymous', { headers }))
    expect((await records()).at(-1)).toMatchObject({ outcome: 'unserved', phone: '', contact: 2 })
    expect(await store.contactView('demo', 1)).toMatchObject({ stopped: [] })
    expect(await store.contactView('demo', 2)).toMatchObject({ finished: 'calledIn', stopped: [] })
  })

  test('from an address that is no trunk’s get no answer of ours.', async () => {
    await called({})
    const stranger = await callIn(THEIRS, { address: STRANGER })
    await pass(seconds(3))
    // 100 is the SIP server's own word to every INVITE.
    expect([stranger.told, engine.snapshot().calls]).toEqual([[100], []])
    expect(desk.shown('anna', 'incoming')).toEqual([])
  })

  test('are answered and told when SIPp has twenty call at once.', async context => {
    if (!hasSipp('twenty who call at once.')) return context.skip('SIPp is not installed')
    await called({ to: 'message' })
    const numbers = Array.from({ length: 20 }, (_, i) => `+121255501${50 + i}`)
    const list = join(tmpdir(), `callers-${hostTimeline.wall()}.csv`)
    writeFileSync(list, `SEQUENTIAL\n${numbers.join('\n')}\n`)
    const scenario = new URL('../sipp/caller.xml', import.meta.url).pathname
    const code = await sipp(
      ...[`127.0.0.1:${port}`, '-sf', scenario, '-inf', list, '-s', OURS, '-i', '127.0.0.1'],
      ...['-m', '20', '-r', '10', '-l', '20', '-nostdin', '-timeout', '30s'],
    )
    rmSync(list)
    await pass(500)
    expect(code).toBe(0)
    const [, ...others] = await records()
    expect(others.map(({ outcome }) => outcome)).toEqual(Array(20).fill('unserved'))
    expect(others.every(({ messageEndedAt }) => messageEndedAt !== undefined)).toBe(true)
    const phones = others.map(({ phone }) => phone)
    expect(phones.toSorted()).toEqual(numbers)
  })

  const MESSAGE = 'tone_stream://%(1500,0,600)'
})

/** @returns the code with which it ended. */
async function sipp(...words: readonly string[]): Promise<number> {
  const [code] = await once(spawn('sipp', words, { stdio: 'ignore' }), 'exit')
  return code
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 200 && !(await holds()); n++) await pass(50)
  expect(await holds()).toBe(true)
}
