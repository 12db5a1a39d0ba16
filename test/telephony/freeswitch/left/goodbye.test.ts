import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partyOf, placesOf } from '../../../../src/telephony/freeswitch/headers/party.ts'
import {
  type Beginning,
  goodbyeIn,
  goodbyeOf,
  wordOf,
} from '../../../../src/telephony/freeswitch/left/goodbye.ts'

const BEGINNING: Beginning = {
  callId: '7f3a@127.0.0.1',
  local: partyOf('"Us, of course" <sip:+12125550199@127.0.0.1>;tag=ours'),
  remote: partyOf('Anna <sip:+12125550100@127.0.0.1;user=phone>;tag=theirs'),
  contact: 'Anna <sip:anna@127.0.0.1:5061;transport=tcp>;expires=60',
  route: [],
  proxy: null,
}

test('It names the dialog, and where the other side takes requests.', () => {
  expect(goodbyeIn(BEGINNING)).toEqual({
    uri: 'sip:anna@127.0.0.1:5061;transport=tcp',
    proxy: null,
    headers: {
      From: '<sip:+12125550199@127.0.0.1>;tag=ours',
      To: '<sip:+12125550100@127.0.0.1;user=phone>;tag=theirs',
      'Call-ID': '7f3a@127.0.0.1',
      CSeq: '1073741824 BYE',
    },
  })
})

test('It goes through the places that the dialog goes through, the first of them first.', () => {
  const header = '<sip:edge@127.0.0.2;lr>, <sip:core@127.0.0.3:5070;lr>'
  const goodbye = goodbyeIn({ ...BEGINNING, route: placesOf(header), proxy: 'sip:127.0.0.9' })
  expect(goodbye).toMatchObject({
    uri: 'sip:anna@127.0.0.1:5061;transport=tcp',
    proxy: 'sip:edge@127.0.0.2;lr',
    headers: { Route: '<sip:edge@127.0.0.2;lr>,<sip:core@127.0.0.3:5070;lr>' },
  })
})

test('Without places on the way it goes where the INVITE went.', () => {
  expect(goodbyeIn({ ...BEGINNING, proxy: 'sip:127.0.0.9:5090' })?.proxy).toBe('sip:127.0.0.9:5090')
})

test.each([
  ['a tag of theirs', { remote: partyOf('<sip:anna@127.0.0.1>') }],
  ['a tag of ours', { local: partyOf('sip:us@127.0.0.1') }],
  ['an address', { contact: undefined }],
  ['an address that is one', { contact: '<tel:+12125550100>' }],
  ['a name of the call', { callId: undefined }],
  ['a name of the call in one word', { callId: 'a b' }],
  ['measure', { contact: `<sip:${'a'.repeat(2000)}@127.0.0.1>` }],
])('Without %s there is none.', (_, without) => {
  expect(goodbyeIn({ ...BEGINNING, ...without })).toBeNull()
})

test('Nothing that a stranger writes gets beyond its header, nor past its word.', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (a, b, c) => {
      const made = goodbyeIn({
        ...BEGINNING,
        remote: partyOf(`${a}<sip:${b}@127.0.0.1>;tag=${c}`),
        contact: `${c}<sip:${b}>${a}`,
        route: placesOf(`<sip:${a}>,<sip:${b};lr>\r\n${c}`),
      })
      if (made === null) return
      for (const value of [made.uri, made.proxy ?? '', ...Object.values(made.headers)])
        expect(value).not.toMatch(/[\r\n]/)
      const word = wordOf(made)
      expect(word).not.toMatch(/\s/)
      expect(goodbyeOf(word)).toEqual(made)
    }),
    { numRuns: 500 },
  )
})

test('A word of no goodbye stands for none.', () => {
  const split = { uri: 'sip:a@b', proxy: null, headers: { To: 'x\r\nRoute: <sip:c>' } }
  const words = ['', '%', 'abc', '%7B', '5', '{}', '{"uri":1,"headers":{}}', JSON.stringify(split)]
  for (const word of words) expect(goodbyeOf(word), word).toBeNull()
  for (const word of words) expect(goodbyeOf(encodeURIComponent(word)), word).toBeNull()
})

test.each([
  ['"Bob;tag=x" <sip:bob@127.0.0.1>;tag=1', 'sip:bob@127.0.0.1', '1'],
  ['<sip:bob@127.0.0.1;tag=v>;tag=1', 'sip:bob@127.0.0.1;tag=v', '1'],
  ['"a \\" <sip:evil@127.0.0.9>" <sip:bob@127.0.0.1>; tag = 1', 'sip:bob@127.0.0.1', '1'],
  ['<tel:+442079460001>;tag=1', 'tel:+442079460001', '1'],
  ['sip:bob@127.0.0.1;tag=1', 'sip:bob@127.0.0.1', '1'],
  ['<sip:bob@127.0.0.1;tag=v>', 'sip:bob@127.0.0.1;tag=v', ''],
])('%s is read past what it shows.', (header, uri, tag) => {
  expect(partyOf(header)).toEqual({ uri, tag })
})
