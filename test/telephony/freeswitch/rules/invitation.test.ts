import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BrokenRule } from '../../../../src/base/assert.ts'
import { invitationTo, mayShow } from '../../../../src/telephony/freeswitch/rules/invitation.ts'
import {
  type NumberFormat,
  type ShownNumber,
  type SipTrunk,
  TRUNK_DEFAULTS,
} from '../../../../src/telephony/freeswitch/settings.ts'

const trunk: SipTrunk = {
  ...TRUNK_DEFAULTS,
  id: 'main',
  lines: 10,
  host: '127.0.0.1:5090',
  transport: 'udp',
  domain: 'carrier.invalid',
  credentials: null,
}
const request = { to: '+12125550100', from: '+12125550199', trunk: 'main', ringLimit: 1 }
const E164: NumberFormat = TRUNK_DEFAULTS.called
const called = (to: string, change: Partial<NumberFormat>): string =>
  invitationTo({ ...request, to }, { ...trunk, called: { ...E164, ...change } }).uri
const shown = (change: Partial<ShownNumber>) =>
  invitationTo(request, { ...trunk, shown: { ...trunk.shown, ...change } }).headers

describe('an invitation', () => {
  test('says whom to call and who calls.', () => {
    const { uri, headers, auth } = invitationTo(request, trunk)
    expect(uri).toBe('sip:+12125550100@127.0.0.1:5090')
    expect(headers.From).toBe('<sip:+12125550199@carrier.invalid>')
    expect(headers['P-Asserted-Identity']).toBe('<sip:+12125550199@carrier.invalid>')
    expect(headers).not.toHaveProperty('Privacy')
    expect(auth).toBeUndefined()
  })

  test('names a transport other than UDP, and has what the carrier asks for.', () => {
    const credentials = { username: 'carillon', password: 'made up' }
    const { uri, auth } = invitationTo(request, { ...trunk, transport: 'tls', credentials })
    expect(uri).toBe('sip:+12125550100@127.0.0.1:5090;transport=tls')
    expect(auth).toEqual(credentials)
  })

  test.each(['12125550100', '+1212@evil', '+1212\r\nX: y', '+', ''])(
    'is not made for %j, which is no number.',
    number => {
      expect(() => invitationTo({ ...request, to: number }, trunk)).toThrow(BrokenRule)
      expect(() => invitationTo({ ...request, from: number }, trunk)).toThrow(BrokenRule)
    },
  )
})

describe('the number that is called', () => {
  const BERLIN = '+493023125000'
  const GERMANY = { country: '49', prefix: '0' }

  test('is written as the carrier dials it.', () => {
    expect(called(BERLIN, { international: '' })).toMatch(/^sip:493023125000@/)
    expect(called(BERLIN, { international: '00' })).toMatch(/^sip:00493023125000@/)
    expect(called(BERLIN, { prefix: '9*1#' })).toMatch(/^sip:9\*1%23\+493023125000@/)
    expect(called(BERLIN, { national: GERMANY })).toMatch(/^sip:03023125000@/)
    expect(called(BERLIN, { national: GERMANY, prefix: '7' })).toMatch(/^sip:703023125000@/)
  })

  test('keeps its country where it is not of that of the carrier.', () => {
    const national = { national: GERMANY, international: '00' }
    expect(called('+442079460123', national)).toMatch(/^sip:00442079460123@/)
  })

  test('never brings anything but what a dialed number has, whatever is set.', () => {
    const strange = ['\r\n', '@', '\0', 'é', '\u{1f600}', '٣', '#', '00', '+', '>', ' ']
    const text = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom(...strange))
    const isFit = (uri: string): boolean => /^sip:[\d*%+]+@127\.0\.0\.1:5090$/.test(uri)
    fc.assert(
      fc.property(text, text, (prefix, international) => {
        try {
          return isFit(called(BERLIN, { prefix, international }))
        } catch (error) {
          return error instanceof BrokenRule
        }
      }),
    )
  })
})

describe('the number that is shown', () => {
  test('is told by the header that the carrier trusts.', () => {
    expect(shown({ header: null })).not.toHaveProperty('P-Asserted-Identity')
    const remote = shown({ header: 'Remote-Party-ID' })
    expect(remote['Remote-Party-ID']).toBe(
      '<sip:+12125550199@carrier.invalid>;party=calling;privacy=off;screen=yes',
    )
    expect(remote).not.toHaveProperty('P-Asserted-Identity')
  })

  test('is written in the format of the carrier.', () => {
    const { From, ...rest } = shown({ format: { ...E164, international: '' } })
    expect(From).toBe('<sip:12125550199@carrier.invalid>')
    expect(rest['P-Asserted-Identity']).toBe(From)
  })

  test('can be kept from the callee, not from the carrier.', () => {
    const headers = shown({ withheld: true })
    expect(headers.From).toBe('"Anonymous" <sip:anonymous@anonymous.invalid>')
    expect(headers['P-Asserted-Identity']).toBe('<sip:+12125550199@carrier.invalid>')
    expect(headers.Privacy).toBe('id')
    const remote = shown({ withheld: true, header: 'Remote-Party-ID' })
    expect(remote['Remote-Party-ID']).toMatch(/;privacy=full;/)
  })

  test('is one of the trunk’s own, where it has any.', () => {
    const own = { ...trunk, shown: { ...trunk.shown, allowed: ['+12125550198'] } }
    expect(mayShow('+12125550199', own)).toBe(false)
    expect(mayShow('+12125550198', own)).toBe(true)
    expect(mayShow('+12125550199', trunk)).toBe(true)
    expect(() => invitationTo(request, own)).toThrow(BrokenRule)
  })
})
