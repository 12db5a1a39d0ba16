import { afterEach, beforeEach, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { VirtualTimeline } from '../../../../src/base/virtual-timeline.ts'
import { Ledger } from '../../../../src/telephony/freeswitch/left/ledger.ts'
import type { Binding } from '../../../../src/telephony/freeswitch/registrar/bindings.ts'
import { KeepAlive } from '../../../../src/telephony/freeswitch/registrar/keep-alive.ts'
import type { ReachNews } from '../../../../src/telephony/freeswitch/registrar/reach.ts'
import {
  REGISTRAR_DEFAULTS,
  Registrar,
  type RegistrarSettings,
} from '../../../../src/telephony/freeswitch/registrar/registrar.ts'
import { SipLink } from '../../../../src/telephony/freeswitch/wire/sip-link.ts'
import type { FarEnd } from '../../doubles/far/end.ts'
import { answers } from '../../doubles/far/script.ts'
import { methodOf, uriOf } from '../../doubles/sip/message.ts'
import { createWorld, SECRET, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'
import { NONCE_KEY, newRegistrar, register } from './registering.ts'

const ANNA = { username: 'anna', password: 'invented', at: '127.0.0.1:5060', expires: 120 }

let world: World
let harness: DoublesHarness
let registrar: Registrar
let news: ReachNews[]
let [desk, pocket]: FarEnd[] = []

const begin = async (more: Partial<RegistrarSettings> = {}): Promise<void> => {
  world = await createWorld()
  const accountOf = () => ({ operator: 'anna', secret: { password: 'invented' } })
  const algorithm = 'MD5'
  const own = { realm: 'carillon', nonceKey: NONCE_KEY, accountOf, algorithm } as const
  registrar = new Registrar({ ...REGISTRAR_DEFAULTS, ...own, ...more }, world.timeline)
  news = []
  registrar.reach$.subscribe(one => news.push(one))
  harness = onDoubles(world, undefined, {}, { phones: registrar, registrar })
  await harness.up()
  desk = world.phone(5071)
  pocket = world.phone(5072)
  for (const phone of [desk, pocket]) {
    phone.script(answers(0))
    await registers(phone)
    await world.advance(seconds(1))
  }
}

beforeEach(() => begin())
afterEach(async () => {
  // What was asked in vain is forgotten after 32 s (RFC 3261, timer F).
  for (const phone of [desk, pocket]) world.network.reopen(phone!.address)
  await world.advance(seconds(33))
  await harness.close()
})

const registers = async (phone: FarEnd): Promise<void> => {
  phone.caller.register(ANNA)
  await world.settled()
  expect(phone.caller.registered).toBe(200)
}
const asked = (phone: FarEnd): number =>
  world.network.log.filter(
    ({ to, message }) => to === phone.address && methodOf(message) === 'OPTIONS',
  ).length
const called = (): string | undefined => registrar.phoneOf('anna')?.uri
const DESK = 'sip:anna@127.0.0.1:5071'
const POCKET = 'sip:anna@127.0.0.1:5072'

test('A phone is asked at its rhythm for as long as it is registered.', async () => {
  await world.advance(seconds(24))
  expect([asked(desk!), asked(pocket!)]).toEqual([1, 0])
  await world.advance(seconds(55))
  expect([asked(desk!), asked(pocket!)]).toEqual([3, 3])
  await world.advance(seconds(300))
  expect([asked(desk!), asked(pocket!)]).toEqual([4, 4])
  const questions = world.network.log.filter(({ message }) => methodOf(message) === 'OPTIONS')
  expect(uriOf(questions[0]!.message)).toBe(DESK)
  expect(news).toEqual([])
})

test('One that has not answered twice is told, and not called while another answers.', async () => {
  expect(called()).toBe(POCKET)
  world.network.blackHole(pocket!.address)
  await world.advance(seconds(32))
  expect([called(), news]).toEqual([POCKET, []])
  await world.advance(seconds(10))
  expect([called(), news]).toEqual([DESK, [{ operator: 'anna', uri: POCKET, reachable: false }]])
  world.network.blackHole(desk!.address)
  await world.advance(seconds(40))
  expect([called(), news.length]).toEqual([POCKET, 2])
})

test('An operator is silent when none of their phones answers, and each phone by itself.', async () => {
  const silent = (): unknown[] => [
    [...registrar.silent],
    registrar.isSilent('anna', DESK),
    registrar.isSilent('anna', POCKET),
  ]
  world.network.blackHole(pocket!.address)
  await world.advance(seconds(42))
  expect(silent()).toEqual([[], false, true])
  world.network.blackHole(desk!.address)
  await world.advance(seconds(40))
  expect(silent()).toEqual([['anna'], true, true])
  for (const phone of [desk, pocket]) world.network.reopen(phone!.address)
  await registers(pocket!)
  expect(silent()).toEqual([[], true, false])
})

test('It is called first again when it answers.', async () => {
  world.network.blackHole(pocket!.address)
  await world.advance(seconds(42))
  expect(called()).toBe(DESK)
  world.network.reopen(pocket!.address)
  await world.advance(seconds(6))
  expect(called()).toBe(POCKET)
  expect(news.at(-1)).toEqual({ operator: 'anna', uri: POCKET, reachable: true })
})

test('It is believed when it registers again.', async () => {
  world.network.blackHole(pocket!.address)
  await world.advance(seconds(42))
  world.network.reopen(pocket!.address)
  await registers(pocket!)
  expect(called()).toBe(POCKET)
})

test('A server that is away says nothing of the phones.', async () => {
  world.network.blackHole(pocket!.address)
  await world.advance(seconds(32))
  await world.advance(seconds(5))
  world.drachtio.dropApplications()
  await world.settled()
  expect([called(), news]).toEqual([POCKET, []])
  await harness.up()
})

test('Where all devices ring, those that answer are called, the last one first.', async () => {
  await harness.close()
  await begin({ devices: 'all' })
  expect(registrar.phoneOf('anna')).toMatchObject({ uri: POCKET, beside: [{ uri: DESK }] })
  world.network.blackHole(pocket!.address)
  await world.advance(seconds(42))
  expect(registrar.phoneOf('anna')).toMatchObject({ uri: DESK })
  world.network.reopen(pocket!.address)
  await world.advance(seconds(6))
  harness.telephony.operatorUp('anna')
  await world.settled()
  expect([desk!.calls.length, pocket!.calls.length]).toEqual([1, 1])
  expect(harness.events).toEqual([{ kind: 'operatorUp', operator: 'anna' }])
})

test('Nothing is sent to a phone that is out of reach.', async () => {
  await harness.close()
  await begin({ inReach: ({ uri }) => uri === DESK })
  expect(called()).toBe(DESK)
  await world.advance(seconds(60))
  expect([asked(desk!) > 0, asked(pocket!)]).toEqual([true, 0])
})

test('Through a NAT the question goes where the phone was heard.', async () => {
  const { registrar: behind } = newRegistrar()
  register(behind, { from: { address: '198.51.100.9', port: 40_000 } })
  const [[, phone]] = [...behind.phones()] as [readonly [Binding, object]]
  expect(phone).toEqual({
    uri: 'sip:anna@192.0.2.7:5062',
    proxy: 'sip:198.51.100.9:40000;transport=udp',
  })
})

test('A question goes by the way that it is given.', async () => {
  const { port } = world.drachtio
  const server = { host: '127.0.0.1', port, secret: SECRET }
  const link = await SipLink.connect(server, {
    timeline: world.timeline,
    ledger: new Ledger(null),
  })
  const way = `sip:${desk!.address};transport=udp`
  const probing = link.probe('sip:anna@192.0.2.7:5062', '<sip:carillon@localhost>', way)
  await world.settled()
  expect([await probing, asked(desk!)]).toEqual([null, 1])
  link.close()
  await world.settled()
})

test('No more than fifty questions wait for an answer at once.', () => {
  const timeline = new VirtualTimeline(0)
  const { registrar: full } = newRegistrar({
    accountOf: user => ({ operator: user, secret: { password: `${user} has a password` } }),
  })
  for (let n = 0; n < 60; n++) {
    const user = `user${n}`
    const To = `<sip:${user}@127.0.0.1:5060>`
    register(full, { headers: { To, 'Call-ID': user } }, { user })
  }
  expect([...full.phones()]).toHaveLength(60)
  let questions = 0
  const alive = new KeepAlive(full, timeline)
  const probe = () => {
    questions++
    return new Promise(() => {})
  }
  alive.serve([{ where: '127.0.0.1:9022', ended: { yes: false }, probe }])
  while (timeline.monotonic() < seconds(60)) timeline.step()
  expect(questions).toBe(50)
  alive.serve([])
})
