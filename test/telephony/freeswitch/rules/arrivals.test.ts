import { expect, test } from 'vitest'
import {
  type Arrival,
  isTaken,
  sourcesOf,
} from '../../../../src/telephony/freeswitch/rules/arrivals.ts'

const CARRIER = '192.0.2.1'
const PHONE = '192.0.2.7'
const HEADERS: Readonly<Record<string, string>> = {
  From: '<sip:a@carrier.invalid>;tag=1',
  To: '<sip:b@192.0.2.9>',
  'Call-ID': 'x',
  CSeq: '1 INVITE',
  Contact: '<sip:a@192.0.2.1>',
}
const taken = (
  change: Partial<Omit<Arrival, 'get'>> = {},
  headers: Readonly<Record<string, string>> = {},
): boolean =>
  isTaken(
    {
      method: 'INVITE',
      address: CARRIER,
      port: 5060,
      protocol: 'udp',
      inDialog: false,
      get: header => ({ ...HEADERS, ...headers })[header],
      ...change,
    },
    {
      trusted: new Set([CARRIER]),
      isPhone: ({ source_address, source_port, get }) =>
        source_address === PHONE && source_port === 5071 && get('From') === HEADERS.From,
    },
  )

test.each(['INVITE', 'OPTIONS', 'MESSAGE', 'SUBSCRIBE', 'ACK', 'FOO'])(
  '%s is taken from a carrier and from nobody else.',
  method => {
    expect(taken({ method })).toBe(true)
    expect(taken({ method, address: '192.0.2.2' })).toBe(false)
    expect(taken({ method, address: '' })).toBe(false)
  },
)

test('A call is taken from a phone that is registered, and nothing else that begins there.', () => {
  const phone = { address: PHONE, port: 5071 }
  expect(taken(phone)).toBe(true)
  expect(taken({ ...phone, port: 5072 })).toBe(false)
  for (const method of ['OPTIONS', 'MESSAGE', 'SUBSCRIBE', 'FOO'])
    expect(taken({ ...phone, method })).toBe(false)
})

test('Everybody may try to register, and say something within a dialog.', () => {
  const address = '192.0.2.2'
  expect(taken({ method: 'REGISTER', address })).toBe(true)
  expect(taken({ method: 'BYE', address, inDialog: true })).toBe(true)
  expect(taken({ method: 'FOO', address, inDialog: true })).toBe(false)
})

test('What lacks a header that is read, or has it in a length that does harm, is not taken.', () => {
  for (const header of ['From', 'To', 'Call-ID', 'CSeq']) {
    expect(taken({}, { [header]: '' })).toBe(false)
    expect(taken({ method: null }, { [header]: '' })).toBe(false)
    expect(taken({ inDialog: true, method: 'BYE' }, { [header]: 'x'.repeat(5000) })).toBe(false)
  }
  expect(taken({ method: null }, { Contact: 'x '.repeat(5000) })).toBe(false)
  expect(taken({ method: null })).toBe(true)
})

test('A carrier sends from its host, where that is an address, and from where it says.', () => {
  expect(sourcesOf({ host: '192.0.2.1:5070', sources: ['192.0.2.7'] })).toEqual([
    '192.0.2.1',
    '192.0.2.7',
  ])
  expect(sourcesOf({ host: '192.0.2.1', sources: [] })).toEqual(['192.0.2.1'])
  expect(sourcesOf({ host: 'sip.carrier.invalid', sources: ['192.0.2.7'] })).toEqual(['192.0.2.7'])
})

test.each([
  '<sip:a@192.0.2.1>',
  'sip:a@192.0.2.1',
  'sip:192.0.2.1:5070;transport=tcp',
  '"Bob <tel:1>, \\"b\\"" <sips:a,b@carrier.invalid:5061;transport=tls?x=y>;q=0.5',
  'Bob <sip:a@[2001:db8::1]:5060>',
])('A call of a carrier with Contact %s is taken.', contact => {
  expect(taken({}, { Contact: contact })).toBe(true)
})

test.each([
  '*',
  '',
  '<tel:+442079460001>',
  'tel:+442079460001',
  '<<sip:a<@127.0.0.1:5>',
  '<sip:>',
  '<sip:a@>',
  '<sip:@:5060>',
  '<http://127.0.0.1/>',
  'x',
  '<sip:a@192.0.2.1>, <tel:1>',
  '<sip:a@192.0.2.1>, *',
  ';tag=<sip:a@192.0.2.1>',
  '"<sip:a@192.0.2.1>',
  '<sip:a"@192.0.2.1>',
  '<sip:%00@192.0.2.1>',
  '<sip:a@192.0.2.1>"',
])('A call with Contact %s, which drachtio does not survive being answered, is not.', contact => {
  for (const method of ['INVITE', 'SUBSCRIBE'])
    expect(taken({ method }, { Contact: contact })).toBe(false)
  expect(taken({ address: PHONE, port: 5071 }, { Contact: contact })).toBe(false)
})

test('What it is to go through on the way back names hosts as well.', () => {
  expect(taken({}, { 'Record-Route': '<sip:192.0.2.1;lr>,<sip:edge@carrier.invalid;lr>' })).toBe(
    true,
  )
  for (const route of ['<tel:+44>', '<sip:192.0.2.1;lr>,<tel:1>', '<<sip:a>', 'sip:a@b'])
    expect(taken({}, { 'Record-Route': route }), route).toBe(false)
})
