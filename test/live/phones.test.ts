import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { seconds } from '../../src/base/duration.ts'
import { answerChallenge } from '../telephony/doubles/sip/digest.ts'
import { PASSWORD, PhonesBench, SIP_PORT } from './far/phones-bench.ts'
import { registerText } from './far/registering.ts'
import { pass } from './harness.ts'
import { hasSipp, liveServers } from './servers.ts'

const AT_WORK = { ringLimit: seconds(3), answersItself: true }

/** Operators' phones, which register over a real SIP server and are called by it. */
describe.skipIf(liveServers() === null)('phones', { timeout: seconds(40) }, () => {
  let bench: PhonesBench

  afterEach(() => bench.end())

  test('One that has proven its password is called, until it takes itself away.', async () => {
    bench = await PhonesBench.begin()
    const { peer, calls, register } = await bench.phoneThat('answers')
    const { status, contact } = await register()
    expect([status, contact]).toEqual([200, `<sip:anna@127.0.0.1:${peer.port}>;expires=60`])
    await bench.ring()
    expect([bench.told(), calls.length]).toEqual([['operatorUp'], 1])
    expect(calls[0]!.headers.get('call-info')).toMatch(/answer-after=0$/)
    bench.telephony.operatorDown('anna')
    expect(await register({ contact: '*', expires: 0 })).toEqual({ status: 200, contact: '' })
    await bench.ring()
    expect(bench.told()).toEqual(['operatorUp', 'down asked', 'down noAnswer'])
  })

  test('One may bring several addresses, and takes away the one that it names.', async () => {
    bench = await PhonesBench.begin({ devices: 'all' })
    const { register } = await bench.phoneThat('answers')
    const [home, away] = ['<sip:anna@192.0.2.7>', '<sip:anna@192.0.2.8;transport=tcp>']
    expect((await register({ contact: `${home}, "A \\"B" ${away};q=0.5` })).status).toBe(200)
    expect(bench.registrar.phoneOf('anna')?.beside).toHaveLength(1)
    const { contact } = await register({ contact: `${home};expires=0` })
    expect(contact).toBe(`${away};expires=60`)
  })

  test('One that says an address of its own network is called where it was heard.', async () => {
    bench = await PhonesBench.begin()
    const { calls, register } = await bench.phoneThat('answers')
    expect((await register({ contact: '<sip:anna@192.0.2.7:5062>' })).status).toBe(200)
    await bench.ring()
    expect([bench.told(), calls.length]).toEqual([['operatorUp'], 1])
    bench.telephony.operatorDown('anna')
    await pass(200)
    expect(calls[0]!.user).toBe('anna')
  })

  test('One that came over TCP is called over that connection.', async () => {
    bench = await PhonesBench.begin()
    const socket = connect(SIP_PORT, '127.0.0.1')
    await once(socket, 'connect')
    let heard = ''
    socket.on('data', data => {
      heard += data
    })
    const send = async (sequence: number, more: string): Promise<void> => {
      const via = 'SIP/2.0/TCP 192.0.2.7:5062'
      const contact = '<sip:anna@192.0.2.7:5062;transport=tcp>;expires=60'
      const callId = 'over-tcp'
      socket.write(
        registerText({ port: SIP_PORT, user: 'anna', callId, sequence, via, contact, more }),
      )
      await pass(150)
    }
    await send(1, '')
    const challenge = /WWW-Authenticate: (.*)\r\n/i.exec(heard)![1]!
    const who = { username: 'anna', password: PASSWORD }
    const uri = `sip:127.0.0.1:${SIP_PORT}`
    await send(2, `Authorization: ${answerChallenge(who, challenge, 'REGISTER', uri)}\r\n`)
    expect(heard).toMatch(/SIP\/2\.0 200/)
    heard = ''
    bench.telephony.operatorUp('anna', AT_WORK)
    await pass(300)
    expect(heard).toMatch(/^INVITE sip:anna@192\.0\.2\.7:5062;transport=tcp SIP\/2\.0/)
    bench.telephony.operatorDown('anna')
    const [via] = /^Via: .*$/im.exec(heard)!
    const take = (name: string): string => new RegExp(`^${name}: .*$`, 'im').exec(heard)![0]
    const said = [via, take('From'), `${take('To')};tag=x`, take('Call-ID'), take('CSeq')]
    socket.write(['SIP/2.0 486 Busy Here', ...said, 'Content-Length: 0', '', ''].join('\r\n'))
    await pass(200)
    expect(bench.told()).toEqual(['down asked'])
    socket.destroy()
    await pass(200)
  })

  test('One that is silent for longer than it said is not called, and is when it refreshes.', async () => {
    bench = await PhonesBench.begin()
    const { register } = await bench.phoneThat('answers')
    await register({ expires: 1 })
    await pass(600)
    await register({ expires: 1 })
    await pass(700)
    expect(bench.registrar.phoneOf('anna')).not.toBeNull()
    await pass(500)
    expect(bench.registrar.phoneOf('anna')).toBeNull()
    await register({ expires: 1 })
    expect(bench.registrar.phoneOf('anna')).not.toBeNull()
  })

  test('All devices ring, the first that answers stays, and the others stop.', async () => {
    bench = await PhonesBench.begin({ devices: 'all' })
    const desk = await bench.phoneThat('rings')
    const pocket = await bench.phoneThat('answers')
    await desk.register()
    await pocket.register()
    await bench.ring()
    expect([bench.told(), desk.over, pocket.over]).toEqual([['operatorUp'], ['CANCEL'], []])
  })

  test('Of devices that answer together one stays, twenty times over.', async () => {
    bench = await PhonesBench.begin({ devices: 'all' })
    const phones = [await bench.phoneThat('answers'), await bench.phoneThat('answers')]
    for (const phone of phones) await phone.register()
    for (let time = 0; time < 20; time++) {
      for (const { over } of phones) over.length = 0
      await bench.ring(250)
      expect(bench.told().at(-1)).toBe('operatorUp')
      const ended = phones.filter(({ over }) => over.includes('BYE') || over.includes('CANCEL'))
      expect(ended).toHaveLength(1)
      bench.telephony.operatorDown('anna')
      await pass(100)
      expect(phones.every(({ over }) => over.length === 1)).toBe(true)
    }
  })

  test('One that does not answer OPTIONS is told and passed over, until it answers again.', async () => {
    bench = await PhonesBench.begin({ keepAlive: { every: seconds(5), misses: 1 } })
    const desk = await bench.phoneThat('answers')
    const pocket = await bench.phoneThat('answers')
    await desk.register()
    await pass(50)
    await pocket.register()
    pocket.peer.answersProbes = false
    await pass(seconds(12))
    expect([desk.peer.probes >= 1, pocket.peer.probes >= 1]).toEqual([true, true])
    expect(bench.news.map(({ reachable }) => reachable)).toEqual([false])
    await bench.ring()
    expect([desk.calls.length, pocket.calls.length]).toEqual([1, 0])
    pocket.peer.answersProbes = true
    await pass(seconds(6))
    expect(bench.news.map(({ reachable }) => reachable)).toEqual([false, true])
    expect(bench.registrar.phoneOf('anna')?.uri).toContain(String(pocket.peer.port))
  })

  test('One that answers no OPTIONS, but is in its call, is asked there once and stays.', async () => {
    bench = await PhonesBench.begin({ keepAlive: { every: seconds(5), misses: 1 } })
    const { peer, calls, register, rtp } = await bench.phoneThat('answers')
    peer.answersProbes = false
    let asked = 0
    await register()
    await bench.ring()
    calls[0]!.onReinvite = sdp => {
      asked++
      rtp.talkTo(sdp)
    }
    await pass(seconds(12))
    expect(bench.news.map(({ reachable }) => reachable)).toEqual([false])
    await register()
    await pass(seconds(12))
    expect(bench.news.map(({ reachable }) => reachable)).toEqual([false, false])
    expect([asked, calls.length, bench.told()]).toEqual([1, 1, ['operatorUp']])
  })

  test('Whoever guesses passwords is slowed, and a phone that is registered is not.', async () => {
    bench = await PhonesBench.begin()
    const good = await bench.phoneThat('answers')
    expect((await good.register()).status).toBe(200)
    const bad = await bench.phoneThat('answers')
    const statuses: number[] = []
    for (let i = 0; i < 8; i++)
      statuses.push((await bad.register({ password: `guess ${i}` })).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 503, 503, 503])
    expect((await good.register()).status).toBe(200)
    await pass(1100)
    expect((await bad.register({ password: 'one more' })).status).toBe(401)
    await pass(1100)
    expect((await bad.register({ password: 'and more' })).status).toBe(503)
  })

  test('Malformed and huge REGISTERs, and noise, do no harm.', async () => {
    bench = await PhonesBench.begin()
    const stranger = createSocket('udp4')
    let heard = ''
    stranger.on('message', data => {
      heard += data
    })
    stranger.bind(0, '127.0.0.2')
    await once(stranger, 'listening')
    const send = (text: string | Buffer): void => stranger.send(text, SIP_PORT, '127.0.0.1')
    const base = { port: SIP_PORT, user: 'anna', callId: 'x', sequence: 1, more: '' }
    const via = `SIP/2.0/UDP 127.0.0.2:${stranger.address().port}`
    const text = (more: object) => registerText({ ...base, via, contact: '<sip:a@b>', ...more })
    const wrong = [
      text({ user: '<'.repeat(500) }),
      text({ contact: '*' }),
      text({ contact: `<sip:a@b>;q=${'x'.repeat(9000)}` }),
      text({ contact: '<sip:a@b>, '.repeat(900) }),
      text({ contact: '"\\"\\"\\" <sip:a' }),
      text({ more: `Authorization: Digest ${'a="b",'.repeat(1500)}\r\n` }),
      text({ more: 'Authorization: Digest username="\r\n' }),
      text({ more: `Expires: ${'9'.repeat(500)}\r\n` }),
      text({ callId: 'y'.repeat(12_000) }),
      text({ more: `X-Long: ${'z'.repeat(13_000)}\r\n` }),
      text({ sequence: 99_999_999_999 }),
      text({}).replace(/^To: .*\r\n/m, ''),
      text({}).replace(/^CSeq: .*\r\n/m, ''),
      text({}).replace('REGISTER sip:', 'REGISTER '),
      'REGISTER',
      '\r\n\r\n',
      `INVITE sip:${'a'.repeat(12_000)}@127.0.0.1 SIP/2.0\r\n\r\n`,
      Buffer.from(Array.from({ length: 1400 }, (_, n) => (n * 37) % 256)),
    ]
    for (const one of wrong) {
      send(one)
      await pass(20)
    }
    await pass(300)
    expect(heard).not.toMatch(/^SIP\/2\.0 2/m)
    stranger.close()
    const { register } = await bench.phoneThat('answers')
    expect((await register()).status).toBe(200)
    await bench.ring()
    expect(bench.told()).toEqual(['operatorUp'])
  })

  test('Whoever is unknown and does not register gets no answer.', async () => {
    bench = await PhonesBench.begin()
    const stranger = await bench.peerAt('127.0.0.2')
    const ask = (method: string): Promise<unknown> => {
      const via = `SIP/2.0/UDP 127.0.0.2:${stranger.port}`
      const parts = { port: SIP_PORT, user: '100', callId: `scan-${method}`, sequence: 1, via }
      const text = registerText({ ...parts, contact: `<sip:100@127.0.0.2>`, more: '' })
      return stranger.ask(text.replaceAll('REGISTER', method), parts.callId, SIP_PORT)
    }
    const silence = pass(seconds(2)).then(() => 'silence')
    const heard = ['OPTIONS', 'SUBSCRIBE', 'MESSAGE'].map(method =>
      Promise.race([ask(method), silence]),
    )
    expect(await Promise.all(heard)).toEqual(['silence', 'silence', 'silence'])
  })

  test('SIPp registers two hundred phones in four seconds.', async context => {
    if (!hasSipp('two hundred phones.')) return context.skip('SIPp is not installed')
    bench = await PhonesBench.begin()
    const folder = mkdtempSync(join(tmpdir(), 'carillon-'))
    const users = Array.from({ length: 200 }, (_, n) => `phone${n}`)
    const lines = users.map(
      user => `${user};[authentication username=${user} password=${PASSWORD}]`,
    )
    writeFileSync(join(folder, 'phones.csv'), `SEQUENTIAL\n${lines.join('\n')}\n`)
    const scenario = join(import.meta.dirname, 'sipp', 'register.xml')
    const target = [`127.0.0.1:${SIP_PORT}`, '-i', '127.0.0.1', '-nostdin', '-timeout', '20']
    const load = ['-sf', scenario, '-inf', 'phones.csv', '-r', '50', '-m', '200']
    const sipp = spawn('sipp', [...target, ...load], { cwd: folder, stdio: 'ignore' })
    const [code] = await once(sipp, 'exit')
    expect(code).toBe(0)
    expect(users.filter(user => bench.registrar.phoneOf(user) === null)).toEqual([])
  })
})
