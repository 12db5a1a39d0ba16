import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Duration, millis, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import type { DuringCallEvent } from '../../../src/telephony/call-event.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../src/telephony/freeswitch/freeswitch.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { type FarCall, follow } from '../far/callee.ts'
import { Phones } from '../far/phones.ts'
import type { RtpEnd } from '../far/rtp.ts'
import { SipPeer } from '../far/sip-peer.ts'
import { nothingIsLeft, pass } from '../harness.ts'
import { liveServers, liveSettings } from '../servers.ts'

/** A machine that does much else may take long; figures are told of what it was. */
const LIMIT: Duration = seconds(5)
/** Who says nothing for so long is silent. */
const QUIET: Duration = millis(500)

/** Who hears whom in a call on real servers, by RTP: everybody sends the same tone all the time. */
describe.skipIf(liveServers() === null)('during a call', { timeout: seconds(60) }, () => {
  let telephony: FreeSwitchTelephony
  let phones: Phones
  let carrier: SipPeer
  let callee: FarCall
  let said: { readonly kind: string; readonly at: number }[]

  beforeEach(async () => {
    const callees: FarCall[] = []
    carrier = await SipPeer.open(async call => {
      callees.push(await follow(person(200, { patience: seconds(60) }), call))
    })
    phones = new Phones()
    await phones.open()
    const music = 'tone_stream://v=0;%(1000,0,440);loops=-1'
    const settings = { ...liveSettings(liveServers()!, carrier.port), holdMusic: music }
    telephony = createFreeSwitchTelephony({ settings, timeline: hostTimeline, phones })
    said = []
    telephony.events$.subscribe(({ kind }) => said.push({ kind, at: hostTimeline.monotonic() }))
    let isUp = false
    telephony.health$.subscribe(({ up }) => {
      isUp = up
    })
    await until(() => isUp)
    for (const operator of ['anna', 'bert']) telephony.operatorUp(operator)
    await until(() => said.filter(({ kind }) => kind === 'operatorUp').length === 2)
    const call = { to: '+12125550100', from: '+12125550199', trunk: 'main', ringLimit: seconds(20) }
    telephony.originate('a', call)
    await told('answered')
    telephony.connect('a', 'anna')
    await told('connected')
    callee = callees[0]!
    await everybodyHears(callee.rtp, rtp('anna'))
  })

  afterEach(async () => {
    await telephony.close()
    phones.close()
    carrier.close()
    await nothingIsLeft(telephony)
  })

  const rtp = (operator: string): RtpEnd => phones.inCall.get(operator)!.rtp
  const told = async (kind: string): Promise<number> => {
    const before = said.length
    await until(() => said.slice(kind === 'answered' ? 0 : before).some(one => one.kind === kind))
    return said.findLast(one => one.kind === kind)!.at
  }
  const done = (kind: DuringCallEvent['kind'], act: () => void): Promise<number> => {
    const heard = told(kind)
    act()
    return heard
  }
  /** Resolves when everybody has heard somebody from now on. */
  const everybodyHears = async (...ends: RtpEnd[]): Promise<void> => {
    const since = hostTimeline.monotonic()
    await until(() => ends.every(({ heardAt }) => heardAt > since))
  }
  /** Whether nothing comes any more, soon: what was on its way may still arrive. */
  const fallsSilent = async (end: RtpEnd): Promise<boolean> => {
    const limit = hostTimeline.monotonic() + LIMIT
    for (;;) {
      const since = hostTimeline.monotonic()
      await pass(QUIET)
      if (end.heardAt < since) return true
      if (since > limit) return false
    }
  }
  const hears = async (end: RtpEnd): Promise<boolean> => {
    await pass(QUIET)
    const since = hostTimeline.monotonic()
    await pass(QUIET)
    return end.heardAt > since
  }

  test('whoever is on hold hears music, and the operator nothing.', async () => {
    await done('held', () => telephony.hold('a', true))
    expect(await fallsSilent(rtp('anna'))).toBe(true)
    expect(await hears(callee.rtp), 'the music').toBe(true)
    const asked = hostTimeline.monotonic()
    const resumed = await done('resumed', () => telephony.hold('a', false))
    await everybodyHears(rtp('anna'), callee.rtp)
    tell('resumed', resumed - asked, rtp('anna').onsets.at(-1)! - asked)
    // The music is over: with the operator's tone gone the callee hears nothing.
    rtp('anna').mute()
    expect(await fallsSilent(callee.rtp)).toBe(true)
  })

  test('nobody hears an operator who is muted, who hears the callee.', async () => {
    await done('muted', () => telephony.mute('a', true))
    expect(await fallsSilent(callee.rtp)).toBe(true)
    expect(await hears(rtp('anna'))).toBe(true)
    await done('unmuted', () => telephony.mute('a', false))
    await everybodyHears(callee.rtp)
  })

  test('a microphone is open again for the next callee.', async () => {
    await done('muted', () => telephony.mute('a', true))
    telephony.hangUp('a')
    await told('ended')
    const call = { to: '+12125550101', from: '+12125550199', trunk: 'main', ringLimit: seconds(20) }
    said.length = 0
    telephony.originate('b', call)
    await told('answered')
    telephony.connect('b', 'anna')
    await told('connected')
    await everybodyHears(rtp('anna'))
    expect(await hears(rtp('anna'))).toBe(true)
  })

  test('digits go out as events of RFC 4733, and come in.', async () => {
    await done('digitsSent', () => telephony.sendDigits('a', '12#'))
    await until(() => callee.rtp.keys.length === 3)
    expect(callee.rtp.keys).toEqual(['1', '2', '#'])
    await done('digit' as never, () => callee.rtp.press('5'))
  })

  test.each([
    ['application/dtmf-relay', 'Signal=7\r\nDuration=160\r\n'],
    ['application/dtmf', '7'],
  ])('digits come in as %s of a carrier without RFC 4733.', async (type, body) => {
    let status = 0
    await done('digit' as never, () => {
      void callee.call.info(type, body).then(answered => {
        status = answered
      })
    })
    await until(() => status === 200)
  })

  test.each(['talking', 'on hold'])('a callee who is %s hears the next operator.', async how => {
    if (how === 'on hold') await done('held', () => telephony.hold('a', true))
    expect(await fallsSilent(rtp('bert'))).toBe(true)
    const asked = hostTimeline.monotonic()
    const moved = await done('transferred', () => telephony.transfer('a', 'bert'))
    await until(() => rtp('bert').heardAt > asked)
    const both = rtp('bert').onsets.at(-1)! - asked
    tell(`transferred, ${how}`, moved - asked, both)
    await everybodyHears(callee.rtp)
    expect(await fallsSilent(rtp('anna'))).toBe(true)
    rtp('anna').mute()
    expect(await hears(callee.rtp), 'the music is over').toBe(true)
    rtp('bert').mute()
    expect(await fallsSilent(callee.rtp)).toBe(true)
  })

  test('a guest is asked by themselves, and gets the callee; or they are three.', async () => {
    await done('held', () => telephony.hold('a', true))
    callee.rtp.mute()
    await done('guestJoined', () => telephony.invite('a', 'bert'))
    await everybodyHears(rtp('anna'), rtp('bert'))
    await done('resumed', () => telephony.hold('a', false))
    rtp('anna').mute()
    await everybodyHears(rtp('anna'), callee.rtp)
    callee.rtp.talkTo(callee.call.sdp)
    const asked = hostTimeline.monotonic()
    const moved = await done('transferred', () => telephony.transfer('a', 'bert'))
    await everybodyHears(rtp('bert'), callee.rtp)
    tell('transferred to the guest', moved - asked, rtp('bert').onsets.at(-1)! - asked)
    expect(await fallsSilent(rtp('anna'))).toBe(true)
  })
})

/** What was measured, for whoever runs these tests: from the command to the event and to audio. */
function tell(what: string, event: number, audio: number): void {
  process.stderr.write(`${what}: told after ${event.toFixed(0)} ms, heard ${audio.toFixed(0)} ms\n`)
}

async function until(isSo: () => boolean): Promise<void> {
  const end = hostTimeline.monotonic() + LIMIT
  while (!isSo()) {
    expect(hostTimeline.monotonic(), 'it took too long').toBeLessThan(end)
    await pass(5)
  }
}
