import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { examine } from '../../src/app/doctor/examine.ts'
import type { Finding } from '../../src/app/doctor/finding.ts'
import { seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { SipPeer } from './far/sip-peer.ts'
import { liveServers } from './servers.ts'

const CAMPAIGN = `title: Small
callerId: +442079460100
contacts: { phones: phone, country: GB }
hours: { zone: Europe/London }
message: { text: We called., file: sorry.wav }
dispositions: [{ id: done, label: done, then: finish }]
recording: { which: all, consent: none }
`
const SORRY = 'deploy/sipp/campaigns/try/sorry.wav'

/** The doctor on real servers: healthy, and with each fault that can be made there. */
describe.skipIf(liveServers() === null)('the doctor', { timeout: seconds(60) }, () => {
  const servers = liveServers()!
  let root: string
  let carrier: SipPeer
  let secret: string

  beforeEach(async () => {
    carrier = await SipPeer.open(() => {})
    secret = servers.drachtio.secret
    root = mkdtempSync(join(tmpdir(), 'carillon-'))
    mkdirSync(join(root, 'small'))
    writeFileSync(join(root, 'small', 'campaign.yaml'), CAMPAIGN)
    writeFileSync(join(root, 'small', 'contacts.csv'), 'phone\n')
    copyFileSync(SORRY, join(root, 'small', 'sorry.wav'))
    site()
  })

  afterEach(() => {
    carrier.close()
    rmSync(root, { recursive: true })
  })

  function site(change: (text: string) => string = text => text): void {
    const { drachtio, freeswitch } = servers
    const text = `title: Site
servers:
  drachtio: { host: ${drachtio.host}, port: ${drachtio.port}, secretFrom: SECRET }
  freeswitch: { host: ${freeswitch.host}, port: ${freeswitch.port}, secretFrom: SECRET }
trunks: [{ id: city, lines: 10, callsPerSecond: 2, host: "127.0.0.1:${carrier.port}" }]
budgets: [{ id: all, limit: 3%, window: day, zone: Europe/London }]
operators:
  - id: anna
    name: Anna
    campaigns: [small]
    phone: { uri: "sip:anna@127.0.0.1:${carrier.port}" }
`
    writeFileSync(join(root, 'site.yaml'), change(text))
  }

  async function troubles(): Promise<readonly string[]> {
    const findings: Finding[] = []
    const environment = (name: string) => (name === 'SECRET' ? secret : undefined)
    const folders = [join(root, 'small')]
    const dbFile = join(root, 'site.db')
    for await (const one of examine({ folders, dbFile, environment, timeline: hostTimeline }))
      findings.push(one)
    return findings
      .filter(({ state, check }) => state !== 'well' && check !== 'registrar')
      .map(({ check, state, text }) => `${check}: ${state}: ${text}`)
  }

  test('finds all well, with audio heard both ways.', async () => {
    expect(await troubles()).toEqual([])
  })

  test('finds servers that are down.', async () => {
    site(text => text.replace(/port: \d+/g, 'port: 9'))
    expect(await troubles()).toEqual([
      expect.stringMatching(/^drachtio: absent/),
      expect.stringMatching(/^FreeSWITCH: absent/),
      expect.stringMatching(/skipped/),
    ])
  })

  test('finds secrets that the servers do not know.', async () => {
    secret = 'of somebody else'
    expect(await troubles()).toEqual([
      expect.stringMatching(/^drachtio: wrong.*does not accept our secret/),
      expect.stringMatching(/^FreeSWITCH: wrong.*does not accept our secret/),
      expect.stringMatching(/skipped/),
    ])
  })

  test('finds a SIP profile and a conference profile missing.', async () => {
    const named = (more: string) =>
      site(text => text.replace(/(8021.*|freeswitch: .*)SECRET/, `$1SECRET, ${more}`))
    named('profile: nowhere')
    expect((await troubles())[0]).toMatch(/^SIP profile: wrong/)
    named('conferenceProfile: nowhere')
    // FreeSWITCH takes another profile in its place, so that the call itself comes about.
    expect(await troubles()).toEqual([expect.stringMatching(/^conference profile: wrong/)])
  })

  test('finds trunks that are silent, closed, or have no name.', async () => {
    carrier.answersProbes = false
    const silent = createSocket('udp4').bind(0, '127.0.0.1')
    await once(silent, 'listening')
    site(text => text.replace(/host: "127[^"]*"/, `host: "127.0.0.1:${silent.address().port}"`))
    expect(await troubles()).toEqual([
      expect.stringMatching(/^trunk city: absent.*silent/),
      expect.stringMatching(/^phone of anna: absent.*silent/),
    ])
    silent.close()
    carrier.answersProbes = true
    site(text => text.replace(/host: "127[^"]*"/, 'host: "127.0.0.1:9", transport: tcp'))
    expect(await troubles()).toEqual([expect.stringMatching(/^trunk city: absent.*lets nobody in/)])
  })

  test('finds a sound that cannot be played.', async () => {
    writeFileSync(join(root, 'small', 'sorry.wav'), 'no sound')
    expect(await troubles()).toEqual([expect.stringMatching(/^message of small: wrong/)])
  })
})
