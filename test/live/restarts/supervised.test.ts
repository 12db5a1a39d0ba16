import { filter, firstValueFrom } from 'rxjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../src/telephony/freeswitch/freeswitch.ts'
import { SipPeer } from '../far/sip-peer.ts'
import { ToneEnd } from '../far/tones.ts'
import { pass } from '../harness.ts'
import { liveSettings } from '../servers.ts'
import { TwoServers } from './two-servers-of-a-kind.ts'

const TONES: Readonly<Record<string, number>> = { anna: 800, olga: 1300 }
const two = TwoServers.of('freeswitch')!

/** Who hears whom, on real servers. */
describe.skipIf(two === null)('a supervisor on a FreeSWITCH that is drained', () => {
  let peer: SipPeer
  let telephony: FreeSwitchTelephony
  let rung: string[]
  const told: string[] = []
  const ends = new Map<string, ToneEnd>()

  beforeAll(async () => {
    await two.start()
    rung = []
    peer = await SipPeer.open(async call => {
      rung.push(call.user)
      ends.set(call.user, await ToneEnd.answer(call, TONES[call.user]!))
    })
    const phones = {
      phoneOf: (who: string) => ({ uri: `sip:${who}@127.0.0.1:${peer.port}` }),
    }
    telephony = createFreeSwitchTelephony({
      settings: { ...liveSettings(two.given.servers, peer.port), moreFreeswitch: [two.address] },
      timeline: hostTimeline,
      phones,
      supervisors: phones,
    })
    telephony.events$.subscribe(event => {
      if (event.kind === 'supervising' || event.kind === 'supervisionEnded') told.push(event.kind)
    })
    await firstValueFrom(telephony.health$.pipe(filter(({ up }) => up)))
    await pass(seconds(1))
  }, minutes(1))
  afterAll(async () => {
    await telephony.close()
    peer.close()
    await two.end()
  }, minutes(1))

  test('goes on to hear the operator and to be heard, in the same call.', async () => {
    const hears = () => [
      ends.get('olga')?.hears(TONES.anna!) ?? false,
      ends.get('anna')?.hears(TONES.olga!) ?? false,
    ]
    telephony.operatorUp('anna')
    await pass(seconds(1))
    telephony.supervise('olga', 'anna', 'whisper')
    await expect.poll(hears, { timeout: seconds(5) }).toEqual([true, true])
    const there = () => telephony.servers().filter(({ kind }) => kind === 'freeswitch')
    const { name } = there().find(({ supervisors }) => supervisors > 0)!
    expect(telephony.drain(name, true)).toBeNull()
    const state = () => there().find(one => one.name === name)?.state
    await expect.poll(state, { timeout: seconds(10) }).toBe('drained')
    // What was heard before is over by then.
    await pass(seconds(1))
    await expect.poll(hears, { timeout: seconds(5) }).toEqual([true, true])
    expect([rung, told]).toEqual([['anna', 'olga'], ['supervising']])
  }, 40_000)
})
