import { filter, firstValueFrom } from 'rxjs'
import { afterEach, describe, expect, test } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import type { CallEvent } from '../../../src/telephony/call-event.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../src/telephony/freeswitch/freeswitch.ts'
import type { FreeSwitchSettings, SipTrunk } from '../../../src/telephony/freeswitch/settings.ts'
import type { TrunkHealth } from '../../../src/telephony/freeswitch/trunks/trunks.ts'
import { Phones } from '../far/phones.ts'
import { RtpEnd } from '../far/rtp.ts'
import { type IncomingCall, type Receiver, SipPeer } from '../far/sip-peer.ts'
import { nothingIsLeft, pass } from '../harness.ts'
import { liveServers, liveSettings } from '../servers.ts'

const servers = liveServers()
const FROM = '+12125550199'

/** Ways to carriers, on real servers. */
describe.skipIf(servers === null)('trunks', () => {
  let telephony: FreeSwitchTelephony
  let carrier: SipPeer
  let phones: Phones
  let events: CallEvent[]
  let healths: TrunkHealth[]
  let ends: RtpEnd[] = []

  const begin = async (
    far: Receiver,
    trunk: Partial<SipTrunk> = {},
    change: Partial<FreeSwitchSettings> = {},
  ): Promise<void> => {
    carrier = await SipPeer.open(far)
    phones = new Phones()
    await phones.open()
    const settings = liveSettings(servers!, carrier.port)
    const trunks = settings.trunks.map(main => ({ ...main, ...trunk }))
    telephony = createFreeSwitchTelephony({
      settings: { ...settings, ...change, trunks },
      timeline: hostTimeline,
      phones,
    })
    events = []
    healths = []
    telephony.events$.subscribe(event => 'attempt' in event && events.push(event))
    telephony.trunkHealth$.subscribe(health => healths.push(health))
    await firstValueFrom(telephony.health$.pipe(filter(({ up }) => up)))
  }

  afterEach(async () => {
    await telephony.close()
    for (const end of ends) end.close()
    ends = []
    phones.close()
    carrier.close()
    await nothingIsLeft(telephony)
  })

  const call = (attempt = 'a', number = 0): void =>
    telephony.originate(attempt, {
      to: `+1212555010${number}`,
      from: FROM,
      trunk: 'main',
      ringLimit: seconds(20),
    })
  const kinds = (): string[] => events.map(({ kind }) => kind)
  const last = () => events.at(-1)
  const health = () => healths.at(-1)!
  const until = (wanted: (health: TrunkHealth) => boolean): Promise<TrunkHealth> =>
    firstValueFrom(telephony.trunkHealth$.pipe(filter(wanted)))
  const rtpEnd = async (): Promise<RtpEnd> => {
    const end = await RtpEnd.open()
    ends.push(end)
    return end
  }
  const operatorUp = async (): Promise<void> => {
    const up = firstValueFrom(telephony.events$.pipe(filter(({ kind }) => kind === 'operatorUp')))
    telephony.operatorUp('anna')
    await up
  }

  test('With a delayed offer nobody takes a channel before the answer, and both hear each other.', async () => {
    const callee = await rtpEnd()
    let answeredAt = Infinity
    let offered = ''
    const answer = (incoming: IncomingCall): void => {
      offered = incoming.sdp
      incoming.respond(180)
      incoming.onAck = sdp => callee.talkTo(sdp)
      hostTimeline.after(millis(400), () => {
        answeredAt = hostTimeline.monotonic()
        incoming.respond(200, { sdp: callee.sdp })
      })
    }
    await begin(answer, { delayedOffer: true })
    await operatorUp()
    const told = telephony.events$.subscribe(event => {
      if (event.kind === 'answered') telephony.connect('a', 'anna')
    })
    expect(telephony.inUse().endpoints).toBe(1)
    call()
    await pass(millis(300))
    expect(offered).toBe('')
    expect(telephony.inUse().endpoints, 'while it rings').toBe(1)
    await pass(millis(800))
    told.unsubscribe()
    expect(kinds()).toEqual(['trying', 'ringing', 'answered', 'connected'])
    const operator = phones.inCall.get('anna')!.rtp
    const heard = [callee.onsets[0]!, operator.onsets.at(-1)!].map(at => at - answeredAt)
    process.stdout.write(
      `delayed offer, from the answer: callee hears after ${heard[0]!.toFixed(0)} ms, operator after ${heard[1]!.toFixed(0)} ms\n`,
    )
    for (const delay of heard) expect(delay).toBeLessThan(seconds(1))
    telephony.hangUp('a')
    await pass(millis(200))
    expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'us' })
  })

  test('A delayed offer that is hung up as it is answered leaves nothing.', async () => {
    const callee = await rtpEnd()
    let byes = 0
    await begin(
      incoming => {
        incoming.onBye = () => byes++
        incoming.respond(200, { sdp: callee.sdp })
      },
      { delayedOffer: true },
    )
    telephony.events$.subscribe(event => {
      if (event.kind === 'answered') telephony.hangUp(event.attempt)
    })
    for (let i = 0; i < 5; i++) call(`a${i}`, i)
    await pass(seconds(1))
    expect(events.filter(({ kind }) => kind === 'ended')).toHaveLength(5)
    expect(byes).toBe(5)
    expect(telephony.inUse()).toMatchObject({ calls: 0, dialogs: 0, endpoints: 0 })
  })

  test('A carrier that says 503 with Retry-After is spared for so long.', async () => {
    let calls = 0
    const say503 = (incoming: IncomingCall): void =>
      incoming.respond(503, calls++ === 0 ? { headers: ['Retry-After: 2'] } : { q850: 34 })
    await begin(incoming => (calls === 0 ? say503(incoming) : incoming.respond(486)))
    call()
    const out = await until(({ why }) => why !== null)
    const since = hostTimeline.monotonic()
    expect(out).toMatchObject({ up: false, lines: 0, why: { code: 'OVERLOADED' } })
    const back = await until(({ up }) => up)
    expect(back).toMatchObject({ lines: 1, why: null })
    expect(hostTimeline.monotonic() - since).toBeGreaterThan(1900)
    call('b', 1)
    await until(({ lines }) => lines === 2)
  })

  test('A carrier that asks for a password and does not like ours is left alone after two calls.', async () => {
    const challenge = 'Proxy-Authenticate: Digest realm="carrier.invalid", nonce="x", qop="auth"'
    const tries: (string | undefined)[] = []
    await begin(
      incoming => {
        tries.push(incoming.headers.get('proxy-authorization'))
        incoming.respond(407, { headers: [challenge] })
      },
      { credentials: { username: 'carillon', password: 'made up' } },
    )
    call()
    await pass(millis(300))
    expect(health().up).toBe(true)
    call('b', 1)
    await until(({ why }) => why !== null)
    expect(health().why?.message).toMatch(/refuses our credentials \(407\)/)
    await pass(millis(50))
    expect(tries.map(proof => proof !== undefined)).toEqual([false, true, false, true])
    expect(last()).toMatchObject({ kind: 'ended', cause: 'failed', from: 'us', sip: 407 })
  })

  test('A carrier that does not answer OPTIONS is out, and back when it does.', async () => {
    await begin(incoming => incoming.respond(486), { probeEvery: seconds(1) })
    await pass(millis(200))
    expect(carrier.probes).toBe(1)
    carrier.answersProbes = false
    expect((await until(({ why }) => why !== null)).why?.message).toMatch(/does not answer/)
    carrier.answersProbes = true
    expect(await until(({ up }) => up)).toMatchObject({ lines: 10, why: null })
  }, 20_000)

  test.each([
    ['nowhere.invalid', 'udp', /does not resolve/],
    ['127.0.0.1:9', 'udp', /lets nobody in over udp/],
    ['127.0.0.1:9', 'tcp', /lets nobody in over tcp/],
    ['127.0.0.1:9', 'tls', /our SIP server does not speak tls/],
  ] as const)(
    'To %s over %s nobody gets, and that is said before any call.',
    async (host, transport, words) => {
      await begin(incoming => incoming.respond(486), { host, transport, probeEvery: seconds(30) })
      const { why, up } = await until(one => one.why !== null)
      expect(up).toBe(false)
      expect(why).toMatchObject({ code: 'TELEPHONY_UNREACHABLE' })
      expect(why?.message).toMatch(words)
    },
    20_000,
  )

  test('A callee who falls silent is hung up after the time set.', async () => {
    const callee = await rtpEnd()
    await begin(
      incoming => {
        incoming.respond(200, { sdp: callee.sdp })
        callee.talkTo(incoming.sdp)
      },
      {},
      { mediaTimeout: seconds(2) },
    )
    call()
    await pass(seconds(4))
    expect(kinds(), 'while audio comes').toEqual(['trying', 'answered'])
    callee.mute()
    const since = hostTimeline.monotonic()
    await firstValueFrom(telephony.events$.pipe(filter(({ kind }) => kind === 'ended')))
    const waited = hostTimeline.monotonic() - since
    process.stdout.write(`media time-out of 2 s: hung up after ${(waited / 1000).toFixed(1)} s\n`)
    expect(last()).toMatchObject({ cause: 'hangUp', from: 'network' })
  }, 20_000)

  test('A call is hung up when it has lasted the longest time.', async () => {
    const callee = await rtpEnd()
    await begin(
      incoming => {
        incoming.respond(200, { sdp: callee.sdp })
        callee.talkTo(incoming.sdp)
      },
      {},
      { longestCall: seconds(1) },
    )
    call()
    await pass(millis(800))
    expect(kinds()).toEqual(['trying', 'answered'])
    await pass(millis(600))
    expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'us' })
  })

  test.each(['uac', 'uas'] as const)(
    'A session timer with %s to refresh it is kept.',
    async refresher => {
      const callee = await rtpEnd()
      let refreshed = 0
      await begin(incoming => {
        incoming.onReinvite = () => refreshed++
        const headers = [
          'Supported: timer',
          'Require: timer',
          // Below 10 s drachtio 0.9.10 may end: it refreshes at half of it, give or take 5 s.
          `Session-Expires: 12;refresher=${refresher}`,
        ]
        incoming.respond(200, { sdp: callee.sdp, headers })
        callee.talkTo(incoming.sdp)
      })
      call()
      await pass(seconds(12.5))
      if (refresher === 'uac') {
        expect(refreshed).toBeGreaterThan(0)
        expect(last()).toMatchObject({ kind: 'answered' })
        telephony.hangUp('a')
      }
      await pass(millis(300))
      const from = refresher === 'uac' ? 'us' : 'network'
      expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from })
    },
    20_000,
  )
})
