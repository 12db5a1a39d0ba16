import fc from 'fast-check'
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' }
import parsePhoneNumber, {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
} from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { callingCodeOf, e164 } from '../../../src/lists/phones/e164.ts'
import { hasPlan, planOf } from '../../../src/lists/phones/numbering-plan.ts'

/** What the library itself says. */
function libphonenumber(digits: string, country: string): string | null {
  const parsed = parsePhoneNumber(digits, country as CountryCode)
  return parsed?.isValid() ? parsed.number : null
}

const countries = getCountries()
const digit = fc.nat(9).map(String)
const digits = (minLength: number, maxLength: number) =>
  fc.array(digit, { minLength, maxLength }).map(all => all.join(''))

/**
 * National numbers near the real ones of a country: an example with its tail or one digit changed.
 */
const nearExamples = (country: CountryCode) => {
  const example = (examples as Record<string, string>)[country] ?? '4950000001'
  return fc.oneof(
    fc.constant(example),
    fc.tuple(fc.nat(example.length), digits(0, 9)).map(([n, tail]) => example.slice(0, n) + tail),
    fc
      .tuple(fc.nat(example.length - 1), digit)
      .map(([n, one]) => example.slice(0, n) + one + example.slice(n + 1)),
    digits(3, 16),
  )
}

/** What stands before national numbers in real lists, and what should not. */
const prefixes = (country: CountryCode) => {
  const code = getCountryCallingCode(country)
  const trunk = planOf(country).trunkPrefix ?? ''
  return fc.oneof(
    fc.constantFrom('', trunk, `+${code}`, code, `+${code}${trunk}`, `${code}${trunk}`),
    fc.constantFrom('00', '011', '810', '0011', '+800', '+'),
    fc.constantFrom(...countries).map(other => `+${getCountryCallingCode(other)}`),
    digits(0, 3),
  )
}

const cases = fc
  .constantFrom(...countries)
  .chain(country => fc.tuple(fc.constant(country), prefixes(country), nearExamples(country)))

describe('e164', () => {
  it('says what libphonenumber says of any digits in any country', () => {
    fc.assert(
      fc.property(cases, ([country, prefix, national]) => {
        fc.pre(national.length + prefix.length >= 3)
        const text = prefix + national
        expect(e164(text, country)).toBe(libphonenumber(text, country))
      }),
      { numRuns: 4000 },
    )
  })

  it('says what libphonenumber says of each country’s example, written in every usual way', () => {
    for (const country of countries) {
      const example = (examples as Record<string, string>)[country]
      if (example === undefined) continue
      const { callingCode, trunkPrefix } = planOf(country)
      for (const prefix of [
        '',
        trunkPrefix ?? '',
        `+${callingCode}`,
        callingCode,
        `00${callingCode}`,
      ]) {
        const text = prefix + example
        expect(e164(text, country), `${text} in ${country}`).toBe(libphonenumber(text, country))
      }
      expect(e164(`+${callingCode}${example}`, country)).toBe(`+${callingCode}${example}`)
    }
  })

  it.each([
    // What looks like a trunk prefix and belongs to the number.
    ['0004231234', 'UY'],
    ['80033628', 'BY'],
    // What looks like an international prefix, before a 0.
    ['00038', 'NF'],
    ['000779', 'JE'],
    // The country decides whether the rest is long enough, and not the main one of its code.
    ['+113104144', 'AS'],
    ['016367', 'CX'],
    // The calling code without its plus, in numbers that may begin like it.
    ['4930231250', 'DE'],
    ['4923125000', 'DE'],
    // A carrier code, which a rule of the plan takes out.
    ['01515551234567', 'BR'],
    ['01115 2345 6789'.replaceAll(' ', ''), 'AR'],
  ])('says of %s in %s what libphonenumber says', (text, country) => {
    expect(e164(text, country)).toBe(libphonenumber(text, country))
  })

  it.each([
    ['84950000001', 'RU', '+74950000001'],
    ['74950000001', 'RU', '+74950000001'],
    ['4950000001', 'RU', '+74950000001'],
    ['81012125550100', 'RU', '+12125550100'],
    ['0000001', 'RU', null],
    ['02079460000', 'GB', '+442079460000'],
    ['2079460000', 'GB', '+442079460000'],
    ['00442079460000', 'FR', '+442079460000'],
    ['2125550100', 'US', '+12125550100'],
    ['12125550100', 'US', '+12125550100'],
    ['', 'US', null],
    ['+', 'US', null],
  ])('reads %s in %s as %s', (text, country, number) => {
    expect(e164(text, country)).toBe(number)
  })
})

describe('a numbering plan', () => {
  it('is there for every country libphonenumber knows, and for no other', () => {
    expect(countries.every(hasPlan)).toBe(true)
    for (const name of ['UK', 'ru', '', 'toString', '__proto__']) expect(hasPlan(name)).toBe(false)
  })

  it('has no valid number of fewer than three digits, which the short way out relies on', () => {
    for (const country of countries) expect(planOf(country).lengths[0]).toBeGreaterThan(2)
  })

  it('tells a calling code from the digits after it', () => {
    expect(callingCodeOf('12125550100')).toBe('1')
    expect(callingCodeOf('442079460000')).toBe('44')
    expect(callingCodeOf('3751')).toBe('375')
    expect(callingCodeOf('999')).toBe(null)
    expect(callingCodeOf('')).toBe(null)
  })
})
