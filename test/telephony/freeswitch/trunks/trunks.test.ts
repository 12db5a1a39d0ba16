import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../../src/base/duration.ts'
import type { TrunkCapacity } from '../../../../src/telephony/call-event.ts'
import type { SipTrunk } from '../../../../src/telephony/freeswitch/settings.ts'
import type { TrunkHealth } from '../../../../src/telephony/freeswitch/trunks/trunks.ts'
import type { FarEnd } from '../../doubles/far/end.ts'
import { answers, busy, refuses, rings } from '../../doubles/far/script.ts'
import { methodOf } from '../../doubles/sip/message.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { CREDENTIALS, type DoublesHarness, onDoubles, TRUNK } from '../on-doubles.ts'

const FROM = '+12125550199'

let world: World
let harness: DoublesHarness
let second: FarEnd
let healths: TrunkHealth[]
let capacities: TrunkCapacity[]

async function begin(main: Partial<SipTrunk> = {}): Promise<void> {
  const other = { ...TRUNK, id: 'second', lines: 4, host: '127.0.0.1:5091' }
  harness = onDoubles(world, undefined, { trunks: [{ ...TRUNK, ...main }, other] })
  healths = []
  capacities = []
  harness.telephony.trunkHealth$.subscribe(health => healths.push(health))
  harness.telephony.capacity$.subscribe(capacity => capacities.push(capacity))
  await harness.up()
}

beforeEach(async () => {
  world = await createWorld()
  second = world.phone(5091)
})

afterEach(() => harness.close())

const health = (trunk = 'main') => healths.findLast(one => one.trunk === trunk)!
const lines = (trunk = 'main') => capacities.findLast(one => one.trunk === trunk)?.lines
const call = async (number: number, trunk = 'main', from = FROM): Promise<void> => {
  const to = `+1212555010${number}`
  harness.telephony.originate(`${trunk}${number}${capacities.length}-${harness.events.length}`, {
    to,
    from,
    trunk,
    ringLimit: seconds(20),
  })
  await world.settled()
}
const probes = () =>
  world.network.log.filter(({ message }) => methodOf(message) === 'OPTIONS').length
const why = () => [health().why?.code, health().why?.message]

describe('trunks', () => {
  test('each carry their own calls, and one that is down leaves the others up.', async () => {
    await begin()
    expect([lines(), lines('second')]).toEqual([10, 4])
    world.carrier.script(refuses(503, 0, { 'Retry-After': '30' }))
    second.script(answers(0))
    await call(1)
    expect(harness.events.at(-1)).toMatchObject({ kind: 'ended', cause: 'congestion', sip: 503 })
    expect([lines(), lines('second')]).toEqual([0, 4])
    expect(why()).toEqual([
      'OVERLOADED',
      'Trunk main: the carrier has no room for calls (503). It is spared, and tried again soon.',
    ])
    await call(1, 'second')
    expect(second.callTo('+12125550101').state).toBe('answered')
    await world.advance(seconds(29.9))
    expect(lines()).toBe(0)
    world.carrier.script(busy())
    await world.advance(100)
    expect(lines()).toBe(1)
    await call(2)
    expect(lines()).toBe(2)
    expect(health()).toEqual({ trunk: 'main', up: true, lines: 2, why: null })
  })

  test('that come back are trusted by each sign of service: one that rings, one that answers.', async () => {
    world.carrier.script(refuses(503, 0, { 'Retry-After': '1' }))
    await begin()
    await call(1)
    await world.advance(seconds(1))
    world.carrier.script(rings())
    await call(2)
    expect(lines()).toBe(2)
    world.carrier.callTo('+12125550102').answer()
    await world.settled()
    expect(lines()).toBe(4)
  })

  test('have no lines without servers, and what was known of them is known after.', async () => {
    world.carrier.script(refuses(503, 0, { 'Retry-After': '300' }))
    await begin()
    await call(1)
    await world.freeswitch.restart()
    await world.settled()
    expect([lines(), lines('second')]).toEqual([0, 0])
    expect(health('second')).toEqual({ trunk: 'second', up: false, lines: 0, why: null })
    await harness.up()
    expect([lines(), lines('second')]).toEqual([0, 4])
    await world.advance(minutes(5))
    expect(lines()).toBe(1)
  })

  test('show only numbers of their own: with another nothing is sent.', async () => {
    await begin({ shown: { ...TRUNK.shown, allowed: ['+12125550198'] } })
    await call(1)
    expect(harness.events.at(-1)).toMatchObject({ kind: 'ended', cause: 'failed', from: 'us' })
    expect(world.carrier.calls).toEqual([])
    expect(health().up).toBe(true)
    expect(why()).toEqual([
      'TELEPHONY_MISCONFIGURED',
      `Trunk main may not show ${FROM}, so that nothing was sent. Show one of its own numbers.`,
    ])
    await call(1, 'main', '+12125550198')
    expect(world.carrier.calls).toHaveLength(1)
    world.carrier.callTo('+12125550101').respond(486, 'Busy Here')
    await world.settled()
  })

  test('whose credentials are refused are out after two calls, and tried once in 5 minutes.', async () => {
    world.carrier.script(rings({ asksFor: { ...CREDENTIALS, password: 'another' } }))
    await begin()
    await call(1)
    expect(lines()).toBe(10)
    await call(2)
    expect(lines()).toBe(0)
    expect(why()).toEqual([
      'TELEPHONY_REFUSED',
      'Trunk main: the carrier refuses our credentials (407). Check them. It is tried again rarely.',
    ])
    await world.advance(minutes(5))
    expect(lines()).toBe(1)
    await call(3)
    expect(lines()).toBe(0)
    await world.advance(minutes(9))
    expect(lines()).toBe(0)
  })

  test.each([
    [
      'Digest realm="c", nonce="x", algorithm=SHA-256',
      /another proof than a digest by MD5 \(401\)/,
    ],
    ['Digest realm="c", nonce="x", algorithm=MD5', /refuses our credentials \(401\)/],
    ['Digest realm="c", nonce="x"', /refuses our credentials \(401\)/],
  ])(
    'say whether it is the password that is wrong, or the kind of proof: %s.',
    async (by, says) => {
      world.carrier.script(refuses(401, 0, { 'WWW-Authenticate': by }))
      await begin()
      await call(1)
      await call(2)
      expect(lines()).toBe(0)
      expect(health().why?.message).toMatch(says)
    },
  )

  test('without credentials say that they are asked for some.', async () => {
    world.carrier.script(rings({ asksFor: CREDENTIALS }))
    await begin({ credentials: null })
    await call(1)
    await call(2)
    expect(health().why?.message).toMatch(
      /the carrier asks for credentials \(407\), and there are none/,
    )
  })

  test.each([
    ['nowhere.invalid', /the name in nowhere.invalid does not resolve/],
    ['127.0.0.1:1', /127.0.0.1:1 lets nobody in over udp/],
  ])('to %s are named at the first call.', async (host, words) => {
    await begin({ host })
    await call(1)
    expect(harness.events.at(-1)).toMatchObject({ cause: 'failed', from: 'us', sip: 503 })
    expect(lines()).toBe(0)
    expect(health().why?.code).toBe('TELEPHONY_UNREACHABLE')
    expect(health().why?.message).toMatch(words)
    await world.advance(seconds(5))
    expect(lines(), 'without probes a call finds out').toBe(1)
  })

  test('to a carrier that says nothing are out after two calls.', async () => {
    world.network.blackHole('127.0.0.1:5999')
    await begin({ host: '127.0.0.1:5999' })
    for (const number of [1, 2]) {
      expect(lines()).toBe(10)
      await call(number)
      await world.advance(seconds(33))
    }
    expect(lines()).toBe(0)
    expect(health().why?.message).toMatch(/127.0.0.1:5999 does not answer/)
  })
})

describe('a trunk that is probed', () => {
  test('is out when it does not answer twice, and back when it does.', async () => {
    await begin({ probeEvery: seconds(30) })
    await world.settled()
    expect(probes()).toBe(1)
    await world.advance(seconds(30))
    expect([probes(), lines()]).toEqual([2, 10])
    world.network.blackHole('127.0.0.1:5090')
    await world.advance(seconds(36))
    expect([probes(), lines()], 'one packet may be lost').toEqual([3, 10])
    await world.advance(seconds(10))
    expect([probes(), lines()]).toEqual([4, 0])
    expect(health().why?.message).toMatch(/127.0.0.1:5090 does not answer/)
    world.network.reopen('127.0.0.1:5090')
    await world.advance(seconds(6))
    expect(health()).toEqual({ trunk: 'main', up: true, lines: 10, why: null })
    // The server itself waits for 32 s.
    await world.advance(seconds(32))
  })

  test('over what our own server does not speak is out before any call, and so by a call.', async () => {
    const refuse = 'requested protocol/transport not available'
    world.drachtio.treat = treating('sip OPTIONS', { refuse })
    await begin({ probeEvery: seconds(30), transport: 'tls' })
    await world.settled()
    expect(health().why?.message).toMatch(/our SIP server does not speak tls/)
    world.drachtio.treat = treating('sip INVITE sip:+1', { refuse })
    await call(1, 'second')
    expect(health('second').why?.message).toMatch(/our SIP server does not speak udp/)
  })

  test('that cannot be reached is out before any call.', async () => {
    await begin({ probeEvery: seconds(30), host: 'nowhere.invalid' })
    await world.settled()
    expect(lines()).toBe(0)
    expect(health().why?.message).toMatch(/does not resolve/)
    await world.advance(seconds(31))
    expect(probes()).toBe(7)
  })

  test('is not probed without servers, nor after the end.', async () => {
    await begin({ probeEvery: seconds(30) })
    await world.settled()
    world.network.blackHole('127.0.0.1:5090')
    await world.advance(seconds(31))
    world.drachtio.stop()
    world.network.reopen('127.0.0.1:5090')
    await world.advance(seconds(90))
    expect(probes()).toBe(2)
    await world.drachtio.start()
    await harness.up()
    await world.settled()
    expect(probes()).toBe(3)
    await world.advance(seconds(31))
    expect(probes()).toBe(4)
    const troubles = healths.filter(({ why }) => why !== null)
    expect(troubles, 'what a lost connection did not bring says nothing').toEqual([])
  })
})
