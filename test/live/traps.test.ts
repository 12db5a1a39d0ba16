import { afterEach, describe, expect, test } from 'vitest'
import { millis, seconds } from '../../src/base/duration.ts'
import type { CallEvent } from '../../src/telephony/call-event.ts'
import { askEventSocket } from '../../src/telephony/freeswitch/wire/event-socket.ts'
import { person, unreached } from '../../src/telephony/virtual/callee.ts'
import type { CalleeScript } from '../../src/telephony/virtual/script.ts'
import { RtpEnd } from './far/rtp.ts'
import type { IncomingCall, Receiver } from './far/sip-peer.ts'
import { type LiveHarness, liveHarness, pass } from './harness.ts'
import { liveServers } from './servers.ts'

const servers = liveServers()
const CALLEE = '+12125550100'

/** What goes wrong on real networks and with these two servers, each as it was met. */
describe.skipIf(servers === null)('on real servers', () => {
  let harness: LiveHarness
  let rtp: RtpEnd | null = null

  afterEach(async () => {
    await harness.close()
    rtp?.close()
    rtp = null
  })

  const begin = async (far: CalleeScript | Receiver): Promise<void> => {
    harness = await liveHarness(servers!, typeof far === 'function' ? far : { [CALLEE]: far })
  }
  const call = (attempt = 'a', ringLimit = seconds(20)): void =>
    harness.telephony.originate(attempt, {
      to: CALLEE,
      from: '+12125550199',
      trunk: 'main',
      ringLimit,
    })
  const of = (attempt: string): CallEvent[] =>
    harness.events.filter(
      (event): event is CallEvent => 'attempt' in event && event.attempt === attempt,
    )
  const kinds = (attempt = 'a'): string[] => of(attempt).map(({ kind }) => kind)
  const last = (attempt = 'a'): CallEvent | undefined => of(attempt).at(-1)
  /** A far side that answers at once, and hands the call to the test. */
  const answering = async (with200: (call: IncomingCall, sdp: string) => void): Promise<void> => {
    rtp = await RtpEnd.open()
    const { sdp } = rtp
    await begin(incoming => with200(incoming, sdp))
  }

  /** A far side that picks up at once. @returns its call, once there is one. */
  const picksUp = async (): Promise<() => IncomingCall> => {
    let call: IncomingCall | null = null
    await answering((incoming, sdp) => {
      call = incoming
      incoming.respond(200, { sdp })
    })
    return () => call!
  }
  /** The callee talks to anna. */
  const talk = async (): Promise<void> => {
    harness.telephony.operatorUp('anna')
    call()
    await pass(millis(400))
    harness.telephony.connect('a', 'anna')
    await pass(millis(400))
  }

  test('A late 200 that crosses our CANCEL is told, hung up, and leaves nothing.', async () => {
    await begin({ ...person(seconds(9)), answersCancel: { by: 'person', after: millis(5) } })
    call()
    await pass(millis(400))
    harness.telephony.hangUp('a')
    await pass(millis(500))
    expect(kinds()).toEqual(['trying', 'ringing', 'answered', 'ended'])
    expect(last()).toMatchObject({ cause: 'hangUp', from: 'us' })
    expect(harness.telephony.inUse()).toMatchObject({ calls: 0, dialogs: 0, endpoints: 0 })
  })

  test('A CANCEL waits for the first word of the far side, and the call ends then.', async () => {
    await begin(incoming => {
      setAside(incoming, millis(900))
      incoming.onCancel = () => incoming.respond(487)
    })
    call()
    await pass(millis(200))
    harness.telephony.hangUp('a')
    await pass(millis(500))
    expect(kinds()).toEqual(['trying'])
    expect(harness.telephony.inUse()).toMatchObject({ calls: 1, dialogs: 1 })
    await pass(millis(600))
    expect(last()).toMatchObject({ kind: 'ended', cause: 'cancelled', from: 'us', sip: 487 })
  })

  test('A key that a carrier sends by INFO ends the message.', async () => {
    let far: IncomingCall | null = null
    await answering((incoming, sdp) => {
      far = incoming
      incoming.respond(200, { sdp })
    })
    call()
    await pass(seconds(1))
    harness.telephony.announce('a', { message: 'sorry', stopKey: '9' })
    await pass(millis(300))
    expect(await far!.info('application/dtmf-relay', 'Signal=9\r\nDuration=160\r\n')).toBe(200)
    await pass(millis(500))
    expect(of('a').slice(-2)).toMatchObject([
      { kind: 'digit', digit: '9' },
      { kind: 'announced', completed: false },
    ])
    harness.telephony.hangUp('a')
    await pass(millis(300))
  })

  test('Who answers and hangs up in the same instant has ended.', async () => {
    await answering((incoming, sdp) => {
      incoming.respond(200, { sdp })
      incoming.bye()
    })
    for (let i = 0; i < 10; i++) call(`a${i}`)
    await pass(seconds(1))
    for (let i = 0; i < 10; i++) {
      expect(kinds(`a${i}`)).toEqual(['trying', 'answered', 'ended'])
      expect(last(`a${i}`)).toMatchObject({ cause: 'hangUp', from: 'callee', q850: 16 })
    }
    expect(harness.telephony.inUse()).toMatchObject({ calls: 0, dialogs: 0, endpoints: 0 })
  })

  test('An answer without a session description goes by that of the early media.', async () => {
    await answering((incoming, sdp) => {
      incoming.respond(183, { sdp })
      incoming.respond(200)
    })
    await talk()
    expect(kinds()).toEqual(['trying', 'earlyMedia', 'answered', 'connected'])
  })

  test('A session description of 13,000 characters ends its call, and no other.', async () => {
    let calls = 0
    await answering((incoming, sdp) => {
      const noise = 'a=x-noise:'.padEnd(100, 'x')
      const long = calls++ === 0 ? `${sdp}${`${noise}\r\n`.repeat(127)}` : sdp
      incoming.respond(200, { sdp: long })
    })
    call()
    await pass(millis(500))
    expect(kinds()).toEqual(['trying', 'answered', 'ended'])
    expect(last()).toMatchObject({ cause: 'hangUp', from: 'network' })
    harness.telephony.operatorUp('anna')
    call('b')
    await pass(millis(500))
    harness.telephony.connect('b', 'anna')
    await pass(millis(400))
    expect(last('b')).toMatchObject({ kind: 'connected' })
  })

  test('A new offer from the callee, to hold and go on, is answered by FreeSWITCH.', async () => {
    const callee = await picksUp()
    await talk()
    const held = await callee().reinvite(rtp!.sdp.replace('sendrecv', 'sendonly'))
    expect(held.status).toBe(200)
    expect(held.sdp).toMatch(/a=recvonly/)
    const back = await callee().reinvite(rtp!.sdp)
    expect(back.sdp).toMatch(/m=audio \d+/)
    expect(back.sdp).not.toMatch(/a=recvonly/)
    expect(last()).toMatchObject({ kind: 'connected' })
  })

  test('A callee who asks for our offer is sent audio where their ACK says.', async () => {
    const callee = await picksUp()
    await talk()
    const elsewhere = await RtpEnd.open()
    await callee().askForOffer(elsewhere.sdp)
    await pass(millis(800))
    expect(elsewhere.packets).toBeGreaterThan(20)
    expect(last()).toMatchObject({ kind: 'connected' })
    elsewhere.close()
  })

  test('A BYE that nobody answers ends the call all the same.', async () => {
    const callee = await picksUp()
    call()
    await pass(millis(400))
    callee().goDeaf()
    harness.telephony.hangUp('a')
    await pass(seconds(5))
    expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'us' })
    expect(harness.telephony.inUse()).toMatchObject({ calls: 0, dialogs: 0, endpoints: 0 })
  }, 20_000)

  test('Endpoints of calls that nobody answered are used again.', async () => {
    await begin(unreached('busy', millis(50)))
    for (let i = 0; i < 5; i++) {
      call(`a${i}`)
      await pass(millis(250))
      expect(harness.telephony.inUse()).toMatchObject({ endpoints: 0, spareEndpoints: 1 })
    }
  })

  test('A channel that FreeSWITCH ends takes its call or its leg along, and no other.', async () => {
    const offers: string[] = []
    await answering((incoming, sdp) => {
      offers.push(incoming.sdp)
      incoming.respond(200, { sdp })
    })
    harness.telephony.operatorUp('anna')
    call()
    await pass(millis(400))
    harness.telephony.connect('a', 'anna')
    await pass(seconds(1.5))
    await killChannelOf(offers[0]!)
    await pass(millis(500))
    expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
    call('b')
    await pass(millis(400))
    harness.telephony.connect('b', 'anna')
    await pass(millis(400))
    expect(last('b')).toMatchObject({ kind: 'connected', operator: 'anna' })
  })
})

/** Says nothing for a while, then that it rings. */
function setAside(incoming: IncomingCall, time: number): void {
  void pass(time).then(() => incoming.respond(180))
}

/** Ends the channel that made an offer, as FreeSWITCH does when its media stop. */
async function killChannelOf(offer: string): Promise<void> {
  const port = /^m=audio (\d+)/m.exec(offer)![1]
  const ask = async (command: string): Promise<string> => {
    const answer = await askEventSocket(servers!.freeswitch, command)
    return answer.kind === 'answered' ? answer.body : ''
  }
  const channels = (await ask('show channels')).matchAll(/^([0-9a-f-]{36}),/gm)
  for (const [, uuid] of channels)
    if ((await ask(`uuid_getvar ${uuid} local_media_port`)).trim() === port)
      await ask(`uuid_kill ${uuid} MEDIA_TIMEOUT`)
}
