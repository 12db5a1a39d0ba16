import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Duration, seconds } from '../../../src/base/duration.ts'
import type { CallEvent } from '../../../src/telephony/call-event.ts'
import {
  answers,
  answersAndHangsUp,
  answersLate,
  busy,
  type CallScript,
  refuses,
  rings,
} from '../doubles/far/script.ts'
import { treating } from '../doubles/wire/treatment.ts'
import { createWorld, type World } from '../doubles/world.ts'
import { CREDENTIALS, type DoublesHarness, onDoubles } from './on-doubles.ts'

const CALLEE = '+12125550100'
const OTHER = '+12125550101'

let world: World
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  harness = onDoubles(world)
  await harness.up()
})

/** Everything is let go of at the end, whatever happened: the harness demands it. */
afterEach(() => harness.close())

const call = (attempt = 'a', to = CALLEE, ringLimit: Duration = seconds(20)): void =>
  harness.telephony.originate(attempt, { to, from: '+12125550199', trunk: 'main', ringLimit })
const of = (attempt: string): CallEvent[] =>
  harness.events.filter(
    (event): event is CallEvent => 'attempt' in event && event.attempt === attempt,
  )
const kinds = (attempt = 'a'): string[] => of(attempt).map(({ kind }) => kind)
const last = (attempt = 'a'): CallEvent | undefined => of(attempt).at(-1)
const far = (script: CallScript): void => world.carrier.script(script)
const talk = async (attempt = 'a', to = CALLEE): Promise<void> => {
  harness.telephony.operatorUp('anna')
  call(attempt, to)
  await world.settled()
  harness.telephony.connect(attempt, 'anna')
  await world.settled()
  expect(last(attempt)).toMatchObject({ kind: 'connected' })
}

describe('the callee', () => {
  test('who answers as we cancel is told, and hung up.', async () => {
    far(answersLate())
    call()
    await world.advance(100)
    harness.telephony.hangUp('a')
    await world.settled()
    expect(kinds()).toEqual(['trying', 'ringing', 'answered', 'ended'])
    expect(last()).toMatchObject({ cause: 'hangUp', from: 'us' })
    expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
  })

  test('who is taken back before the server has sent the INVITE is cancelled then.', async () => {
    far(busy())
    call('before')
    await world.settled()
    far(rings())
    world.drachtio.treat = treating('sip INVITE', { delay: 100 })
    call()
    await world.advance(50)
    harness.telephony.hangUp('a')
    await world.advance(100)
    expect(last()).toMatchObject({ kind: 'ended', cause: 'cancelled', from: 'us', sip: 487 })
  })

  test('who answers as our ring limit ends is told, and hung up.', async () => {
    far(answersLate())
    call('a', CALLEE, seconds(15))
    await world.advance(seconds(16))
    expect(kinds()).toEqual(['trying', 'ringing', 'answered', 'ended'])
  })

  test.each(['each', 'joined'] as const)(
    'who hangs up in the instant of the answer has ended (chunks: %s).',
    async chunking => {
      world.drachtio.chunking = chunking
      far(answersAndHangsUp(0, 0))
      call()
      await world.settled()
      expect(kinds().slice(-2)).toEqual(['answered', 'ended'])
      expect(last()).toMatchObject({ cause: 'hangUp', from: 'callee' })
    },
  )

  test('whose answer names nobody to answer is hung up, and the call fails.', async () => {
    far(answers(0, { contact: false }))
    call()
    await world.settled()
    expect(last()).toMatchObject({ kind: 'ended', cause: 'failed', from: 'network' })
    expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
  })

  test('who says nothing at all keeps the call until the server gives up.', async () => {
    far({ silent: true })
    call()
    await world.advance(seconds(5))
    harness.telephony.hangUp('a')
    await world.advance(seconds(1))
    expect(kinds()).toEqual(['trying'])
    expect(harness.telephony.inUse()).toMatchObject({ calls: 1, dialogs: 1 })
    await world.advance(seconds(40))
    expect(last()).toMatchObject({ kind: 'ended', cause: 'cancelled', from: 'us' })
    world.carrier.callTo(CALLEE).end('was never there')
  })

  test('whose final response was lost on the way to us is lost 2 s after our CANCEL.', async () => {
    far(rings())
    world.drachtio.treat = treating('sip CANCEL', {
      refuse: 'unable to cancel unknown transaction id',
    })
    call('a', CALLEE, seconds(15))
    await world.advance(seconds(16))
    expect(kinds()).toEqual(['trying', 'ringing'])
    await world.advance(seconds(2))
    expect(kinds()).toEqual(['trying', 'ringing', 'lost'])
    world.carrier.callTo(CALLEE).respond(480, 'Gone')
    await world.settled()
  })

  test('whose answer was lost on the way to us does not stay in a call with nobody.', async () => {
    far(rings())
    call('a', CALLEE, seconds(15))
    await world.settled()
    world.drachtio.rewrites = message => (message.includes('\r\nSIP/2.0 200') ? null : message)
    world.carrier.callTo(CALLEE).answer()
    await world.settled()
    world.drachtio.rewrites = message => message
    await world.advance(seconds(18))
    expect(kinds()).toEqual(['trying', 'ringing', 'lost'])
    expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
  })

  test('whose INVITE the server forgets is given up 40 s after it was taken back.', async () => {
    far(busy())
    call('before')
    await world.settled()
    world.drachtio.treat = treating('sip INVITE', 'neverAnswer')
    call('a', CALLEE, seconds(15))
    await world.advance(seconds(54))
    expect(kinds()).toEqual([])
    world.drachtio.treat = () => 'obey'
    await world.advance(seconds(2))
    expect(kinds()).toEqual(['lost'])
  })

  test('who answers after we have given the call up is hung up.', async () => {
    far(rings({ onCancel: 'ignore' }))
    call('a', CALLEE, seconds(15))
    await world.advance(seconds(56))
    expect(last()).toMatchObject({ kind: 'lost' })
    world.carrier.callTo(CALLEE).answer()
    await world.settled()
    expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
    expect(kinds().at(-1)).toBe('lost')
    expect(harness.telephony.inUse()).toMatchObject({ calls: 0, timers: 0 })
  })

  test('who does not answer our BYE is over all the same.', async () => {
    far(answers(0, { onBye: 'ignore' }))
    call()
    await world.settled()
    harness.telephony.hangUp('a')
    await world.advance(seconds(5))
    expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'us' })
    await world.advance(seconds(60))
  })

  test('who sends 12,000 characters of SDP loses the call, and nobody else does.', async () => {
    far(answers(0, { sdpBytes: 12_000 }))
    call()
    await world.settled()
    expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
    far(answers(0))
    await talk('b', OTHER)
  })

  test('whose carrier asks for a password is called with it, and can be taken back.', async () => {
    far(answers(0, { asksFor: CREDENTIALS }))
    await talk()
    far(rings({ asksFor: CREDENTIALS }))
    call('b', OTHER)
    await world.settled()
    harness.telephony.hangUp('b')
    await world.settled()
    expect(last('b')).toMatchObject({ kind: 'ended', cause: 'cancelled', from: 'us', sip: 487 })
  })

  test('whose carrier asks for another password is not called, by our failure.', async () => {
    far(rings({ asksFor: { ...CREDENTIALS, password: 'another' } }))
    call()
    await world.settled()
    expect(last()).toMatchObject({ kind: 'ended', cause: 'failed', from: 'us', sip: 407 })
  })

  test('who holds us and comes back is answered, and the talk goes on.', async () => {
    far(answers(0))
    await talk()
    const farCall = world.carrier.callTo(CALLEE)
    farCall.hold()
    await world.settled()
    expect(farCall.remoteSdp).toMatch(/a=recvonly/)
    expect(last()).toMatchObject({ kind: 'connected' })
  })

  test.each([
    [refuses(480, 0, { 'Retry-After': '60' }), { cause: 'congestion', sip: 480 }],
    [refuses(503, 0, { Reason: 'Q.850;cause=17' }), { cause: 'busy', sip: 503, q850: 17 }],
    [refuses(480, 0, { Reason: 'Q.850;cause=1' }), { cause: 'invalid', sip: 480, q850: 1 }],
  ])('is refused with what the headers say.', async (script, end) => {
    far(script)
    call()
    await world.settled()
    expect(last()).toMatchObject({ kind: 'ended', ...end })
  })
})

describe('FreeSWITCH', () => {
  test('that refuses a re-INVITE costs that call, and no other.', async () => {
    far(answers(0))
    world.freeswitch.treat = treating('reinvite', { refuse: '491 Request Pending' })
    call()
    await world.settled()
    expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
    world.freeswitch.treat = () => 'obey'
    await talk('b', OTHER)
  })

  test('that never lets a call into the room is to blame, and has no lines until it does.', async () => {
    far(answers(0))
    const lines: number[] = []
    harness.telephony.capacity$.subscribe(capacity => void lines.push(capacity.lines))
    harness.telephony.operatorUp('anna')
    call()
    await world.settled()
    world.freeswitch.treat = treating('sendmsg conference', 'neverAnswer')
    harness.telephony.connect('a', 'anna')
    await world.advance(seconds(2))
    expect(last()).toMatchObject({ kind: 'connectFailed', operator: 'anna', why: 'network' })
    await world.advance(seconds(10))
    // Neither in nor out, its channel cannot be trusted: the call is ended.
    expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
    expect(lines).toEqual([10, 0])
    expect(harness.healths.at(-1)?.why?.message).toMatch(/lets them into no conference/)
    expect(harness.events.filter(({ kind }) => kind === 'operatorDown')).toEqual([])
    world.freeswitch.treat = () => 'obey'
    await world.advance(seconds(4))
    expect(lines).toEqual([10, 0, 10])
    await talk('b', OTHER)
  })

  test('that makes no endpoint fails the call on our side, and calls nobody.', async () => {
    world.freeswitch.treat = treating('invite', { refuse: '503 Maximum Calls In Progress' })
    call()
    await world.settled()
    expect(of('a')).toEqual([{ attempt: 'a', kind: 'ended', cause: 'failed', from: 'us' }])
    expect(world.carrier.calls).toEqual([])
  })

  test('that tells events twice is heard once.', async () => {
    world.freeswitch.copies = () => 2
    far(answers(0))
    await talk()
    harness.telephony.hangUp('a')
    await world.settled()
    expect(kinds().filter(kind => kind === 'connected' || kind === 'ended')).toHaveLength(2)
  })

  test('that writes in pieces of any length is understood.', async () => {
    world.freeswitch.chunking = world.drachtio.chunking = 'joined'
    far(answers(0))
    await talk()
  })

  test('never has two callees in one room.', async () => {
    far(answers(0))
    await talk()
    call('b', OTHER)
    await world.settled()
    let most = 0
    world.freeswitch.copies = ({ headers }) => {
      const room = headers['Conference-Name']
      if (room !== undefined) most = Math.max(most, world.freeswitch.membersOf(room).length)
      return 1
    }
    world.drachtio.treat = treating('sip BYE', { delay: 50 })
    harness.telephony.hangUp('a')
    harness.telephony.connect('b', 'anna')
    await world.advance(200)
    expect(last('b')).toMatchObject({ kind: 'connected' })
    expect(most).toBe(2)
  })
})

describe('endpoints', () => {
  test('of calls that nobody answered are used again.', async () => {
    far(busy())
    for (let i = 0; i < 5; i++) {
      call(`a${i}`)
      await world.settled()
    }
    expect(harness.telephony.inUse()).toMatchObject({ endpoints: 0, spareEndpoints: 1 })
  })

  test('that FreeSWITCH ends while they wait are not used again.', async () => {
    const channels = new Set<string>()
    world.freeswitch.copies = ({ headers }) => {
      if (headers['Unique-ID'] !== undefined) channels.add(headers['Unique-ID'])
      return 1
    }
    far(busy())
    call()
    await world.settled()
    for (const uuid of channels) world.freeswitch.end(uuid, 'MEDIA_TIMEOUT')
    await world.settled()
    expect(harness.telephony.inUse()).toMatchObject({ spareEndpoints: 0 })
    far(answers(0))
    await talk('b', OTHER)
  })
})
