import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { IncomingCall } from '../../../../src/telephony/incoming.ts'
import { header, parseSip, type SipMessage, statusOf } from '../../doubles/sip/message.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const OURS = '+12125550199'
const CALLER = '+12125550142'
const AT = '127.0.0.1:5060'

let world: World
let harness: DoublesHarness
let heard: IncomingCall[]

beforeEach(async () => {
  world = await createWorld()
  harness = onDoubles(world)
  await harness.up()
  heard = []
  harness.telephony.incoming$.subscribe(call => heard.push(call))
})

afterEach(() => harness.close())

const callIn = async () => {
  const caller = world.carrier.caller.call(OURS, AT, CALLER)
  await world.settled()
  return caller
}
const answered = async () => {
  const caller = await callIn()
  harness.telephony.answer(heard[0]!.call, 'in')
  await world.settled()
  expect(caller.state).toBe('answered')
  return caller
}
const last = () => harness.events.at(-1)

test('Our answer says where FreeSWITCH listens, and FreeSWITCH knows where the caller is.', async () => {
  const caller = await answered()
  expect(caller.remoteSdp).toMatch(/^m=audio \d+ RTP\/AVP/m)
  expect(harness.telephony.inUse()).toMatchObject({ calls: 1, dialogs: 1, endpoints: 1 })
  caller.hangUp()
  await world.settled()
  expect(last()).toMatchObject({ attempt: 'in', kind: 'ended', from: 'callee' })
})

describe('a call without an offer', () => {
  const FAR = '127.0.0.1:5090'
  const sdpAt = (port: number) =>
    `v=0\r\no=x 1 1 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 0\r\n`
  const send = async (method: string, to: string, body: string): Promise<SipMessage[]> => {
    const before = world.network.log.length
    const text = [
      `${method} sip:${OURS}@${AT} SIP/2.0`,
      `Via: SIP/2.0/UDP ${FAR};branch=z9hG4bK${method}`,
      'Max-Forwards: 70',
      `From: <sip:${CALLER}@127.0.0.1>;tag=a`,
      `To: ${to}`,
      'Call-ID: without',
      `CSeq: ${method === 'BYE' ? 2 : 1} ${method}`,
      `Contact: <sip:x@${FAR}>`,
    ]
    world.network.send(FAR, AT, parseSip(`${text.join('\r\n')}\r\n\r\n${body}`)!)
    await world.settled()
    const sent = world.network.log.slice(before).filter(({ to }) => to === FAR)
    return sent.map(({ message }) => message)
  }
  /** @returns our answer, which is an offer. */
  const lifted = async (): Promise<SipMessage> => {
    const invited = await send('INVITE', `<sip:${OURS}@${AT}>`, '')
    expect(invited.map(statusOf)).toEqual([100])
    const before = world.network.log.length
    harness.telephony.answer(heard[0]!.call, 'in')
    await world.settled()
    const [answer] = world.network.log.slice(before).filter(({ to }) => to === FAR)
    expect(statusOf(answer!.message)).toBe(200)
    expect(answer!.message.body).toMatch(/^m=audio \d+ RTP\/AVP/m)
    expect(harness.events).toEqual([])
    return answer!.message
  }

  test('is answered with ours, and begins when the ACK says where they listen.', async () => {
    const to = header(await lifted(), 'To')
    await send('ACK', to, sdpAt(40_000))
    expect(last()).toMatchObject({ attempt: 'in', kind: 'answered' })
    harness.telephony.operatorUp('anna')
    await world.settled()
    harness.telephony.connect('in', 'anna')
    await world.settled()
    expect(last()).toMatchObject({ attempt: 'in', kind: 'connected' })
    await send('BYE', to, '')
    expect(last()).toMatchObject({ attempt: 'in', kind: 'ended', from: 'callee' })
  })

  test('is hung up when the ACK says nothing.', async () => {
    const to = header(await lifted(), 'To')
    const sent = await send('ACK', to, '')
    expect(sent.map(({ start }) => start.split(' ')[0])).toEqual(['BYE'])
    await world.advance(seconds(5))
    expect(last()).toMatchObject({ attempt: 'in', kind: 'ended' })
  })

  test('is hung up when no ACK comes.', async () => {
    await lifted()
    await world.advance(seconds(10))
    expect(last()).toMatchObject({ attempt: 'in', kind: 'ended' })
    expect(harness.telephony.inUse()).toMatchObject({ calls: 0, dialogs: 0 })
  })

  test('ends like any other when we hang up as it is answered.', async () => {
    const to = header(await lifted(), 'To')
    harness.telephony.hangUp('in')
    const sent = await send('ACK', to, sdpAt(40_000))
    expect(sent.map(({ start }) => start.split(' ')[0])).toEqual(['BYE'])
    await world.advance(seconds(5))
    expect(last()).toMatchObject({ attempt: 'in', kind: 'ended' })
  })
})

test('A caller whose media server is lost while they wait is lost.', async () => {
  await answered()
  world.freeswitch.dropApplications()
  await world.settled()
  expect(harness.events.filter(event => 'attempt' in event).at(-1)).toMatchObject({ kind: 'lost' })
  await world.advance(seconds(10))
})

test('Without media servers a caller is told that nobody is there.', async () => {
  world.freeswitch.secret = 'another'
  world.freeswitch.dropApplications()
  await world.settled()
  const caller = await callIn()
  harness.telephony.answer(heard[0]!.call, 'in')
  await world.settled()
  expect(caller.ending).toBe('480')
  expect(last()).toMatchObject({ attempt: 'in', kind: 'ended', cause: 'failed', from: 'us' })
})

test('Whoever keeps their number to themselves is answered like anybody else.', async () => {
  const caller = world.carrier.caller.call(OURS, AT, 'anonymous')
  await world.settled()
  expect(heard).toMatchObject([{ from: null, to: OURS }])
  harness.telephony.answer(heard[0]!.call, 'in')
  await world.settled()
  expect(caller.state).toBe('answered')
})

test('Callers who are in a talk go with the operator’s acts like callees.', async () => {
  const caller = await answered()
  harness.telephony.operatorUp('anna')
  await world.settled()
  harness.telephony.connect('in', 'anna')
  await world.settled()
  harness.telephony.hold('in', true)
  await world.advance(seconds(1))
  expect(last()).toMatchObject({ kind: 'held' })
  harness.telephony.hold('in', false)
  await world.advance(seconds(1))
  harness.telephony.record('in', { kind: 'start', file: '/r/in.wav', stereo: true })
  await world.settled()
  expect(harness.events.map(({ kind }) => kind).slice(-2)).toEqual(['resumed', 'recordingStarted'])
  harness.telephony.hangUp('in')
  await world.settled()
  expect(caller.ending).toBe('near BYE')
})
