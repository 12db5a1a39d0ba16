import { filter, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { millis, seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import type { CallEvent, LegEvent, TrunkCapacity } from '../../src/telephony/call-event.ts'
import { createFreeSwitchTelephony } from '../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony, Health } from '../../src/telephony/freeswitch/freeswitch.ts'
import { person } from '../../src/telephony/virtual/callee.ts'
import { type FarCall, follow } from './far/callee.ts'
import { Phones } from './far/phones.ts'
import { SipPeer } from './far/sip-peer.ts'
import { pass } from './harness.ts'
import { type LiveServers, liveServers, liveSettings } from './servers.ts'
import { Tap } from './tap.ts'

const servers = liveServers()
const CALLEE = '+12125550100'
const RING = 300

describe.skipIf(servers === null)('servers that fail', () => {
  let carrier: SipPeer
  let phones: Phones
  let taps: { readonly drachtio: Tap; readonly freeswitch: Tap }
  let telephony: FreeSwitchTelephony
  let told: (CallEvent | LegEvent)[]
  let capacities: TrunkCapacity[]
  let farCalls: FarCall[]
  let hungUp: number

  beforeEach(async () => {
    farCalls = []
    hungUp = 0
    carrier = await SipPeer.open(async call => {
      const far = await follow(person(RING, { patience: seconds(60) }), call)
      const { onBye } = call
      call.onBye = () => {
        hungUp++
        onBye()
      }
      farCalls.push(far)
    })
    phones = new Phones()
    await phones.open()
    taps = { drachtio: new Tap(servers!.drachtio), freeswitch: new Tap(servers!.freeswitch) }
    await taps.drachtio.mend()
    await taps.freeswitch.mend()
  })

  afterEach(async () => {
    await telephony.close()
    taps.drachtio.cut()
    taps.freeswitch.cut()
    phones.close()
    carrier.close()
    expect(telephony.inUse()).toMatchObject({ calls: 0, legs: 0, dialogs: 0, timers: 0 })
  })

  const begin = (change: Partial<LiveServers> = {}): void => {
    const at = { drachtio: taps.drachtio.address, freeswitch: taps.freeswitch.address, ...change }
    const settings = liveSettings(at, carrier.port)
    telephony = createFreeSwitchTelephony({ settings, timeline: hostTimeline, phones })
    told = []
    capacities = []
    telephony.events$.subscribe(event => told.push(event))
    telephony.capacity$.subscribe(capacity => capacities.push(capacity))
  }
  const health = (wanted: (health: Health) => boolean): Promise<Health> =>
    firstValueFrom(telephony.health$.pipe(filter(wanted)))
  const up = () => health(one => one.up)
  const wrong = () => health(one => one.why !== null)
  const kinds = (): string[] => told.map(({ kind }) => kind)
  const talk = async (): Promise<void> => {
    telephony.operatorUp('anna')
    const ringLimit = seconds(20)
    telephony.originate('a', { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit })
    await pass(RING + 300)
    telephony.connect('a', 'anna')
    await pass(300)
    expect(told.at(-1)?.kind).toBe('connected')
  }

  test('One that knows another secret is named.', async () => {
    begin({ drachtio: { ...taps.drachtio.address, secret: 'wrong' } })
    const { why } = await wrong()
    expect(why).toMatchObject({ code: 'TELEPHONY_REFUSED' })
    expect(why?.message).toMatch(/drachtio at 127.0.0.1:\d+ does not accept our secret/)
    await telephony.close()
    begin({ freeswitch: { ...taps.freeswitch.address, secret: 'wrong' } })
    expect((await wrong()).why?.message).toMatch(/FreeSWITCH at .* does not accept our secret/)
    expect(capacities).toEqual([{ trunk: 'main', lines: 0 }])
  })

  test('One that is not there is named, and found when it comes.', async () => {
    taps.freeswitch.cut()
    taps.drachtio.cut()
    begin()
    expect((await wrong()).why).toMatchObject({ code: 'TELEPHONY_UNREACHABLE' })
    const ringLimit = seconds(20)
    telephony.operatorUp('anna')
    telephony.originate('a', { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit })
    await pass(50)
    expect(told).toEqual([
      { kind: 'operatorDown', operator: 'anna', why: 'lost' },
      { attempt: 'a', kind: 'ended', cause: 'failed', from: 'us' },
    ])
    await taps.drachtio.mend()
    await health(one => /FreeSWITCH/.test(one.why?.message ?? ''))
    await taps.freeswitch.mend()
    await up()
    expect(capacities.map(({ lines }) => lines)).toEqual([0, 10])
  })

  test('One without our profile is named.', async () => {
    begin()
    await up()
    await telephony.close()
    const at = { drachtio: taps.drachtio.address, freeswitch: taps.freeswitch.address }
    const settings = { ...liveSettings(at, carrier.port), profile: 'nothing' }
    telephony = createFreeSwitchTelephony({ settings, timeline: hostTimeline, phones })
    const { why } = await wrong()
    expect(why).toMatchObject({ code: 'TELEPHONY_MISCONFIGURED' })
    expect(why?.message).toMatch(/no running SIP profile nothing/)
  })

  test.each(['127.0.0.1:9', 'nowhere.invalid'])(
    'A carrier that is not to be found at %s is our failure, not its own.',
    async host => {
      const [trunk] = liveSettings(servers!, 0).trunks
      const settings = { ...liveSettings(servers!, 0), trunks: [{ ...trunk!, host }] }
      telephony = createFreeSwitchTelephony({ settings, timeline: hostTimeline, phones })
      told = []
      telephony.events$.subscribe(event => told.push(event))
      await up()
      const ringLimit = seconds(20)
      telephony.originate('a', { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit })
      await pass(millis(500))
      expect(told.at(-1)).toMatchObject({ kind: 'ended', cause: 'failed', from: 'us', sip: 503 })
    },
  )

  test.each(['drachtio', 'freeswitch'] as const)(
    'When %s is lost in a talk, both are told as lost, the callee is hung up, and it comes back.',
    async which => {
      begin()
      await up()
      await talk()
      taps[which].cut()
      await pass(100)
      expect(kinds().slice(-2)).toEqual(['lost', 'operatorDown'])
      expect(told.at(-1)).toMatchObject({ operator: 'anna', why: 'lost' })
      expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 0 })
      await pass(seconds(1))
      await taps[which].mend()
      await up()
      expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
      await pass(500)
      expect(hungUp, 'the callee was hung up').toBe(1)
      // A phone whose signalling is there waits for media.
      const waits = which === 'freeswitch' ? 1 : 0
      expect(phones.inCall.size, 'phones still in a call').toBe(waits)
      const left = { calls: 0, legs: waits, dialogs: waits, endpoints: 0 }
      expect(telephony.inUse()).toMatchObject(left)
      await talk()
    },
    20_000,
  )
})
