import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filter, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../src/telephony/freeswitch/freeswitch.ts'
import { RtpEnd } from '../far/rtp.ts'
import { type IncomingCall, SipPeer } from '../far/sip-peer.ts'
import { pass } from '../harness.ts'
import { liveServers, liveSettings } from '../servers.ts'

/** A stereo file of 16-bit samples at 8000 Hz. */
const BYTES_A_SECOND = 8000 * 2 * 2
/** In s: less than our wait for an answer to the BYE. A busy machine loses frames of silence. */
const CLOSE = 2

/** Recordings of people from whom nothing comes any more, as when their network is gone. */
describe.skipIf(liveServers() === null)(
  'recordings of a silent callee',
  { timeout: seconds(40) },
  () => {
    let folder: string
    let file: string
    let peer: SipPeer
    let telephony: FreeSwitchTelephony
    let callee: { readonly rtp: RtpEnd; readonly call: IncomingCall }
    /** In s, from the beginning of the recording. */
    let endedAt: number
    let began: number

    const now = (): number => (hostTimeline.monotonic() - began) / 1000
    const length = (): number => {
      const bytes = readFileSync(file)
      return (bytes.length - bytes.indexOf('data') - 8) / BYTES_A_SECOND
    }

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'carillon-rec-'))
      file = join(folder, 'one.wav')
      endedAt = Infinity
      peer = await SipPeer.open(async call => {
        const rtp = await RtpEnd.open()
        call.onBye = () => rtp.close()
        call.respond(200, { sdp: rtp.sdp })
        rtp.talkTo(call.sdp)
        if (call.user !== 'anna') callee = { rtp, call }
      })
    })

    afterEach(async () => {
      await telephony.close()
      callee.rtp.close()
      peer.close()
      rmSync(folder, { recursive: true })
    })

    /** Anna and the callee have talked for 2 s of the recording. */
    const talking = async (): Promise<void> => {
      const settings = liveSettings(liveServers()!, peer.port)
      const phones = { phoneOf: () => ({ uri: `sip:anna@127.0.0.1:${peer.port}` }) }
      telephony = createFreeSwitchTelephony({ settings, timeline: hostTimeline, phones })
      const told: string[] = []
      telephony.events$.subscribe(({ kind }) => {
        told.push(kind)
        if (kind === 'ended') endedAt = now()
      })
      await firstValueFrom(telephony.health$.pipe(filter(({ up }) => up)))
      telephony.operatorUp('anna')
      await pass(seconds(1))
      const request = { to: '+12125550100', from: '+12125550199', trunk: 'main' }
      telephony.originate('a', { ...request, ringLimit: seconds(5) })
      await pass(seconds(1))
      telephony.connect('a', 'anna')
      await pass(seconds(1))
      expect(told.at(-1)).toBe('connected')
      began = hostTimeline.monotonic()
      telephony.record('a', { kind: 'start', file, stereo: true })
      await pass(seconds(2))
    }

    test('The file is as long as the talk when nothing came in the last 20 s and nobody hears our BYE.', async () => {
      await talking()
      callee.rtp.mute()
      callee.call.goDeaf()
      await pass(seconds(20))
      telephony.hangUp('a')
      const lasted = now()
      await pass(seconds(5))
      process.stdout.write(
        `recorded ${length().toFixed(2)} s of ${lasted.toFixed(2)} s, end told at ${endedAt.toFixed(2)} s\n`,
      )
      expect(Math.abs(length() - lasted)).toBeLessThan(CLOSE)
    })
  },
)
