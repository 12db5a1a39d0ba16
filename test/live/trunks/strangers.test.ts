import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { RtpEnd } from '../far/rtp.ts'
import type { IncomingCall } from '../far/sip-peer.ts'
import { type LiveHarness, liveHarness, pass } from '../harness.ts'
import { liveServers } from '../servers.ts'

const servers = liveServers()
const CALLEE = '+12125550100'
/** Both are this machine; the trunk's carrier is at the first. */
const CARRIER = '127.0.0.1'
const STRANGER = '127.0.0.2'

/** What drachtio itself says, whoever asks. */
const OF_THE_SERVER: Readonly<Record<string, readonly number[]>> = {
  INVITE: [100],
  BYE: [481],
  CANCEL: [481],
  UPDATE: [481],
}

describe.skipIf(servers === null)('requests from somewhere', () => {
  let harness: LiveHarness
  let sip: number
  let calls = 0
  let answer: (call: IncomingCall) => void
  const sockets: Socket[] = []

  beforeEach(async () => {
    answer = incoming => incoming.respond(486)
    harness = await liveHarness(servers!, incoming => answer(incoming))
    let contact = ''
    answer = incoming => {
      contact = incoming.headers.get('contact') ?? ''
      incoming.respond(486)
    }
    call()
    await pass(millis(400))
    sip = Number(/:(\d+)/.exec(contact.replace('sip:', ''))?.[1])
  })

  afterEach(async () => {
    await harness.close()
    for (const socket of sockets.splice(0)) socket.close()
  })

  const call = (): string => {
    const attempt = `a${++calls}`
    const request = { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit: seconds(3) }
    harness.telephony.originate(attempt, request)
    return attempt
  }
  const last = (attempt: string) =>
    harness.events.findLast(event => 'attempt' in event && event.attempt === attempt)
  /** A call as it should be: nothing that came before has done harm. */
  const callsWell = async (): Promise<void> => {
    const rtp = await RtpEnd.open()
    answer = incoming => {
      incoming.respond(200, { sdp: rtp.sdp })
      rtp.talkTo(incoming.sdp)
    }
    const attempt = call()
    await pass(millis(500))
    expect(last(attempt)).toMatchObject({ kind: 'answered' })
    harness.telephony.hangUp(attempt)
    await pass(millis(300))
    expect(last(attempt)).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'us' })
    rtp.close()
  }
  const from = async (address: string): Promise<Socket> => {
    const socket = createSocket('udp4')
    sockets.push(socket)
    socket.bind(0, address)
    await once(socket, 'listening')
    return socket
  }
  const request = (method: string, socket: Socket, more: readonly string[] = []): string => {
    const { address, port } = socket.address()
    return [
      `${method} sip:100@127.0.0.1:${sip} SIP/2.0`,
      `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK${method}${port}`,
      'Max-Forwards: 70',
      'From: "\u001b[31mred" <sip:x@127.0.0.1>;tag=a',
      `To: <sip:100@127.0.0.1>${method === 'BYE' ? ';tag=z' : ''}`,
      `Call-ID: ${method}-${port}`,
      `CSeq: 1 ${method}`,
      `Contact: <sip:x@${address}:${port}>`,
      'User-Agent: friendly-scanner',
      ...more,
      'Content-Length: 0',
      '\r\n',
    ].join('\r\n')
  }
  const ask = async (method: string, address: string): Promise<readonly number[]> => {
    const socket = await from(address)
    const told: number[] = []
    socket.on('message', data => told.push(Number(data.toString().split(' ')[1])))
    socket.send(request(method, socket), sip, '127.0.0.1')
    await pass(millis(400))
    return told
  }

  test('A stranger is told nothing by us, whatever they ask.', async () => {
    const methods =
      'OPTIONS INVITE MESSAGE SUBSCRIBE NOTIFY INFO PUBLISH REGISTER BYE CANCEL UPDATE'
    const told: Record<string, readonly number[]> = {}
    for (const method of methods.split(' ')) told[method] = await ask(method, STRANGER)
    for (const method of methods.split(' '))
      expect([method, told[method]]).toEqual([method, OF_THE_SERVER[method] ?? []])
    await callsWell()
  }, 20_000)

  test('The carrier is told that we are there, and that we take no calls.', async () => {
    expect(await ask('OPTIONS', CARRIER)).toEqual([200])
    expect(await ask('INVITE', CARRIER)).toEqual([100, 480])
  })

  test('Datagrams of every kind do no harm.', async () => {
    const random = seededRandom(7)
    for (const address of [CARRIER, STRANGER]) {
      const socket = await from(address)
      for (let i = 0; i < 300; i++) {
        const method = ['INVITE', 'OPTIONS', 'REGISTER', 'BYE', 'FOO'][random.integer(0, 4)]!
        const huge = `X-Huge: ${'x'.repeat(random.integer(0, 50_000))}`
        const text = Buffer.from(request(method, socket, i % 3 === 0 ? [huge] : []))
        for (let hits = random.integer(0, 6); hits > 0; hits--)
          text[random.integer(0, text.length - 1)] = random.integer(0, 255)
        socket.send(text.subarray(0, random.integer(1, text.length)), sip, '127.0.0.1')
        if (i % 20 === 0) await pass(millis(10))
      }
    }
    await pass(millis(500))
    await callsWell()
  }, 20_000)

  test.each(['From', 'To', 'Contact', 'Reason', 'Retry-After', 'X-Anything'])(
    'A carrier that answers with 13,000 characters of %s does no harm to the next call.',
    async name => {
      answer = incoming => incoming.respond(486, { headers: [`${name}: ${'x'.repeat(13_000)}`] })
      call()
      await pass(millis(500))
      harness.telephony.hangUp(`a${calls}`)
      await callsWell()
    },
    20_000,
  )

  test.each([
    'rubbish',
    'v=0\r\nm=audio 0 RTP/AVP 0\r\n',
    'v=0\r\no=- 1 1 IN IP4 0\r\ns=\u001b[2J\r\nc=IN IP4 999.1.1.1\r\nm=audio 99999 RTP/AVP 0\r\n',
    `v=0\r\n${'a=x:y\r\n'.repeat(1700)}`,
  ])(
    'A callee whose session description is %j loses the call, and nobody else does.',
    async sdp => {
      answer = incoming => incoming.respond(200, { sdp })
      const attempt = call()
      await pass(millis(600))
      harness.telephony.hangUp(attempt)
      await pass(millis(300))
      expect(last(attempt)).toMatchObject({ kind: 'ended' })
      await callsWell()
    },
    20_000,
  )
})
