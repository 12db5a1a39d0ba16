import { expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { CallMessage } from '../../../../src/telephony/freeswitch/registrar/request.ts'
import { message, newRegistrar, type Packet, register } from './registering.ts'

const HERE = { address: '192.0.2.7', port: 5062 }

/** Anna's phone is registered at `HERE`; what is known of a call from there, with some changed. */
function calls(from: NonNullable<Packet['from']> = HERE) {
  const { registrar, timeline } = newRegistrar()
  register(registrar, { from })
  let isPhone: (invite: CallMessage) => boolean = () => false
  registrar.serve({ where: 'x', onRegister: () => {}, onPhone: ask => (isPhone = ask) })
  const isKnown = (From: string, place: Packet['from'] = from): boolean =>
    isPhone(message({ from: place, headers: { From } }))
  return { registrar, timeline, isKnown }
}

const ANNA = '"Anna" <sip:anna@192.0.2.1>;tag=b'

test('A registered phone that calls is known, by its account and its very place.', () => {
  const { registrar, isKnown } = calls()
  expect(registrar.callers.size).toBe(0)
  expect(isKnown(ANNA)).toBe(true)
  expect([...registrar.callers]).toEqual(['anna'])
})

test.each([
  ['another port', { ...HERE, port: 5063 }],
  ['another address', { ...HERE, address: '192.0.2.8' }],
  ['another transport', { ...HERE, protocol: 'tcp' }],
  ['no place', { address: '', port: 0 }],
])('From %s it is a stranger.', (_, place) => {
  const { registrar, isKnown } = calls()
  expect(isKnown(ANNA, place)).toBe(false)
  expect(registrar.callers.size).toBe(0)
})

test.each(['ben', 'nobody', 'anna2x', ''])(
  'As "%s" it is a stranger, from that very place.',
  user => {
    const { isKnown } = calls()
    expect(isKnown(`<sip:${user}@192.0.2.1>;tag=b`)).toBe(false)
    expect(isKnown(`"<sip:anna@192.0.2.1>" <sip:${user}@192.0.2.1>;tag=b`)).toBe(false)
  },
)

test('It is a stranger again once its registration is over.', () => {
  const { timeline, isKnown } = calls()
  timeline.advanceTo(seconds(99))
  expect(isKnown(ANNA)).toBe(true)
  timeline.advanceTo(seconds(101))
  expect(isKnown(ANNA)).toBe(false)
})
