import { afterEach, beforeEach, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import {
  REGISTRAR_DEFAULTS,
  Registrar,
} from '../../../../src/telephony/freeswitch/registrar/registrar.ts'
import type { FarEnd } from '../../doubles/far/end.ts'
import { answers } from '../../doubles/far/script.ts'
import { methodOf } from '../../doubles/sip/message.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'
import { NONCE_KEY } from '../registrar/registering.ts'

const CALLEE = '+12125550100'
const ANNA = { username: 'anna', password: 'invented', at: '127.0.0.1:5060', expires: 120 }
/** Asked after 25 s, in vain for 5 s, and again 5 s later: then a phone is told as silent. */
const TOLD = seconds(41)
const IN_VAIN = seconds(4)

let world: World
let harness: DoublesHarness
let desk: FarEnd

beforeEach(async () => {
  world = await createWorld()
  world.carrier.script(answers(0))
  const accountOf = () => ({ operator: 'anna', secret: { password: 'invented' } })
  const own = { realm: 'carillon', nonceKey: NONCE_KEY, accountOf, algorithm: 'MD5' } as const
  const registrar = new Registrar({ ...REGISTRAR_DEFAULTS, ...own }, world.timeline)
  harness = onDoubles(world, undefined, {}, { phones: registrar, registrar })
  await harness.up()
  desk = world.phone(5071)
  desk.script(answers(0))
  await registers()
  harness.telephony.operatorUp('anna')
  await world.settled()
  expect(told()).toEqual(['operatorUp'])
})

afterEach(async () => {
  // What was asked in vain is forgotten after 32 s (RFC 3261, timers B and F).
  world.network.reopen(desk.address)
  answerQuestions()
  await world.advance(seconds(33))
  // A phone that heard no BYE was not there to be in a call.
  for (const call of desk.calls) if (told().at(-1) === 'down lost') call.end('gone')
  await harness.close()
})

const registers = async (): Promise<void> => {
  desk.caller.register(ANNA)
  await world.settled()
  expect(desk.caller.registered).toBe(200)
}
const told = (): string[] =>
  harness.events.map(event => (event.kind === 'operatorDown' ? `down ${event.why}` : event.kind))
/** How often the phone was offered media, the first call included. */
const offers = (): number =>
  world.network.log.filter(
    ({ to, message }) => to === desk.address && methodOf(message) === 'INVITE',
  ).length
/** From now on it says nothing when it is asked whether it is there, though it is. */
const ignoreQuestions = (): void => {
  world.network.detach(desk.address)
  world.network.attach({
    address: desk.address,
    receive: (message, from) => methodOf(message) !== 'OPTIONS' && desk.receive(message, from),
  })
}
const answerQuestions = (): void => {
  world.network.detach(desk.address)
  world.network.attach(desk)
}
const talk = async (): Promise<void> => {
  const ringLimit = seconds(20)
  harness.telephony.originate('a', { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit })
  await world.settled()
  harness.telephony.connect('a', 'anna')
  await world.settled()
  expect(told().at(-1)).toBe('connected')
}

test('A leg whose phone is found silent is asked in its call, and told as down.', async () => {
  world.network.blackHole(desk.address)
  await world.advance(TOLD)
  expect([told(), offers()]).toEqual([['operatorUp'], 2])
  await world.advance(IN_VAIN)
  expect(told()).toEqual(['operatorUp', 'down lost'])
})

test('In mid-talk it is not asked before that is over.', async () => {
  await talk()
  world.network.blackHole(desk.address)
  await world.advance(TOLD + IN_VAIN)
  expect([told().at(-1), offers()]).toEqual(['connected', 1])
  harness.telephony.hangUp('a')
  await world.advance(IN_VAIN)
  expect([told().at(-1), offers()]).toEqual(['down lost', 2])
})

test('A phone that only answers in its call is asked there once, and nobody is told.', async () => {
  ignoreQuestions()
  await world.advance(TOLD)
  expect(offers()).toBe(2)
  await registers()
  await world.advance(TOLD)
  await talk()
  harness.telephony.hangUp('a')
  await world.settled()
  expect([offers(), told().filter(word => word.startsWith('down'))]).toEqual([2, []])
})

test('One that answers questions again is asked in its call when it ceases to.', async () => {
  ignoreQuestions()
  await world.advance(TOLD)
  answerQuestions()
  await world.advance(seconds(6))
  world.network.blackHole(desk.address)
  await world.advance(TOLD + IN_VAIN)
  expect([offers(), told().at(-1)]).toEqual([3, 'down lost'])
})
