import { filter, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../src/telephony/freeswitch/freeswitch.ts'
import { type IncomingCall, SipPeer } from '../far/sip-peer.ts'
import { ToneEnd } from '../far/tones.ts'
import { pass } from '../harness.ts'
import { liveServers, liveSettings } from '../servers.ts'

const TONES: Readonly<Record<string, number>> = { callee: 500, anna: 800, olga: 1300 }

/** Who hears whose tone, on a real FreeSWITCH. */
describe.skipIf(liveServers() === null)('supervision', { timeout: seconds(40) }, () => {
  let peer: SipPeer
  let telephony: FreeSwitchTelephony
  let told: string[]
  const ends = new Map<string, { call: IncomingCall; end: ToneEnd }>()

  beforeEach(async () => {
    ends.clear()
    peer = await SipPeer.open(async call => {
      const who = call.user.startsWith('+') ? 'callee' : call.user
      ends.set(who, { call, end: await ToneEnd.answer(call, TONES[who]!) })
    })
    const settings = liveSettings(liveServers()!, peer.port)
    const phones = {
      phoneOf: (who: string) => ({ uri: `sip:${who}@127.0.0.1:${peer.port}` }),
    }
    telephony = createFreeSwitchTelephony({
      settings,
      timeline: hostTimeline,
      phones,
      supervisors: phones,
    })
    told = []
    telephony.events$.subscribe(event => {
      const why = 'way' in event ? ` ${event.way}` : 'why' in event ? ` ${event.why}` : ''
      told.push(`${event.kind}${why}`)
    })
    await firstValueFrom(telephony.health$.pipe(filter(({ up }) => up)))
    telephony.operatorUp('anna')
    await pass(400)
  })

  afterEach(async () => {
    await telephony.close()
    peer.close()
  })

  async function talk(): Promise<void> {
    const request = { to: '+12125550100', from: '+12125550199', trunk: 'main' }
    telephony.originate('a', { ...request, ringLimit: seconds(5) })
    await pass(400)
    telephony.connect('a', 'anna')
    await pass(900)
  }

  const hears = (who: string): string =>
    Object.keys(TONES)
      .filter(one => ends.get(who)!.end.hears(TONES[one]!))
      .join('+')
  const everyone = () => ['callee', 'anna', 'olga'].map(hears)

  test('Each way lets those hear the supervisor who are to, and they are switched live.', async () => {
    await talk()
    const expected = {
      listen: ['anna', 'callee', 'callee+anna'],
      whisper: ['anna', 'callee+olga', 'callee+anna'],
      barge: ['anna+olga', 'callee+olga', 'callee+anna'],
    } as const
    for (const way of ['listen', 'whisper', 'barge', 'listen', 'barge', 'whisper'] as const) {
      telephony.supervise('olga', 'anna', way)
      await pass(1000)
      process.stdout.write(`${way}: callee, operator, supervisor hear ${everyone().join(', ')}\n`)
      expect([told.at(-1), everyone()]).toEqual([`supervising ${way}`, expected[way]])
    }
    telephony.stopSupervising('olga')
    await pass(1000)
    expect(told.at(-1)).toBe('supervisionEnded asked')
    expect([hears('callee'), hears('anna')]).toEqual(['anna', 'callee'])
  })

  test('A whisper from before the call is never heard by the callee as they join.', async () => {
    telephony.supervise('olga', 'anna', 'whisper')
    await pass(800)
    expect(told.at(-1)).toBe('supervising whisper')
    expect(hears('anna')).toBe('olga')
    const request = { to: '+12125550100', from: '+12125550199', trunk: 'main' }
    telephony.originate('a', { ...request, ringLimit: seconds(5) })
    await pass(400)
    telephony.connect('a', 'anna')
    for (let n = 0; n < 10; n++) {
      await pass(100)
      expect(hears('callee')).not.toContain('olga')
    }
    expect(everyone()).toEqual(['anna', 'callee+olga', 'callee+anna'])
  })

  test('It ends with the operator’s leg, and when the supervisor hangs up.', async () => {
    await talk()
    telephony.supervise('olga', 'anna', 'barge')
    await pass(800)
    ends.get('olga')!.call.bye()
    await pass(800)
    expect(told.at(-1)).toBe('supervisionEnded hungUp')
    expect([hears('callee'), hears('anna')]).toEqual(['anna', 'callee'])
    telephony.supervise('olga', 'anna', 'listen')
    await pass(800)
    ends.get('anna')!.call.bye()
    await pass(800)
    expect(told.slice(-3).sort()).toEqual(
      ['operatorDown hungUp', 'supervisionEnded operatorDown', 'supervising listen'].sort(),
    )
    expect(telephony.inUse().legs).toBe(0)
  })
})
