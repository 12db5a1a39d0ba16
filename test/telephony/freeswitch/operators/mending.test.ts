import { afterEach, beforeEach, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { BARE_LIMIT } from '../../../../src/telephony/freeswitch/operators/leg.ts'
import { answers } from '../../doubles/far/script.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const CALLEE = '+12125550100'
let world: World
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  harness = onDoubles(world)
  await harness.up()
  world.carrier.script(answers(0))
  harness.telephony.operatorUp('anna')
  await world.settled()
  expect(told()).toEqual(['operatorUp'])
})

afterEach(() => harness.close())

const told = (): string[] =>
  harness.events.map(event => (event.kind === 'operatorDown' ? `down ${event.why}` : event.kind))
const phone = () => harness.phones.callTo('anna')
const channelOf = (port: number): string => world.freeswitch.channelAt(port)
const whoHears = (): { readonly operator: boolean; readonly callee: boolean } => {
  const callee = channelOf(world.carrier.callTo(CALLEE).remoteMediaPort)
  const operator = channelOf(phone().remoteMediaPort)
  const { freeswitch } = world
  return {
    operator: freeswitch.hears(operator, callee),
    callee: freeswitch.hears(callee, operator),
  }
}
const hearEachOther = (): boolean => whoHears().operator && whoHears().callee
const talk = async (): Promise<void> => {
  const ringLimit = seconds(20)
  harness.telephony.originate('a', { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit })
  await world.settled()
  harness.telephony.connect('a', 'anna')
  await world.settled()
  expect(told().at(-1)).toBe('connected')
}

test('A leg whose channel dies in talk is mended without a word, and both hear each other.', async () => {
  await talk()
  const before = told()
  const old = phone().remoteMediaPort
  world.freeswitch.end(channelOf(old), 'NORMAL_TEMPORARY_FAILURE')
  await world.settled()
  expect(told()).toEqual(before)
  expect(phone().state).toBe('answered')
  expect(phone().remoteMediaPort).not.toBe(old)
  expect(hearEachOther()).toBe(true)
})

test('Whoever is connected while the leg is being mended is joined when it is whole.', async () => {
  const ringLimit = seconds(20)
  harness.telephony.originate('a', { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit })
  await world.settled()
  world.freeswitch.end(channelOf(phone().remoteMediaPort), 'NORMAL_TEMPORARY_FAILURE')
  harness.telephony.connect('a', 'anna')
  await world.settled()
  expect(told().at(-1)).toBe('connected')
  expect(hearEachOther()).toBe(true)
})

test('Nobody is told as connected to a leg that is not whole yet.', async () => {
  harness.phones.script(answers(0, { onReinvite: 'ignore' }), 'anna')
  const ringLimit = seconds(20)
  harness.telephony.originate('a', { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit })
  await world.settled()
  world.freeswitch.end(channelOf(phone().remoteMediaPort), 'NORMAL_TEMPORARY_FAILURE')
  await world.settled()
  harness.telephony.connect('a', 'anna')
  await world.advance(seconds(3))
  expect(told().at(-1)).toBe('answered')
  await world.advance(seconds(2))
  expect(told().slice(-2).sort()).toEqual(['connectFailed', 'down lost'])
  await world.advance(seconds(40))
})

test('Whoever talked on a leg that cannot be mended may be given to somebody else.', async () => {
  await talk()
  harness.phones.script(answers(0, { onReinvite: { refuse: 488 } }), 'anna')
  world.freeswitch.end(channelOf(phone().remoteMediaPort), 'NORMAL_TEMPORARY_FAILURE')
  harness.telephony.operatorUp('ben')
  await world.settled()
  expect(told().slice(-2).sort()).toEqual(['down lost', 'operatorUp'])
  harness.telephony.connect('a', 'ben')
  await world.advance(100)
  expect(told().at(-1)).toBe('connected')
})

test('A phone that does not take other media is told as down and hung up, and is rung anew.', async () => {
  harness.phones.script(answers(0, { onReinvite: { refuse: 488 } }), 'anna')
  world.freeswitch.end(channelOf(phone().remoteMediaPort), 'NORMAL_TEMPORARY_FAILURE')
  await world.settled()
  expect([told(), phone().ending]).toEqual([['operatorUp', 'down lost'], 'near BYE'])
  harness.telephony.operatorUp('anna')
  await world.settled()
  expect(told()).toEqual(['operatorUp', 'down lost', 'operatorUp'])
  expect(harness.phones.calls).toHaveLength(2)
})

test('An operator whose microphone is closed is not heard when their leg was mended.', async () => {
  await talk()
  harness.telephony.mute('a', true)
  await world.settled()
  world.freeswitch.end(channelOf(phone().remoteMediaPort), 'NORMAL_TEMPORARY_FAILURE')
  await world.settled()
  expect(whoHears()).toEqual({ operator: true, callee: false })
  harness.telephony.mute('a', false)
  await world.settled()
  expect(whoHears()).toEqual({ operator: true, callee: true })
})

test('A phone puts us on hold and takes us back, and nobody is told.', async () => {
  await talk()
  const before = told()
  const channel = world.freeswitch.channel(channelOf(phone().remoteMediaPort))
  phone().hold()
  await world.settled()
  expect([phone().hearsThem, channel.sends]).toEqual([false, false])
  phone().hold(false)
  await world.settled()
  expect([phone().hearsThem, channel.sends]).toEqual([true, true])
  expect([told(), phone().state, whoHears()]).toEqual([
    before,
    'answered',
    { operator: true, callee: true },
  ])
})

test('A media server that comes back finds the phone in its call: it is not rung again.', async () => {
  world.freeswitch.restart()
  await world.settled()
  expect(told()).toEqual(['operatorUp', 'down lost'])
  await harness.up()
  harness.telephony.operatorUp('anna')
  await world.settled()
  expect(told()).toEqual(['operatorUp', 'down lost', 'operatorUp'])
  expect(harness.phones.calls).toHaveLength(1)
  await talk()
  expect(hearEachOther()).toBe(true)
})

test('A phone that nobody asks for is hung up when it has been without media for its time.', async () => {
  world.freeswitch.restart()
  await world.advance(BARE_LIMIT - 1000)
  expect(phone().state).toBe('answered')
  await world.advance(2000)
  expect(phone().ending).toBe('near BYE')
  expect(told()).toEqual(['operatorUp', 'down lost'])
})

test('A phone that hangs up meanwhile is rung anew.', async () => {
  world.freeswitch.restart()
  await world.settled()
  phone().hangUp()
  await harness.up()
  harness.telephony.operatorUp('anna')
  await world.settled()
  expect(harness.phones.calls).toHaveLength(2)
  expect(told().at(-1)).toBe('operatorUp')
})

test('When the SIP server goes as well, the phone is hung up by the next one and rung anew.', async () => {
  world.freeswitch.stop()
  await world.settled()
  world.drachtio.dropApplications()
  await world.settled()
  await world.freeswitch.start()
  await harness.up()
  await world.settled()
  expect(phone().ending).toBe('near BYE')
  harness.telephony.operatorUp('anna')
  await world.settled()
  expect(told().at(-1)).toBe('operatorUp')
})
