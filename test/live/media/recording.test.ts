import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filter, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { createFreeSwitchTelephony } from '../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../src/telephony/freeswitch/freeswitch.ts'
import { SipPeer } from '../far/sip-peer.ts'
import { strength, ToneEnd } from '../far/tones.ts'
import { pass } from '../harness.ts'
import { liveServers, liveSettings } from '../servers.ts'

const CALLEE = 500
const ANNA = 800
/** Of full scale: the tones are sent at 0.18 of it, and silence is silence. */
const LOUD = 0.1
const SILENT = 0.005

/** What FreeSWITCH writes, with tones on both sides. */
describe.skipIf(liveServers() === null)('recordings', { timeout: seconds(40) }, () => {
  let folder: string
  let peer: SipPeer
  let telephony: FreeSwitchTelephony
  let told: string[]

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'carillon rec-'))
    peer = await SipPeer.open(
      call => void ToneEnd.answer(call, call.user === 'anna' ? ANNA : CALLEE),
    )
    const settings = liveSettings(liveServers()!, peer.port)
    const phones = { phoneOf: () => ({ uri: `sip:anna@127.0.0.1:${peer.port}` }) }
    telephony = createFreeSwitchTelephony({ settings, timeline: hostTimeline, phones })
    told = []
    telephony.events$.subscribe(({ kind }) => told.push(kind))
    await firstValueFrom(telephony.health$.pipe(filter(({ up }) => up)))
    telephony.operatorUp('anna')
    await pass(400)
    const request = { to: '+12125550100', from: '+12125550199', trunk: 'main' }
    telephony.originate('a', { ...request, ringLimit: seconds(5) })
    await pass(400)
    telephony.connect('a', 'anna')
    await pass(500)
    expect(told.at(-1)).toBe('connected')
  })

  afterEach(async () => {
    await telephony.close()
    peer.close()
    rmSync(folder, { recursive: true })
  })

  test('Each side is in its channel, a pause is silent, and the length is that of the call.', async () => {
    const file = join(folder, '2026-03-02', 'one.wav')
    const began = hostTimeline.monotonic()
    telephony.record('a', { kind: 'start', file, stereo: true })
    await pass(2000)
    telephony.record('a', { kind: 'pause' })
    await pass(2000)
    telephony.record('a', { kind: 'resume' })
    await pass(2000)
    telephony.hangUp('a')
    const lasted = (hostTimeline.monotonic() - began) / 1000
    await pass(500)
    expect(told.filter(kind => kind.startsWith('rec'))).toEqual([
      'recordingStarted',
      'recordingPaused',
      'recordingResumed',
    ])
    const wave = read(file)
    const length = wave.channels[0]!.length / wave.rate
    process.stdout.write(`recorded ${length.toFixed(2)} s of ${lasted.toFixed(2)} s\n`)
    expect([wave.rate, wave.channels.length]).toEqual([8000, 2])
    expect(Math.abs(length - lasted)).toBeLessThan(0.5)
    const tones = (from: number, to: number): readonly number[] =>
      wave.channels.flatMap(channel => {
        const part = channel.slice(from * wave.rate, to * wave.rate)
        return [CALLEE, ANNA].map(tone => strength(part, tone, wave.rate))
      })
    for (const [from, to] of [
      [0.3, 1.7],
      [4.3, 5.7],
    ] as const) {
      const [left, leftOther, right, rightOther] = tones(from, to)
      process.stdout.write(
        `${from} s: ${tones(from, to)
          .map(one => one.toFixed(4))
          .join(' ')}\n`,
      )
      expect(left).toBeGreaterThan(LOUD)
      expect(rightOther).toBeGreaterThan(LOUD)
      expect(Math.max(leftOther!, right!)).toBeLessThan(SILENT)
    }
    const paused = wave.channels.map(channel =>
      channel.slice(2.3 * wave.rate, 3.7 * wave.rate).reduce((a, b) => Math.max(a, Math.abs(b)), 0),
    )
    expect(Math.max(...paused)).toBeLessThan(0.001)
  })

  test('In one channel both are heard.', async () => {
    const file = join(folder, 'mono.wav')
    telephony.record('a', { kind: 'start', file, stereo: false })
    await pass(1500)
    telephony.record('a', { kind: 'stop' })
    await pass(300)
    const { channels, rate } = read(file)
    expect(channels).toHaveLength(1)
    for (const tone of [CALLEE, ANNA])
      expect(strength(channels[0]!.slice(rate * 0.3, rate), tone, rate)).toBeGreaterThan(LOUD / 2)
  })

  test('A file that cannot be written is told, and the call goes on.', async () => {
    telephony.record('a', { kind: 'start', file: '/proc/none/one.wav', stereo: true })
    await pass(500)
    expect(told.at(-1)).toBe('recordingFailed')
    const file = join(folder, 'later.wav')
    telephony.record('a', { kind: 'start', file, stereo: true })
    await pass(300)
    expect([told.at(-1), existsSync(file)]).toEqual(['recordingStarted', true])
  })

  test('A disk that fills up is told, and the call goes on.', async () => {
    const file = join(folder, 'full.wav')
    symlinkSync('/dev/full', file)
    telephony.record('a', { kind: 'start', file, stereo: true })
    await pass(6000)
    expect(told.at(-1)).toBe('recordingFailed')
  })
})

/** A WAV file of 16-bit samples, each from -1 to 1. */
function read(file: string): { rate: number; channels: number[][] } {
  const bytes = readFileSync(file)
  const count = bytes.readUInt16LE(22)
  const rate = bytes.readUInt32LE(24)
  const data = bytes.subarray(bytes.indexOf('data') + 8)
  const channels: number[][] = Array.from({ length: count }, () => [])
  for (let at = 0; at + 2 * count <= data.length; at += 2 * count)
    for (let n = 0; n < count; n++) channels[n]!.push(data.readInt16LE(at + 2 * n) / 32768)
  return { rate, channels }
}
