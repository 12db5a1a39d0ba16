import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { Bindings } from '../../../../src/telephony/freeswitch/registrar/bindings.ts'
import { calledAt } from '../../../../src/telephony/freeswitch/registrar/called-at.ts'
import {
  type RegisterRequest,
  readRegister,
} from '../../../../src/telephony/freeswitch/registrar/request.ts'
import { message } from './registering.ts'

const A = 'sip:anna@192.0.2.7:5062'
const B = 'sip:anna@192.0.2.8:5062'

/** A registrar's memory for one operator, told of requests in short. */
function bound() {
  const bindings = new Bindings({ shortest: seconds(60), longest: seconds(120) })
  const ask = (
    contacts: RegisterRequest['contacts'],
    sequence: number,
    { callId = 'x', now = 0 } = {},
  ) => {
    const source = { address: '192.0.2.7', port: 5062, transport: 'udp' }
    const rest = { uri: 'sip:here', user: 'anna', authorization: null, source }
    return bindings.update('anna', { ...rest, contacts, callId, sequence }, now)
  }
  const uris = (now = 0) => bindings.of('anna', now).map(({ uri }) => uri)
  return { bindings, ask, uris }
}

describe('a binding', () => {
  it('lasts as long as it was asked for, within the longest', () => {
    const { ask, uris } = bound()
    ask([{ uri: A, expires: 90 }], 1)
    expect([uris(89_999), uris(90_000)]).toEqual([[A], []])
    ask([{ uri: A, expires: 4_000_000_000 }], 2)
    expect([uris(119_999), uris(120_000)]).toEqual([[A], []])
    ask([{ uri: A, expires: null }], 3)
    expect(uris(119_999)).toEqual([A])
  })

  it('is not made for less than the shortest, nor is anything else asked for with it', () => {
    const { ask, uris } = bound()
    const both = [
      { uri: B, expires: 100 },
      { uri: A, expires: 59 },
    ]
    expect([ask(both, 1), uris()]).toEqual(['tooBrief', []])
    expect(ask([{ uri: A, expires: 60 }], 2)).toBe('done')
  })

  it('goes by an expiry of 0, alone or with all', () => {
    const { ask, uris } = bound()
    const both = [
      { uri: A, expires: 100 },
      { uri: B, expires: 100 },
    ]
    ask(both, 1)
    ask([{ uri: A, expires: 0 }], 2)
    expect(uris()).toEqual([B])
    ask(both, 3)
    ask('*', 4)
    expect(uris()).toEqual([])
  })

  it('is not changed by an older request of the same call, and is by any of another', () => {
    const { ask, uris } = bound()
    ask([{ uri: A, expires: 100 }], 5)
    for (const sequence of [4, 5]) {
      expect(ask([{ uri: A, expires: 0 }], sequence)).toBe('outOfOrder')
      expect(ask('*', sequence)).toBe('outOfOrder')
    }
    const overtaken = [
      { uri: B, expires: 100 },
      { uri: A, expires: 100 },
    ]
    expect([ask(overtaken, 5), uris()]).toEqual(['outOfOrder', [A]])
    expect([ask([{ uri: A, expires: 0 }], 1, { callId: 'y' }), uris()]).toEqual(['done', []])
  })

  it('is one for an address, however its host is written', () => {
    const { ask, uris } = bound()
    ask([{ uri: 'sip:anna@Phone.invalid', expires: 100 }], 1)
    ask([{ uri: 'SIP:anna@phone.INVALID', expires: 100 }], 2)
    ask([{ uri: 'sip:Anna@phone.invalid', expires: 100 }], 3)
    expect(uris()).toHaveLength(2)
  })

  it('comes first when its device came last; refreshing changes nothing, starting anew does', () => {
    const { ask, uris } = bound()
    ask([{ uri: A, expires: 100 }], 1, { callId: 'a', now: 0 })
    ask([{ uri: B, expires: 100 }], 1, { callId: 'b', now: 1 })
    ask([{ uri: A, expires: 100 }], 2, { callId: 'a', now: 2 })
    expect(uris(3)).toEqual([B, A])
    ask([{ uri: A, expires: 100 }], 1, { callId: 'c', now: 3 })
    expect(uris(3)).toEqual([A, B])
  })

  it('makes room for another when there are too many', () => {
    const { ask, uris } = bound()
    for (let i = 0; i < 50; i++)
      ask([{ uri: `sip:anna@192.0.2.7:${5000 + i}`, expires: 100 }], i, { now: i })
    expect(uris(50)).toHaveLength(8)
    expect(uris(50)[0]).toBe('sip:anna@192.0.2.7:5049')
  })

  it('is there exactly while the last request that counted says so', () => {
    const step = fc.record({
      uri: fc.constantFrom(A, B),
      expires: fc.constantFrom(0, 60, 100),
      sequence: fc.nat(20),
      pass: fc.nat(40_000),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const { ask, uris } = bound()
        const model = new Map<string, { sequence: number; until: number }>()
        let now = 0
        for (const { uri, expires, sequence, pass } of steps) {
          now += pass
          for (const [key, { until }] of model) if (until <= now) model.delete(key)
          const late = (model.get(uri)?.sequence ?? -1) >= sequence
          expect(ask([{ uri, expires }], sequence, { now })).toBe(late ? 'outOfOrder' : 'done')
          if (!late) model.delete(uri)
          if (!late && expires > 0) model.set(uri, { sequence, until: now + expires * 1000 })
          expect(uris(now).toSorted()).toEqual([...model.keys()].toSorted())
        }
      }),
    )
  })
})

describe('the phone of a binding', () => {
  const phone = (uri: string, address: string, port: number, transport = 'udp') =>
    calledAt({
      uri,
      source: { address, port, transport },
      way: null,
      callId: 'x',
      sequence: 1,
      since: 0,
      expiresAt: 1,
    })

  it('is called where it says, when it is there', () => {
    expect(phone(A, '192.0.2.7', 5062)).toEqual({ uri: A })
    expect(phone('sip:anna@192.0.2.7;x=y', '192.0.2.7', 5060)).toEqual({
      uri: 'sip:anna@192.0.2.7;x=y',
    })
    expect(phone('sip:[2001:DB8::1]:5062', '2001:db8::1', 5062)).not.toHaveProperty('proxy')
  })

  it('is called where its packets come from, when that is elsewhere', () => {
    const nat = 'sip:198.51.100.1:40000;transport=udp'
    expect(phone(A, '198.51.100.1', 40_000)).toEqual({ uri: A, proxy: nat })
    expect(phone(A, '192.0.2.7', 40_000).proxy).toBe('sip:192.0.2.7:40000;transport=udp')
    expect(phone(A, '2001:db8::1', 9).proxy).toBe('sip:[2001:db8::1]:9;transport=udp')
  })

  it('is called over its own connection, where it has one', () => {
    expect(phone('sip:x@y.invalid;transport=ws', '198.51.100.1', 4, 'wss')).toEqual({
      uri: 'sip:x@y.invalid;transport=ws',
    })
  })
})

describe('a REGISTER', () => {
  const read = (headers: Readonly<Record<string, string>>) => readRegister(message({ headers }))

  it('brings addresses in every manner of writing', () => {
    const Contact =
      '"Anna, \\"A\\"" <sip:anna@192.0.2.7;transport=tcp>;expires=70;+sip.instance="<urn:uuid:1>",' +
      ' sip:b@[2001:db8::1]:5070;q=0.5 , Anna S <sips:phone.invalid> ; expires=x'
    expect(read({ Contact })).toMatchObject({
      user: 'anna',
      contacts: [
        { uri: 'sip:anna@192.0.2.7;transport=tcp', expires: 70 },
        { uri: 'sip:b@[2001:db8::1]:5070', expires: 100 },
        { uri: 'sips:phone.invalid', expires: null },
      ],
    })
    expect(read({ Contact: '' })).toMatchObject({ contacts: [] })
    expect(read({ Contact: '*', Expires: '0' })).toMatchObject({ contacts: '*' })
  })

  it.each<Readonly<Record<string, string>>>([
    { Contact: '*' },
    { Contact: '*, <sip:a@b>', Expires: '0' },
    { Contact: '<sip:a@b?Replaces=x>' },
    { Contact: '<tel:+12125550100>' },
    { Contact: '<sip:a@b>x' },
    { Contact: '<sip:a@b\r\nEvil: yes>' },
    { Contact: '<sip:a@b' },
    { Contact: `<sip:${'a'.repeat(300)}@b>` },
    { Contact: '<sip:a@b>,'.repeat(9) },
    { Contact: `<sip:a@b>${';a=b'.repeat(900)}"` },
    { Contact: `<sip:a@b>,${' '.repeat(4000)}"` },
    { Contact: `<sip:a@b>;x=${'y'.repeat(12_000)}` },
    { Authorization: 'x'.repeat(12_000) },
    { Expires: '1'.repeat(12_000) },
    { To: '' },
    { To: '<sip:127.0.0.1>' },
    { To: '<sip:a b@127.0.0.1>' },
    { CSeq: '1 INVITE' },
    { CSeq: '4294967296 REGISTER' },
    { 'Call-ID': '' },
    { 'Call-ID': 'a\r\n b' },
  ])('is malformed with %j', headers => {
    expect(read({})).not.toBe('malformed')
    expect(read(headers)).toBe('malformed')
  })

  it.each(['From', 'To', 'Call-ID', 'CSeq'])(
    'gets no answer with a %s of 12 KB, which the answer would repeat',
    header => expect(read({ [header]: 'x'.repeat(12_000) })).toBe('silence'),
  )

  it('of any text is read without harm, and nothing harmful comes out', () => {
    const piece = fc.oneof(
      fc.constantFrom('"', '\\', ',', ';', '<', '>', '\r\n', '*', 'sip:', '@', '=', 'expires=9'),
      fc.string(),
    )
    const text = fc.array(piece, { maxLength: 60 }).map(pieces => pieces.join(''))
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('To', 'CSeq', 'Expires'), text), text, (h, c) => {
        const request = read({ ...h, Contact: c })
        if (typeof request === 'string' || request.contacts === '*') return
        for (const { uri } of request.contacts) expect(uri).toMatch(/^sips?:[^\s<>"\\,]+$/i)
      }),
    )
  })
})
