import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { examine } from '../../../src/app/doctor/examine.ts'
import type { Finding } from '../../../src/app/doctor/finding.ts'
import { seconds } from '../../../src/base/duration.ts'
import { treating } from '../../telephony/doubles/wire/treatment.ts'
import { createWorld, SECRET, type World } from '../../telephony/doubles/world.ts'

const CAMPAIGN = `title: Small
callerId: +442079460100
contacts: { phones: phone, country: GB }
hours: { zone: Europe/London }
message: { text: We called., file: sorry.wav }
dispositions: [{ id: done, label: done, then: finish }]
`

/** The doctor over doubles of both servers: everything but audio. */
describe('The doctor', () => {
  let world: World
  let root: string
  let secrets: Record<string, string>

  beforeEach(async () => {
    world = await createWorld()
    root = mkdtempSync(join(tmpdir(), 'carillon-'))
    mkdirSync(join(root, 'small'))
    writeFileSync(join(root, 'small', 'campaign.yaml'), CAMPAIGN)
    writeFileSync(join(root, 'small', 'contacts.csv'), 'phone\n')
    writeFileSync(join(root, 'small', 'sorry.wav'), '')
    writeSite()
    secrets = { SECRET }
    const sound = resolve(join(root, 'small', 'sorry.wav'))
    world.freeswitch.sounds.set(sound, seconds(2))
    world.phone(5070)
    const conference = readFileSync('deploy/freeswitch/conference.conf.xml', 'utf8')
    const says: [string, string][] = [
      ['version', 'FreeSWITCH Version 1.11.1-release~64bit ( 64bit)\n'],
      ['sofia status profile drachtio_mrf', 'CODECS IN \tPCMU\nCODECS OUT \tPCMU\n'],
      ['xml_locate configuration configuration name conference.conf', conference],
      ['xml_locate configuration configuration name switch.conf', '<configuration/>'],
      ['strmicroepoch', String(world.timeline.wall() * 1000)],
      ['system ulimit -n', '65536\n'],
      [`file_exists ${sound}`, 'true'],
    ]
    for (const [command, words] of says) world.freeswitch.says.set(command, words)
  })

  /** Adds a key to the campaign. */
  const withKey = (line: string): void =>
    writeFileSync(join(root, 'small', 'campaign.yaml'), `${CAMPAIGN}${line}\n`)

  afterEach(async () => {
    await world.close()
    rmSync(root, { recursive: true })
  })

  function writeSite(change: (site: string) => string = site => site): void {
    const { drachtio, freeswitch } = world
    const site = `title: Site
servers:
  drachtio: { host: 127.0.0.1, port: ${drachtio.port}, secretFrom: SECRET }
  freeswitch: { host: 127.0.0.1, port: ${freeswitch.port}, secretFrom: SECRET }
trunks: [{ id: city, lines: 10, callsPerSecond: 2, host: "127.0.0.1:5090" }]
budgets: [{ id: all, limit: 3%, window: day, zone: Europe/London }]
operators:
  - { id: anna, name: Anna, campaigns: [small], phone: { uri: "sip:anna@127.0.0.1:5070" } }
`
    writeFileSync(join(root, 'site.yaml'), change(site))
  }

  async function see(): Promise<readonly Finding[]> {
    const findings: Finding[] = []
    let over = false
    const patient = {
      folders: [join(root, 'small')],
      dbFile: join(root, 'site.db'),
      environment: (name: string) => secrets[name],
      timeline: world.timeline,
    }
    const whole = (async () => {
      for await (const finding of examine(patient)) findings.push(finding)
    })().finally(() => {
      over = true
    })
    while (!over) await world.advance(seconds(1))
    await whole
    return findings
  }

  const troubles = (findings: readonly Finding[]): string[] =>
    findings.filter(({ state }) => state !== 'well').map(({ check, state }) => `${check}: ${state}`)
  const NO_AUDIO = 'audio: wrong'

  test('finds everything well but the audio, which doubles do not have, and leaves nothing.', async () => {
    const findings = await see()
    expect(troubles(findings)).toEqual(['registrar: skipped', NO_AUDIO])
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['trunk city', 'phone of anna', 'connects back', 'offer', 'room']),
    )
    expect(world.left()).toEqual({})
  })

  test('tells missing secrets from files, and goes no further.', async () => {
    secrets = {}
    expect(troubles(await see())).toEqual(['secrets: wrong', 'secrets: wrong'])
    secrets = { SECRET: 'ClueCon' }
    expect(troubles(await see())).toEqual(['secrets: wrong', 'secrets: wrong'])
    writeSite(site => site.replace('lines: 10', 'lines: ten'))
    expect(troubles(await see())).toEqual(['files: wrong'])
    writeSite(site => site.replace(/servers:\n.*\n.*\n/, ''))
    expect(troubles(await see())).toEqual(['servers: absent'])
  })

  test('says which server does not know the secret.', async () => {
    world.drachtio.secret = 'another'
    expect(troubles(await see())).toEqual(['drachtio: wrong', 'trunks, phones, a call: skipped'])
    world.drachtio.secret = SECRET
    world.freeswitch.secret = 'another'
    const skipped = ['registrar: skipped', 'a call: skipped']
    expect(troubles(await see())).toEqual(['FreeSWITCH: wrong', ...skipped])
  })

  test('looks at each of several drachtio servers, and through each.', async () => {
    const other = await world.secondDrachtio()
    const one = / {2}drachtio: (.*)\n/
    const more = `{ host: 127.0.0.1, port: ${other.port}, secretFrom: SECRET }`
    writeSite(site => site.replace(one, `  drachtio:\n    - $1\n    - ${more}\n`))
    const findings = await see()
    expect(troubles(findings)).toEqual(['registrar: skipped', NO_AUDIO, NO_AUDIO])
    const trunks = findings.filter(({ check }) => check === 'trunk city')
    expect(trunks).toHaveLength(2)
    expect(trunks[1]!.text).toContain(`127.0.0.1:${other.port}`)
    other.stop()
    expect(troubles(await see())).toContain('drachtio: absent')
  })

  test('says which server is not there, or is another one.', async () => {
    world.freeswitch.stop()
    expect(troubles(await see())).toContain('FreeSWITCH: absent')
    world.drachtio.stop()
    expect(troubles(await see())).toContain('drachtio: absent')
    const other = createServer(socket => socket.end('220 mail\r\n'))
    await new Promise<void>(listening => other.listen(0, '127.0.0.1', listening))
    const { port } = other.address() as { port: number }
    writeSite(site => site.replace(`port: ${world.drachtio.port}`, `port: ${port}`))
    expect(troubles(await see())).toContain('drachtio: wrong')
    other.close()
  })

  test('tells a server that stands still from one that is not there, and from a stranger.', async () => {
    // Whatever is said to it, it takes and keeps to itself, as a program does that was stopped.
    const held = new Set<Socket>()
    const still = createServer({ pauseOnConnect: true }, socket => held.add(socket))
    await new Promise<void>(listening => still.listen(0, '127.0.0.1', listening))
    const { port } = still.address() as { port: number }
    const at = (server: number) => (site: string) =>
      site.replace(`port: ${server}`, `port: ${port}`)
    writeSite(at(world.freeswitch.port))
    const media = (await see()).find(({ check }) => check === 'FreeSWITCH')
    expect(media).toMatchObject({ state: 'absent', text: expect.stringMatching(/answers nothing/) })
    writeSite(at(world.drachtio.port))
    const sip = (await see()).find(({ check }) => check === 'drachtio')
    expect(sip).toMatchObject({ state: 'absent', text: expect.stringMatching(/answers nothing/) })
    for (const socket of held) socket.destroy()
    still.close()
    world.freeswitch.stop()
    writeSite()
    const gone = (await see()).find(({ check }) => check === 'FreeSWITCH')
    expect(gone?.text).toMatch(/^No event socket/)
  })

  test('says which servers are drained, and that nothing is dialed without the last.', async () => {
    const { port } = world.drachtio
    const drained = `${join(root, 'site.db')}.drained`
    writeFileSync(drained, `127.0.0.1:${port}\ngone:8021\n`)
    const about = (findings: readonly Finding[]) =>
      findings.filter(({ check }) => check === 'drained')
    expect(about(await see())).toMatchObject([
      { state: 'absent', text: expect.stringMatching(`^drachtio 127.0.0.1:${port} .*no other`) },
    ])
    const other = await world.secondDrachtio()
    const one = / {2}drachtio: (.*)\n/
    const more = `{ host: 127.0.0.1, port: ${other.port}, secretFrom: SECRET }`
    writeSite(site => site.replace(one, `  drachtio:\n    - $1\n    - ${more}\n`))
    const [found, ...rest] = about(await see())
    expect([found?.state, rest]).toEqual(['skipped', []])
    expect(found?.text).toContain(`"carillon servers undrain 127.0.0.1:${port}"`)
    rmSync(drained)
    mkdirSync(drained)
    expect(about(await see())).toMatchObject([{ state: 'wrong' }])
  })

  test("asks supervisors' phones as well.", async () => {
    const uri = 'sip:olga@127.0.0.1:5070'
    writeSite(site => `${site}supervisors: [{ id: olga, name: Olga, phone: { uri: "${uri}" } }]\n`)
    const phone = (await see()).find(({ check }) => check === 'phone of supervisor olga')
    expect(phone).toMatchObject({ state: 'well', text: expect.stringContaining(uri) })
  })

  test('notices a profile, a conference profile, a clock and a sound that are not right.', async () => {
    const { says } = world.freeswitch
    for (const [command, words, check] of [
      ['sofia status', 'nothing', 'SIP profile'],
      ['xml_locate configuration configuration name conference.conf', '', 'conference profile'],
      ['strmicroepoch', '0', 'clock'],
      ['status', '5 session(s) max', 'sessions'],
      [`file_exists ${resolve(join(root, 'small', 'sorry.wav'))}`, 'false', 'sound of small'],
    ] as const) {
      const before = says.get(command)
      says.set(command, words)
      expect(troubles(await see())).toContain(`${check}: wrong`)
      if (before === undefined) says.delete(command)
      else says.set(command, before)
    }
  })

  test('notices a FreeSWITCH that does not connect back, or refuses calls.', async () => {
    world.freeswitch.connectsBack = 'never'
    expect(troubles(await see())).toContain('connects back: wrong')
    world.freeswitch.connectsBack = 'afterAnswer'
    world.freeswitch.treat = treating('invite', { refuse: '403 Forbidden' })
    const findings = await see()
    expect(findings.find(({ check }) => check === 'connects back')?.text).toMatch(/refuses .*403/)
  })

  test('looks at each FreeSWITCH of the site, and names the one that it means.', async () => {
    const other = await world.secondFreeswitch()
    for (const [command, words] of world.freeswitch.says) other.says.set(command, words)
    other.says.set('status', '20 session(s) max 30\nper Sec out of max 1\n')
    const sound = resolve(join(root, 'small', 'sorry.wav'))
    other.sounds.set(sound, seconds(2))
    writeSite(site =>
      site.replace(/freeswitch: (.*)/, (_, one: string) => {
        const two = one.replace(`port: ${world.freeswitch.port}`, `port: ${other.port}`)
        return `freeswitch: [${one}, ${two}]`
      }),
    )
    const findings = await see()
    const about = (port: number) => findings.filter(({ text }) => text.includes(`:${port}`))
    const checks = ['FreeSWITCH', 'SIP profile', 'clock', 'sound of small', 'connects back', 'room']
    for (const { port } of [world.freeswitch, other])
      expect(about(port).map(({ check }) => check)).toEqual(expect.arrayContaining(checks))
    expect(about(other.port).find(({ check }) => check === 'sessions')?.state).toBe('wrong')
    expect(about(world.freeswitch.port).find(({ check }) => check === 'sessions')?.state).toBe(
      'well',
    )
    other.stop()
    const without = await see()
    const missing = without.filter(({ text }) => text.includes(`:${other.port}`))
    expect(missing.map(({ check, state }) => `${check}: ${state}`)).toEqual([
      'FreeSWITCH: absent',
      'a call: skipped',
    ])
    expect(without.map(({ check }) => check)).toContain('room')
    expect(world.left()).toEqual({})
  })

  test('notices hold music that FreeSWITCH does not find, or cannot play.', async () => {
    const music = resolve(join(root, 'hold.wav'))
    writeFileSync(music, '')
    writeSite(site => `${site}calls: { holdMusic: hold.wav }\n`)
    world.freeswitch.says.set(`file_exists ${music}`, 'false')
    const findings = troubles(await see())
    expect(findings).toContain('sound of hold: wrong')
    expect(findings).toContain('hold music: wrong')
    world.freeswitch.says.set(`file_exists ${music}`, 'true')
    world.freeswitch.sounds.set(music, seconds(2))
    expect(troubles(await see()).filter(one => /hold/.test(one))).toEqual([])
  })

  test('notices a sound of callers that FreeSWITCH does not find, or cannot play.', async () => {
    withKey('incoming: { to: message, message: { text: You called., file: back.wav } }')
    const back = resolve(join(root, 'small', 'back.wav'))
    writeFileSync(back, '')
    world.freeswitch.says.set(`file_exists ${back}`, 'false')
    const about = (findings: readonly Finding[]) =>
      findings.flatMap(({ check, state }) => (/callers/.test(check) ? [`${check}: ${state}`] : []))
    const [sound, played] = ['sound of small for callers', 'message of small for callers']
    expect(about(await see())).toEqual([`${sound}: wrong`, `${played}: wrong`])
    world.freeswitch.says.set(`file_exists ${back}`, 'true')
    world.freeswitch.sounds.set(back, seconds(2))
    expect(about(await see())).toEqual([`${sound}: well`, `${played}: well`])
  })

  test('records a moment where the campaign does, and takes it away again.', async () => {
    withKey('recording: { which: all, consent: none, folder: taken }')
    const folder = resolve(join(root, 'small', 'taken'))
    const about = (findings: readonly Finding[]) =>
      findings.find(({ check }) => check === 'recordings of small')
    expect(about(await see())).toMatchObject({
      state: 'wrong',
      text: expect.stringMatching(/which Carillon does not find/),
    })
    world.freeswitch.treat = command => {
      const [, file] = /uuid_record \S+ start '(.*)'/.exec(command) ?? []
      if (file !== undefined) {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, '')
      }
      return 'obey'
    }
    expect(about(await see())).toMatchObject({ state: 'well' })
    expect(readdirSync(folder)).toEqual([])
    world.freeswitch.treat = treating('api uuid_record', { refuse: '-ERR Cannot record session!' })
    expect(about(await see())).toMatchObject({
      state: 'wrong',
      text: `FreeSWITCH cannot write below ${folder} (-ERR Cannot record session!).`,
    })
  })

  test('says of a trunk that asks for a proof that there is not.', async () => {
    world.drachtio.rewrites = message =>
      /CSeq: \d+ OPTIONS/.test(message) && message.includes('SIP/2.0 200')
        ? message.replace(
            'SIP/2.0 200 OK',
            'SIP/2.0 401 No\r\nWWW-Authenticate: Digest realm="c", nonce="x", algorithm=SHA-256',
          )
        : message
    const trunk = (await see()).find(({ check }) => check === 'trunk city')
    expect(trunk).toMatchObject({ state: 'wrong', text: expect.stringMatching(/401.*by MD5/) })
  })

  test('notices a trunk that is silent, and a sound that cannot be played.', async () => {
    world.network.blackHole('127.0.0.1:5090')
    world.freeswitch.sounds.clear()
    expect(troubles(await see())).toEqual([
      'registrar: skipped',
      'trunk city: absent',
      'message of small: wrong',
      NO_AUDIO,
    ])
  })
})
