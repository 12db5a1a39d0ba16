import { afterEach, beforeEach, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { FarEnd } from '../../doubles/far/end.ts'
import { answers, answersLate, busy, refuses, rings } from '../../doubles/far/script.ts'
import { header } from '../../doubles/sip/message.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const AT_WORK = { ringLimit: seconds(5), answersItself: true }

let world: World
let harness: DoublesHarness
let desk: FarEnd
let pocket: FarEnd

beforeEach(async () => {
  world = await createWorld()
  const phone = { uri: 'sip:anna@127.0.0.1:5071', beside: [{ uri: 'sip:anna@127.0.0.1:5072' }] }
  harness = onDoubles(world, undefined, {}, { phones: { phoneOf: () => phone } })
  desk = world.phone(5071)
  pocket = world.phone(5072)
  await harness.up()
})

afterEach(() => harness.close())

const told = (): string[] =>
  harness.events.map(event => (event.kind === 'operatorDown' ? `down ${event.why}` : event.kind))
const ends = (): string[] => [desk, pocket].map(({ calls }) => calls.at(-1)!.ending)
const ring = async (): Promise<void> => {
  harness.telephony.operatorUp('anna', AT_WORK)
  await world.settled()
}

test('All devices ring; the first that answers has the call, and the other stops.', async () => {
  desk.script(rings())
  pocket.script(answers(seconds(2)))
  await ring()
  expect([desk.calls.length, pocket.calls.length, told()]).toEqual([1, 1, []])
  await world.advance(seconds(2))
  expect([told(), ends()]).toEqual([['operatorUp'], ['CANCEL', '']])
})

test('Of two that answer in the same millisecond one is kept, and the other hung up.', async () => {
  for (const phone of [desk, pocket]) phone.script(rings())
  await ring()
  for (const phone of [desk, pocket]) phone.calls[0]!.answer()
  await world.settled()
  expect([told(), ends()]).toEqual([['operatorUp'], ['', 'near BYE']])
  expect(pocket.calls[0]!.acknowledged).toBe(true)
})

test('One that answers as it is cancelled is hung up.', async () => {
  desk.script(answersLate())
  pocket.script(answers(seconds(1)))
  await ring()
  await world.advance(seconds(1))
  expect([told(), ends()]).toEqual([['operatorUp'], ['near BYE', '']])
})

test('One that is busy, or not there, leaves the call to the other.', async () => {
  desk.script(busy())
  pocket.script(answers(seconds(1)))
  await ring()
  await world.advance(seconds(1))
  expect(told()).toEqual(['operatorUp'])
})

test('One that declines for the operator as a whole ends the call for all.', async () => {
  desk.script(refuses(603))
  pocket.script(rings())
  await ring()
  expect([told(), ends()]).toEqual([['down refused'], ['603', 'CANCEL']])
})

test('Where none answers, what a phone said itself is the reason.', async () => {
  desk.script(refuses(486, seconds(1)))
  world.network.detach(pocket.address)
  await ring()
  await world.advance(seconds(1))
  expect(told()).toEqual(['down refused'])
})

test('All stop ringing when the time is over, and when nobody wants them any more.', async () => {
  for (const phone of [desk, pocket]) phone.script(rings())
  await ring()
  await world.advance(seconds(5))
  expect([told(), ends()]).toEqual([['down noAnswer'], ['CANCEL', 'CANCEL']])
  await ring()
  harness.telephony.operatorDown('anna')
  await world.settled()
  expect([told().at(-1), ends()]).toEqual(['down asked', ['CANCEL', 'CANCEL']])
})

test('Phones of operators at work are asked to answer by themselves, others are not.', async () => {
  for (const phone of [desk, pocket]) phone.script(rings())
  await ring()
  const { invite } = desk.calls[0]!
  expect(header(invite, 'Call-Info')).toMatch(/^<sip:carillon@[^>]+>;answer-after=0$/)
  expect(header(invite, 'Alert-Info')).toMatch(/^<[^>]+>;info=alert-autoanswer;delay=0$/)
  expect(header(invite, 'Answer-Mode')).toBe('')
  harness.telephony.operatorDown('anna')
  await world.settled()
  harness.telephony.operatorUp('anna')
  await world.settled()
  expect(header(desk.calls[1]!.invite, 'Call-Info')).toBe('')
})
