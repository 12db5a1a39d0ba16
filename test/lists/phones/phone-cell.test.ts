import fc from 'fast-check'
import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { readPhones } from '../../../src/lists/phones/phone-cell.ts'

const numbers = (cell: string, country = 'RU') => readPhones(cell, country).numbers
const rules = (cell: string, country = 'RU') =>
  readPhones(cell, country).refused.map(({ rule, value }) => `${rule}: ${value}`)

const A = '+74950000001'
const B = '+74950000002'

describe('a phone cell', () => {
  it.each([
    ['(495) 000-00-01'],
    ['8 (495) 000-00-01'],
    ['8-495-000-00-01,'],
    ['+7 495 000 00 01'],
    ['/495/000-00-01'],
    ['+7/495/000-00-01'],
    ['(495) 000-00- 01 тел., факс'],
    ['тел./факс (495) 000-00-01'],
    ['74950000001.0'],
    ['7.4950000001E+10'],
    ['7,4950000001E+10'],
    ['="84950000001"'],
    ["'+74950000001"],
    ['8\u00A0495\u00A0000–00–01'],
    ['\u202A+7 495 000-00-01\u202C'],
    ['8 495 000-00-01 доб. 12'],
    ['8 495 000-00-01 (вн. 12)'],
    ['8 495 000-00-01, доб. 12'],
    ['8 495 000-00-01 ext 12'],
    ['8 495 000-00-01,,12'],
    ['８４９５００００００１'],
    ['Анна 8 495 000 00 01'],
  ])('reads one number from %j', cell => {
    expect(readPhones(cell, 'RU')).toEqual({ numbers: [A], refused: [] })
  })

  it.each([
    ['(495) 000-00-01, (495) 000-00-02'],
    ['(495) 000-00-01; (495) 000-00-02'],
    ['(495) 000-00-01\n(495) 000-00-02'],
    ['(495) 000-00-01 или (495) 000-00-02'],
    ['8 495 000-00-01/8 495 000-00-02'],
    ['8 495 000-00-01 8 495 000-00-02'],
    ['+7 495 000-00-01 +7 495 000-00-02'],
    ['84950000001 84950000002'],
    ['Анна 8 495 000 00 01 Борис 8 495 000 00 02'],
    ['84950000001, 84950000002, 84950000001'],
  ])('reads several numbers from %j, each once and in their order', cell => {
    expect(readPhones(cell, 'RU')).toEqual({ numbers: [A, B], refused: [] })
  })

  it.each([
    ['#Н/Д', 'spreadsheetError: #Н/Д'],
    ['#N/A', 'spreadsheetError: #N/A'],
    ['#REF!', 'spreadsheetError: #REF!'],
    ['нет', 'noDigits: нет'],
    ['-', 'noDigits: -'],
    ['0', 'tooShort: 0'],
    ['8.9E+10', 'digitsLost: 8.9E+10'],
    ['7,49512E+10', 'digitsLost: 7,49512E+10'],
    ['000-00-01', 'areaCodeMissing: 000-00-01'],
    ['(099) 000-00-01', 'notInPlan: (099) 000-00-01'],
    ['8495000000184950000002', 'tooLong: 8495000000184950000002'],
    ['+8 (495) 000-00-01', 'trunkPrefixAfterPlus: +8 (495) 000-00-01'],
    ['+999 123 456', 'callingCodeUnknown: +999 123 456'],
    ['факс (495) 000-00-01', 'fax: факс (495) 000-00-01'],
  ])('refuses %j: %s', (cell, why) => {
    expect(readPhones(cell, 'RU').numbers).toEqual([])
    expect(rules(cell)).toEqual([why])
  })

  it('refuses a cell that is too long to be about phone numbers, numbers or not', () => {
    const long = `${'('.repeat(251)}495) 000-00-01`
    expect(rules(long)).toEqual([`cellTooLong: ${long}`])
  })

  it('says what to do in every refusal', () => {
    for (const cell of ['#N/A', 'нет', '0', '8.9E+10', '000-00-01', 'x'.repeat(300)]) {
      expect(readPhones(cell, 'RU').refused[0]!.suggestion).toMatch(/\.$/)
    }
  })

  it.each([
    ['020 8666055', 'GB', 'Too few digits: there are 10, and a number that begins so has 11 (GB).'],
    ['+44 20 8666055', 'GB', /there are 11, and a number that begins so has 12 \(\+44\)/],
    ['0199000', 'FR', /there are 7, and a number that begins so has 10 \(FR\)/],
    ['+1 212 555 010', 'US', /there are 10, and a number that begins so has 11 \(\+1\)/],
    ['8 495 000-00-0', 'RU', /there are 10, and a number that begins so has 11 \(RU\)/],
    ['0305 1', 'DE', /there are 5, and a number that begins so has at least 6 \(DE\)/],
    ['12', 'GB', 'Too few digits for a phone number. Write it in full.'],
  ])('says how many digits %j lacks in %s', (cell, country, says) => {
    const [refused] = readPhones(cell, country).refused
    expect(refused?.rule).toBe('tooShort')
    expect(refused?.suggestion).toMatch(says)
  })

  it.each([
    ["'+74950000001", 'RU'],
    ["'8 (495) 000-00-01", 'RU'],
    ["'+74950000001; '+74950000001", 'US'],
  ])('takes %j, guarded against spreadsheets', (cell, country) => {
    expect(readPhones(cell, country)).toEqual({ numbers: [A], refused: [] })
  })

  it('keeps the good numbers of a cell and names the others', () => {
    expect(numbers('8 495 000-00-01, 000-00-02, факс 8 495 000-00-03')).toEqual([A])
    expect(rules('8 495 000-00-01, 000-00-02, факс 8 495 000-00-03')).toEqual([
      'areaCodeMissing: 000-00-02',
      'fax: факс 8 495 000-00-03',
    ])
  })

  it('does not take the end of another number, or an extension, for a number', () => {
    expect(readPhones('(495) 000-00-01, 02', 'RU')).toEqual({ numbers: [A], refused: [] })
    expect(readPhones('8 495 000-00-01 / 02', 'RU')).toEqual({ numbers: [A], refused: [] })
  })

  it('holds nothing when it is empty or blank', () => {
    for (const cell of ['', ' ', '\u00A0']) {
      expect(readPhones(cell, 'RU')).toEqual({ numbers: [], refused: [] })
    }
  })

  it('refuses a valid number of more than the 15 digits that E.164 allows', () => {
    // Uruguay's plan has 0004 with up to nine digits more, which only its own carriers connect.
    const long = '+5980004000000001'
    expect(parsePhoneNumber(long)?.isValid()).toBe(true)
    expect(numbers(long)).toEqual([])
    expect(rules(long)).toEqual([`tooLong: ${long}`])
  })

  it('reads the habits of other countries', () => {
    expect(numbers('(212) 555-0100 ext. 5', 'US')).toEqual(['+12125550100'])
    expect(rules('555-0100', 'US')).toEqual(['areaCodeMissing: 555-0100'])
    expect(numbers('+44 (0)20 7946 0000', 'GB')).toEqual(['+442079460000'])
    expect(numbers('011 44 20 7946 0000', 'US')).toEqual(['+442079460000'])
    expect(numbers('030/23125000', 'DE')).toEqual(['+493023125000'])
    expect(numbers('01 99 00 00 01 ou 01 99 00 00 02', 'FR')).toEqual([
      '+33199000001',
      '+33199000002',
    ])
  })
})

describe('any cell', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom(...'0123456789+-() /,;.#eE\n', ' доб. ', 'факс', 'x', '8 495 '), {
        maxLength: 60,
      })
      .map(parts => parts.join('')),
  )
  const country = fc.constantFrom('RU', 'GB', 'US', 'FR', 'DE', 'BR', 'AR', 'MX', 'JP')

  it('never crashes the reader, and what comes out is valid, in E.164 and there once', () => {
    fc.assert(
      fc.property(text, country, (cell, home) => {
        const read = readPhones(cell, home)
        expect(new Set(read.numbers).size).toBe(read.numbers.length)
        for (const number of read.numbers) {
          expect(number).toMatch(/^\+[1-9]\d{1,14}$/)
          expect(parsePhoneNumber(number)?.isValid()).toBe(true)
        }
        for (const { suggestion } of read.refused) expect(suggestion).not.toBe('')
      }),
      { numRuns: 2000 },
    )
  })

  it('of digits and marks alone is read as libphonenumber reads it', () => {
    const plain = fc
      .tuple(
        fc.constantFrom('', '+', '8', '0', '(0', '+7 ', '+44 (0)'),
        fc.array(fc.constantFrom(...'00112233445566778899-(). '), { minLength: 7, maxLength: 18 }),
      )
      .map(([start, rest]) => start + rest.join(''))
    fc.assert(
      fc.property(plain, country, (cell, home) => {
        const parsed = parsePhoneNumber(cell, home as CountryCode)
        fc.pre(parsed?.isValid() === true && parsed.number.length <= 16)
        const expected = /^\+8\D/.test(cell) && home === 'RU' ? [] : [parsed!.number]
        expect(numbers(cell, home)).toEqual(expected)
      }),
      { numRuns: 1500 },
    )
  })
})
