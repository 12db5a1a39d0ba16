import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heard, whoCalls } from '../../../../src/telephony/freeswitch/incoming/who-calls.ts'
import { written } from '../../../../src/telephony/freeswitch/rules/invitation.ts'
import { type NumberFormat, TRUNK_DEFAULTS } from '../../../../src/telephony/freeswitch/settings.ts'
import { TRUNK } from '../on-doubles.ts'

const OURS = '+12125550199'
const THEIRS = '+12125550100'
const { called: E164 } = TRUNK_DEFAULTS
const GERMAN: NumberFormat = {
  prefix: '',
  international: '00',
  national: { country: '49', prefix: '0' },
}

describe('numbers', () => {
  test.each<[string, NumberFormat, string | null]>([
    ['+4930231250', E164, '+4930231250'],
    ['4930231250', E164, '+4930231250'],
    ['004930231250', E164, '+4930231250'],
    ['+49 (30) 231-250', E164, '+4930231250'],
    ['0302312500', GERMAN, '+49302312500'],
    ['0012125550100', GERMAN, THEIRS],
    ['9902125550100', { ...E164, prefix: '99' }, null],
    ['99+12125550100', { ...E164, prefix: '99' }, THEIRS],
    ['anonymous', E164, null],
    ['112', E164, null],
    ['', E164, null],
    ['1'.repeat(16), E164, null],
  ])('%s is understood.', (user, format, number) => {
    expect(heard(user, format)).toBe(number)
  })

  test('Whatever we write for a carrier we understand when the carrier writes it.', () => {
    const format = fc.record({
      prefix: fc.constantFrom('', '#', '9*'),
      international: fc.constantFrom('+', '00', '011'),
      national: fc.constantFrom(null, { country: '49', prefix: '0' }),
    })
    // No German number within the country begins with 0: with its prefix it would be one abroad.
    const number = fc.stringMatching(/^\+[1-9]\d{9,13}$/).filter(one => !one.startsWith('+490'))
    fc.assert(
      fc.property(number, format, (e164, how) => {
        const user = decodeURIComponent(written(e164, how))
        expect(heard(user, how)).toBe(e164)
      }),
    )
  })
})

describe('who calls', () => {
  const invite = (headers: Readonly<Record<string, string>>, uri = `sip:${OURS}@here`) => ({
    uri,
    address: '127.0.0.1',
    get: (header: string) =>
      ({ From: `<sip:${THEIRS}@carrier.invalid>;tag=a`, ...headers })[header],
  })
  const from = (headers: Readonly<Record<string, string>>) => whoCalls(invite(headers), [TRUNK])

  test('is told by From, and better by what the carrier vouches for.', () => {
    expect(from({})).toEqual({ trunk: 'main', from: THEIRS, to: OURS })
    const vouched = { 'P-Asserted-Identity': '"A" <sip:+12125550107;npdi@carrier.invalid>' }
    expect(from(vouched)).toMatchObject({ from: '+12125550107' })
    expect(from({ 'P-Asserted-Identity': '<tel:+12125550107>' })?.from).toBe('+12125550107')
  })

  test('is never told by a display name, whatever it looks like.', () => {
    const quoted = (name: string) => `"${name.replaceAll(/["\\]/g, '\\$&')}"`
    const part = fc.constantFrom('sip:+442079460001@x', 'tel:+442079460001', '<', '>', '"', '\\')
    const name = fc.oneof(
      fc.string(),
      fc.array(part).map(parts => parts.join('')),
    )
    const uri = fc.constantFrom(
      `sip:${THEIRS}@carrier.invalid`,
      `sips:${THEIRS};npdi@carrier.invalid;user=phone`,
      `tel:${THEIRS};ext=1`,
    )
    const header = fc.constantFrom('P-Asserted-Identity', 'From')
    fc.assert(
      fc.property(name, uri, header, fc.constantFrom('', ' '), (shown, uri, where, gap) => {
        const From = `"A" <sip:+12125550108@carrier.invalid>;tag=a`
        expect(from({ From, [where]: `${quoted(shown)}${gap}<${uri}>;tag=b` })?.from).toBe(THEIRS)
      }),
    )
    fc.assert(
      fc.property(name, shown => {
        const To = `${quoted(shown)} <sip:${OURS}@here>`
        expect(whoCalls(invite({ To }, 'sip:carillon@here'), [TRUNK])?.to).toBe(OURS)
      }),
    )
  })

  test.each([
    [`sip:${THEIRS}@carrier.invalid;tag=a`, THEIRS],
    [`tel:${THEIRS}`, THEIRS],
    [`Anna Vale <sip:${THEIRS}@carrier.invalid>`, THEIRS],
    [`sip:+442079460001@x <sip:${THEIRS}@carrier.invalid>`, THEIRS],
    [`"A" <sip:${THEIRS}@carrier.invalid>, "B" <tel:+442079460001>`, THEIRS],
    ['"sip:+442079460001@x', null],
    ['"sip:+442079460001@x" <sip:anonymous@anonymous.invalid>', null],
    ['<sip:192.168.10.20>', null],
  ])('%s says who calls: %s.', (From, number) => {
    expect(from({ From })?.from).toBe(number)
  })

  test.each([
    [{ Privacy: 'id' }],
    [{ Privacy: 'id;critical' }],
    [{ Privacy: 'header' }],
    [{ Privacy: 'user' }],
    [{ Privacy: '' }],
    [{ From: '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=a' }],
    [{ From: '<sip:Anonymous@carrier.invalid>;tag=a' }],
    [{ From: '"A" <sip:anonymous.invalid>;tag=a' }],
    [{ 'Remote-Party-ID': `<sip:${THEIRS}@x>;party=calling;privacy=full;screen=yes` }],
    [{ 'Remote-Party-ID': `<sip:${THEIRS}@x>;privacy=uri` }],
  ])('%j keeps it from us, though the carrier vouches for it.', headers => {
    const vouched = { 'P-Asserted-Identity': `<sip:${THEIRS}@carrier.invalid>` }
    expect(from({ ...vouched, ...headers })).toEqual({ trunk: 'main', from: null, to: OURS })
  })

  test.each([
    [{ Privacy: 'none' }],
    [{ 'Remote-Party-ID': `"x;privacy=full" <sip:${THEIRS}@x>;privacy=off;screen=yes` }],
    [{ 'Remote-Party-ID': `<sip:${THEIRS}@x>;party=calling` }],
    [{ From: '<sip:192.168.10.20>;tag=a', 'P-Asserted-Identity': `<tel:${THEIRS}>` }],
  ])('%j keeps nothing from us.', headers => {
    expect(from(headers)?.from).toBe(THEIRS)
  })

  test('The number called is in To where the carrier writes an account into the URI.', () => {
    const found = whoCalls(invite({ To: `<sip:${OURS}@here>` }, 'sip:carillon@here'), [TRUNK])
    expect(found?.to).toBe(OURS)
  })

  test('Trunks at one address are told apart by the number called.', () => {
    const shown = { ...TRUNK.shown, allowed: [OURS] }
    const trunks = [TRUNK, { ...TRUNK, id: 'second', shown }]
    expect(whoCalls(invite({}), trunks)?.trunk).toBe('second')
    expect(whoCalls(invite({}, 'sip:+12125550198@here'), trunks)?.trunk).toBe('main')
  })

  test('From no trunk’s address nobody calls.', () => {
    expect(whoCalls({ ...invite({}), address: '192.0.2.66' }, [TRUNK])).toBeNull()
  })
})
