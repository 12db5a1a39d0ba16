import { expect, test } from 'vitest'
import { authorization, message, newRegistrar, nonceOf, type Packet } from './registering.ts'

const FIRST = '127.0.0.1:9022'
const SECOND = '127.0.0.1:9023'

const BEN: Packet = {
  headers: {
    From: '<sip:ben@127.0.0.1>;tag=b',
    To: '<sip:ben@127.0.0.1:5060>',
    Contact: '<sip:ben@192.0.2.8:5062>',
  },
}

test('Whoever is registered only at servers that are not used is named with these.', () => {
  const { registrar } = newRegistrar()
  const at = (way: string, packet: Packet = {}, user = 'anna'): void => {
    const asked = registrar.answer(message(packet), way)
    const headers = { ...packet.headers, Authorization: authorization(nonceOf(asked), { user }) }
    expect(registrar.answer(message({ ...packet, headers }), way)?.status).toBe(200)
  }
  at(FIRST)
  at(FIRST, BEN, 'ben')
  at(SECOND, BEN, 'ben')
  registrar.callOver([FIRST, SECOND])
  expect(registrar.elsewhere).toEqual(new Map())
  registrar.callOver([SECOND])
  expect(registrar.elsewhere).toEqual(new Map([['anna', [FIRST]]]))
  registrar.callOver(['127.0.0.1:9024'])
  expect(registrar.elsewhere.get('ben')?.toSorted()).toEqual([FIRST, SECOND])
  registrar.callOver([FIRST])
  expect(registrar.elsewhere).toEqual(new Map())
})
