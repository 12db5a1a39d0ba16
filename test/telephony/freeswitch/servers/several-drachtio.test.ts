import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { TrunkCapacity } from '../../../../src/telephony/call-event.ts'
import type { ReachNews } from '../../../../src/telephony/freeswitch/registrar/reach.ts'
import {
  REGISTRAR_DEFAULTS,
  Registrar,
} from '../../../../src/telephony/freeswitch/registrar/registrar.ts'
import type { DrachtioDouble } from '../../doubles/drachtio/server.ts'
import type { FarEnd } from '../../doubles/far/end.ts'
import { answers } from '../../doubles/far/script.ts'
import type { FreeswitchDouble } from '../../doubles/freeswitch/server.ts'
import { methodOf, statusOf } from '../../doubles/sip/message.ts'
import { createWorld, SECRET, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles, TRUNK } from '../on-doubles.ts'
import { NONCE_KEY } from '../registrar/registering.ts'

let world: World
let other: DrachtioDouble
let media: FreeswitchDouble
let harness: DoublesHarness
let registrar: Registrar
let news: ReachNews[]
let capacities: TrunkCapacity[]
let registered: FarEnd[] = []

const FIRST = '127.0.0.1:5060'
const SECOND = '127.0.0.1:5061'
const nameOf = ({ port }: { readonly port: number }): string => `127.0.0.1:${port}`
const at = ({ port }: { readonly port: number }) => ({ host: '127.0.0.1', port, secret: SECRET })

beforeEach(async () => {
  world = await createWorld()
  other = await world.secondDrachtio()
  media = await world.secondFreeswitch()
  world.carrier.script(answers(0))
  registrar = new Registrar(
    {
      ...REGISTRAR_DEFAULTS,
      realm: 'carillon',
      algorithm: 'MD5',
      devices: 'all',
      nonceKey: NONCE_KEY,
      accountOf: user => ({ operator: user, secret: { password: 'invented' } }),
    },
    world.timeline,
  )
  news = []
  registrar.reach$.subscribe(one => news.push(one))
  const fixed = (operator: string) => ({ uri: `sip:${operator}@127.0.0.1:5062` })
  const phones = {
    phoneOf: (operator: string) =>
      operator.startsWith('registered') ? registrar.phoneOf(operator) : fixed(operator),
  }
  const trunks = [{ ...TRUNK, probeEvery: seconds(30) }]
  const more = { moreDrachtio: [at(other)], moreFreeswitch: [at(media)], spareEndpoints: 0, trunks }
  harness = onDoubles(world, SECRET, more, { phones, registrar })
  capacities = []
  harness.telephony.capacity$.subscribe(capacity => capacities.push(capacity))
  await harness.up()
  await world.settled()
})
afterEach(async () => {
  registered = []
  await world.advance(seconds(33))
  await harness.close()
})

const told = (kind: string) => harness.events.filter(event => event.kind === kind)
const state = (name: string) => harness.telephony.servers().find(one => one.name === name)
const dialogs = (): readonly number[] => [world.drachtio, other].map(one => one.left.dialogs)
const invites = (from: string, to: string): number =>
  world.network.log.filter(
    one => one.from === from && one.to === to && methodOf(one.message) === 'INVITE',
  ).length
const options = (from: string, to: string): number =>
  world.network.log.filter(
    one => one.from === from && one.to === to && methodOf(one.message) === 'OPTIONS',
  ).length
const up = async (...operators: readonly string[]): Promise<void> => {
  for (const operator of operators) {
    harness.telephony.operatorUp(operator)
    await world.settled()
  }
}
const call = async (attempt: string, i: number): Promise<void> => {
  const ringLimit = seconds(20)
  const to = `+1212555010${i}`
  harness.telephony.originate(attempt, { to, from: '+12125550199', trunk: 'main', ringLimit })
  await world.settled()
}
const talk = async (attempt: string, i: number, operator: string): Promise<void> => {
  await call(attempt, i)
  harness.telephony.connect(attempt, operator)
  await world.settled()
  expect(harness.events.at(-1)).toMatchObject({ kind: 'connected', attempt, operator })
}
const ended = (): readonly string[] =>
  harness.events.flatMap(one => (one.kind === 'lost' || one.kind === 'ended' ? [one.attempt] : []))

describe('two SIP servers', () => {
  test('Legs and calls are spread over them, and everybody reaches everybody.', async () => {
    await up('anna', 'bea', 'carl', 'dora')
    for (const phones of [FIRST, SECOND]) expect(invites(phones, '127.0.0.1:5062')).toBe(2)
    const operators = ['anna', 'bea', 'carl', 'dora']
    for (const [i, operator] of operators.entries()) await talk(`a${i}`, i, operator)
    for (const server of [FIRST, SECOND]) expect(invites(server, '127.0.0.1:5090')).toBe(2)
    expect(harness.phones.calls, 'no phone is called a second time').toHaveLength(4)
    expect(state(nameOf(other))).toMatchObject({ kind: 'drachtio', state: 'up', calls: 2, legs: 2 })
  })

  test('One that is lost costs its calls alone; its legs come up over the other.', async () => {
    await up('anna', 'bea', 'carl', 'dora')
    for (const i of [0, 1, 2, 3]) await call(`a${i}`, i)
    const before = state(nameOf(world.drachtio))!
    expect([before.calls, before.legs]).toEqual([2, 2])
    other.stop()
    await world.settled()
    expect(ended()).toHaveLength(2)
    expect(told('lost')).toHaveLength(2)
    expect(told('operatorDown')).toHaveLength(2)
    for (const { calls } of [world.carrier, harness.phones])
      expect(
        calls.filter(({ ending }) => ending === 'near BYE'),
        'no one hears silence',
      ).toHaveLength(2)
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
    expect(harness.healths.at(-1)?.up).toBe(true)
    const down = told('operatorDown').map(one => ('operator' in one ? one.operator! : ''))
    await up(...down)
    expect(told('operatorUp')).toHaveLength(6)
    const rest = ['a0', 'a1', 'a2', 'a3'].filter(attempt => !ended().includes(attempt))
    for (const [i, attempt] of rest.entries()) {
      harness.telephony.connect(attempt, down[i]!)
      await world.settled()
      expect(harness.events.at(-1)).toMatchObject({ kind: 'connected', attempt })
    }
    await world.advance(seconds(4))
    expect(harness.healths.at(-1)?.missing).toEqual([
      expect.stringMatching(`^drachtio at ${nameOf(other)} cannot be reached`),
    ])
    await other.start()
    await world.advance(seconds(8))
    expect(harness.healths.at(-1)).toEqual({ up: true, why: null, missing: [] })
    for (const i of [4, 5, 6]) await call(`b${i}`, i)
    expect(state(nameOf(other))!.calls, 'it has calls again').toBeGreaterThan(0)
    expect(ended(), 'and nobody else has lost anything').toHaveLength(2)
  })

  test('Whoever comes back ends nothing of what lives over the other.', async () => {
    await call('a', 0)
    const there = [world.drachtio, other].find(one => state(nameOf(one))!.calls === 1)!
    const away = there === other ? world.drachtio : other
    for (let i = 0; i < 2; i++) {
      away.dropApplications()
      await world.advance(seconds(8))
    }
    expect(state(nameOf(away))?.state).toBe('up')
    expect(ended()).toEqual([])
    await up('anna')
    harness.telephony.connect('a', 'anna')
    await world.settled()
    expect(harness.events.at(-1)).toMatchObject({ kind: 'connected', attempt: 'a' })
  })

  test('People who call are answered over the server that they came to.', async () => {
    harness.telephony.incoming$.subscribe(({ call: ringing }) => {
      harness.telephony.answer(ringing, `in-${ringing}`)
    })
    for (const [i, server] of [SECOND, SECOND, SECOND, FIRST].entries()) {
      const caller = world.carrier.caller.call('12125550199', server, `+1212555010${i}`)
      await world.settled()
      expect(caller.state).toBe('answered')
    }
    expect([world.drachtio, other].map(server => state(nameOf(server))?.calls)).toEqual([1, 3])
    world.drachtio.stop()
    await world.settled()
    expect(told('lost')).toHaveLength(1)
  })

  test('A trunk is there as long as it answers over one of them.', async () => {
    await world.advance(seconds(31))
    for (const server of [FIRST, SECOND])
      expect(options(server, '127.0.0.1:5090')).toBeGreaterThan(1)
    // What one of them asks is answered by nobody.
    const deaf = (text: string) => (text.includes('OPTIONS') ? null : text)
    for (const one of [world.drachtio, other]) {
      one.rewrites = deaf
      await world.advance(seconds(90))
      expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
      one.rewrites = text => text
    }
    for (const one of [world.drachtio, other]) one.rewrites = deaf
    await world.advance(seconds(90))
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 0 })
    world.drachtio.rewrites = text => text
    await world.advance(seconds(20))
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
  })
})

describe('phones that register at one of two SIP servers', () => {
  const registers = async (
    user: string,
    port: number,
    server: string,
    phone = world.phone(port),
  ) => {
    registered.push(phone)
    phone.script(answers(0))
    phone.caller.register({ username: user, password: 'invented', at: server, expires: 120 })
    await world.settled()
    expect(phone.caller.registered).toBe(200)
    return phone
  }

  test('are asked and called over that one, and not there any more when it is gone.', async () => {
    const first = await registers('registered1', 5071, FIRST)
    const second = await registers('registered2', 5072, SECOND)
    await up('registered1', 'registered2')
    expect(told('operatorUp')).toHaveLength(2)
    for (const [own, strange, phone] of [
      [FIRST, SECOND, '127.0.0.1:5071'],
      [SECOND, FIRST, '127.0.0.1:5072'],
    ] as const)
      expect([invites(own, phone), invites(strange, phone)]).toEqual([1, 0])
    await world.advance(seconds(30))
    expect([options(SECOND, second.address), options(FIRST, second.address)]).toEqual([1, 0])
    expect([options(FIRST, first.address), options(SECOND, first.address)]).toEqual([1, 0])
    other.stop()
    await world.settled()
    const uri = 'sip:registered2@127.0.0.1:5072'
    expect(news).toEqual([{ operator: 'registered2', uri, reachable: false }])
    expect(registrar.phoneOf('registered2')).toBeNull()
    await up('registered2')
    const failed = { kind: 'operatorDown', operator: 'registered2', why: 'noAnswer' }
    expect(harness.events.at(-1)).toEqual(failed)
    await registers('registered2', 5072, FIRST, second)
    expect(registrar.phoneOf('registered2')).toMatchObject({ uri, way: nameOf(world.drachtio) })
    await up('registered2')
    expect(harness.events.at(-1)).toEqual({ kind: 'operatorUp', operator: 'registered2' })
  })

  test('A leg is on the server of its phone with its media as well.', async () => {
    for (const [i, operator] of ['registered1', 'registered2', 'registered3'].entries()) {
      await registers(operator, 5071 + i, SECOND)
      await up(operator)
    }
    expect(state(nameOf(other))).toMatchObject({ legs: 3 })
  })

  test('One that registers at both is called once, over one that is there.', async () => {
    const phone = await registers('registered1', 5071, FIRST)
    await registers('registered1', 5071, SECOND, phone)
    expect(registrar.phoneOf('registered1')).not.toHaveProperty('beside')
    other.stop()
    await world.settled()
    expect(registrar.phoneOf('registered1')?.way).toBe(nameOf(world.drachtio))
    await up('registered1')
    expect(harness.events.at(-1)).toMatchObject({ kind: 'operatorUp' })
  })
})

describe('a SIP server that is drained', () => {
  test('gets nothing new, ends its free legs to be called over the other, and is empty.', async () => {
    await up('anna', 'bea', 'carl', 'dora')
    await talk('a', 0, 'anna')
    await talk('b', 1, 'bea')
    const name = nameOf(other)
    const kept = state(name)!
    expect(harness.telephony.drain(name, true)).toBeNull()
    await world.advance(seconds(1))
    for (const one of told('operatorDown')) if ('operator' in one) await up(one.operator!)
    await talk('c', 2, 'carl')
    expect(state(name)).toMatchObject({ state: 'draining', calls: kept.calls })
    expect(ended()).toEqual([])
    const refused = world.carrier.caller.call('12125550199', SECOND, '+12125550101')
    await world.settled()
    expect(refused.ending).toBe('503')
    for (const attempt of ['a', 'b', 'c']) harness.telephony.hangUp(attempt)
    await world.advance(seconds(2))
    for (const one of told('operatorDown').slice(1)) if ('operator' in one) await up(one.operator!)
    await world.advance(seconds(2))
    expect(state(name)).toMatchObject({ state: 'drained', calls: 0, legs: 0 })
    expect(dialogs()[1]).toBe(0)
    other.stop()
    await world.advance(seconds(4))
    expect(harness.healths.at(-1)).toMatchObject({ up: true, missing: [] })
    for (const [i, operator] of ['anna', 'bea', 'carl', 'dora'].entries())
      await talk(`d${i}`, i + 3, operator)
    await other.start()
    await world.advance(seconds(8))
    expect(state(name)).toMatchObject({ state: 'drained' })
    expect(harness.telephony.drain(name, false)).toBeNull()
    await call('e', 8)
    expect(state(name)).toMatchObject({ state: 'up', calls: 1 })
  })

  test('is not the last one that works.', async () => {
    const { telephony } = harness
    expect(telephony.drain(nameOf(other), true)).toBeNull()
    const why = `No other drachtio server works: without ${nameOf(world.drachtio)} there are no calls.`
    expect(telephony.drain(nameOf(world.drachtio), true)).toBe(why)
    expect(state(nameOf(world.drachtio))?.state).toBe('up')
  })

  test('keeps the leg of a phone that is registered there alone.', async () => {
    const phone = world.phone(5071)
    phone.script(answers(0))
    const me = { username: 'registered1', password: 'invented', expires: 120 }
    phone.caller.register({ ...me, at: SECOND })
    await world.settled()
    await up('registered1')
    harness.telephony.drain(nameOf(other), true)
    await world.advance(seconds(5))
    expect(told('operatorDown')).toEqual([])
    expect(state(nameOf(other))).toMatchObject({ state: 'draining', legs: 1 })
    phone.caller.register({ ...me, at: FIRST })
    await world.advance(seconds(2))
    expect(told('operatorDown')).toHaveLength(1)
    await up('registered1')
    expect(state(nameOf(other))).toMatchObject({ state: 'drained' })
    expect(statusOf(world.network.log.at(-1)!.message)).toBeLessThan(300)
  })
})
