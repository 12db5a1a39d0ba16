import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Duration, millis, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import type { CallEvent, LegEvent } from '../../../src/telephony/call-event.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../src/telephony/freeswitch/freeswitch.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { type FarCall, follow } from '../far/callee.ts'
import { Phones } from '../far/phones.ts'
import type { RtpEnd } from '../far/rtp.ts'
import { SipPeer } from '../far/sip-peer.ts'
import { nothingIsLeft, pass } from '../harness.ts'
import { hasSipp, liveServers, liveSettings } from '../servers.ts'

const servers = liveServers()
const isRun = servers !== null && hasSipp('people outside.')
const LIMIT: Duration = seconds(8)
const QUIET: Duration = millis(500)
const SECOND_CARRIER_PORT = 5397
/** Without a pause. */
const MUSIC = 'tone_stream://v=0;%(1000,0,440);loops=-1'

/** What the SIPp carrier does, by number: see its scenario. */
const ANSWERS = '+442079460001'
const BUSY = '+442079460101'
const RINGS = '+442079460601'
/** Somebody at the callee's carrier, who hangs up this soon after the answer. */
const LEAVES = '+12125550108'
const LEAVES_AFTER = millis(40)

/**
 * The callee is at a carrier of the tests' own and sends a tone; those outside are at a SIPp
 * carrier, which sends back what it hears: whoever hears themselves has been heard.
 */
describe.skipIf(!isRun)('people outside on real servers', { timeout: seconds(60) }, () => {
  let telephony: FreeSwitchTelephony
  let sipp: ChildProcess
  let phones: Phones
  let carrier: SipPeer
  let callee: FarCall
  let told: (CallEvent | LegEvent)[]

  beforeEach(async () => {
    const callees: FarCall[] = []
    carrier = await SipPeer.open(async call => {
      const leavesAfter = call.user === LEAVES ? LEAVES_AFTER : null
      callees.push(await follow(person(200, { patience: seconds(60), leavesAfter }), call))
    })
    sipp = startSipp()
    phones = new Phones()
    await phones.open()
    const settings = liveSettings(servers!, carrier.port)
    const [main] = settings.trunks
    const second = { ...main!, id: 'second', host: `127.0.0.1:${SECOND_CARRIER_PORT}` }
    telephony = createFreeSwitchTelephony({
      settings: { ...settings, trunks: [main!, second], holdMusic: MUSIC },
      timeline: hostTimeline,
      phones,
    })
    told = []
    telephony.events$.subscribe(event => told.push(event))
    let isUp = false
    telephony.health$.subscribe(({ up }) => {
      isUp = up
    })
    await until(() => isUp)
    telephony.operatorUp('anna')
    await until(() => told.some(({ kind }) => kind === 'operatorUp'))
    place('a', '+12125550100', 'main')
    await until(() => kinds('a').includes('answered'))
    telephony.connect('a', 'anna')
    await until(() => kinds('a').includes('connected'))
    callee = callees[0]!
    await hears(callee.rtp)
  })

  afterEach(async () => {
    await telephony.close()
    phones.close()
    carrier.close()
    const gone = once(sipp, 'exit')
    sipp.kill()
    await gone
    await nothingIsLeft(telephony)
  })

  const anna = (): RtpEnd => phones.inCall.get('anna')!.rtp
  const kinds = (attempt: string): readonly string[] =>
    told.flatMap(one => ('attempt' in one && one.attempt === attempt ? [one.kind] : []))
  const place = (attempt: string, to: string, trunk: string, beside?: string): void => {
    const call = { to, from: '+12125550199', trunk, ringLimit: seconds(2) }
    telephony.originate(attempt, beside === undefined ? call : { ...call, beside })
  }
  const called = async (to: string): Promise<void> => {
    place('x', to, 'second', 'a')
    await until(() => kinds('x').some(kind => kind === 'answered' || kind === 'ended'))
  }
  const held = async (): Promise<void> => {
    telephony.hold('a', true)
    await until(() => kinds('a').at(-1) === 'held')
  }
  const united = async (): Promise<number> => {
    const asked = hostTimeline.monotonic()
    telephony.unite('a', 'x')
    await until(() => kinds('a').includes('united'))
    return hostTimeline.monotonic() - asked
  }
  const hears = async (end: RtpEnd): Promise<void> => {
    const since = hostTimeline.monotonic()
    await until(() => end.heardAt > since)
  }
  const isSilent = async (end: RtpEnd): Promise<boolean> => {
    const limit = hostTimeline.monotonic() + LIMIT
    for (;;) {
      const since = hostTimeline.monotonic()
      await pass(QUIET)
      if (end.heardAt < since) return true
      if (since > limit) return false
    }
  }

  test('the person on hold and somebody outside are left to themselves.', async () => {
    await held()
    await called(ANSWERS)
    process.stderr.write(`united after ${(await united()).toFixed(0)} ms\n`)
    expect(await isSilent(anna()), 'the operator hears nobody').toBe(true)
    await hears(callee.rtp)
    callee.rtp.mute()
    expect(await isSilent(callee.rtp), 'but themselves, by way of the other').toBe(true)
    telephony.hangUp('x')
    await until(() => kinds('x').at(-1) === 'ended')
    expect(kinds('a')).not.toContain('ended')
    // Their operator is to be had for the next one, and is alone with them.
    telephony.connect('a', 'anna')
    await until(() => kinds('a').at(-1) === 'connected')
  })

  test('the operator talks to them alone, then with the person, then leaves.', async () => {
    await held()
    await called(ANSWERS)
    expect(await isSilent(anna())).toBe(true)
    telephony.letIn('a', 'x')
    await until(() => kinds('x').includes('letIn'))
    await hears(anna())
    telephony.hold('a', false)
    await until(() => kinds('a').at(-1) === 'resumed')
    await hears(callee.rtp)
    await united()
    expect(await isSilent(anna())).toBe(true)
    await hears(callee.rtp)
    callee.call.bye()
    await until(() => kinds('a').at(-1) === 'ended')
    telephony.hangUp('x')
    await until(() => kinds('x').at(-1) === 'ended')
  })

  test.each([
    ['puts the phone down', () => phones.drop('anna')],
    ['leaves', () => {}],
  ])('the person has music when their operator %s while it rings.', async (_, leave) => {
    await held()
    place('x', ANSWERS, 'second', 'a')
    leave()
    telephony.leaveOnHold('a')
    await until(() => kinds('x').includes('answered'))
    await pass(QUIET)
    await hears(callee.rtp)
    await united()
    await hears(callee.rtp)
    callee.rtp.mute()
    expect(await isSilent(callee.rtp), 'the music is over').toBe(true)
    expect(kinds('a')).not.toContain('ended')
  })

  test('whoever waits for somebody in vain is joined to an operator, without music.', async () => {
    await held()
    telephony.leaveOnHold('a')
    expect(await isSilent(anna()), 'who has left hears nobody').toBe(true)
    place('x', RINGS, 'second', 'a')
    await until(() => kinds('x').at(-1) === 'ended')
    await hears(callee.rtp)
    telephony.connect('a', 'anna')
    await until(() => kinds('a').at(-1) === 'connected')
    await hears(anna())
    anna().mute()
    expect(await isSilent(callee.rtp), 'the music is over').toBe(true)
  })

  test('whom it is busy with, or who does not answer, leaves the person as they were.', async () => {
    await held()
    await called(BUSY)
    expect(told.at(-1)).toMatchObject({ attempt: 'x', kind: 'ended', cause: 'busy' })
    place('y', RINGS, 'second', 'a')
    await until(() => kinds('y').at(-1) === 'ended')
    expect(told.at(-1)).toMatchObject({ attempt: 'y', cause: 'noAnswer', from: 'us', sip: 487 })
    telephony.hold('a', false)
    await until(() => kinds('a').at(-1) === 'resumed')
    await hears(callee.rtp)
  })

  test('who hangs up as they are brought together leaves the person to somebody.', async () => {
    await held()
    place('x', LEAVES, 'main', 'a')
    await until(() => kinds('x').includes('answered'))
    telephony.unite('a', 'x')
    await until(() => kinds('x').at(-1) === 'ended')
    await pass(seconds(1))
    if (kinds('a').includes('united')) {
      telephony.connect('a', 'anna')
      await until(() => kinds('a').at(-1) === 'connected')
    } else expect(['notUnited', 'held']).toContain(kinds('a').at(-1))
  })
})

function startSipp(): ChildProcess {
  const scenario = fileURLToPath(new URL('../sipp/carrier.xml', import.meta.url))
  const network = ['-i', '127.0.0.1', '-p', `${SECOND_CARRIER_PORT}`, '-mi', '127.0.0.1']
  // It writes files beside itself.
  const options = { cwd: tmpdir(), stdio: 'ignore' } as const
  const media = ['-mp', '23400', '-rtp_echo']
  return spawn('sipp', ['-sf', scenario, ...network, ...media, '-nostdin'], options)
}

async function until(isSo: () => boolean): Promise<void> {
  const end = hostTimeline.monotonic() + LIMIT
  while (!isSo()) {
    expect(hostTimeline.monotonic(), 'it took too long').toBeLessThan(end)
    await pass(5)
  }
}
