import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RECORD_LENGTH_MAX, RecordScanner } from '../../../src/lists/file/record-scanner.ts'
import { CSV_OPTIONS } from '../../../src/lists/file/separator.ts'

function scan(...pieces: string[]): RecordScanner {
  const scanner = new RecordScanner(';')
  for (const piece of pieces) scanner.push(piece)
  scanner.end()
  return scanner
}

/** Text in which quotes, separators and line breaks meet in every way. */
const shapes = fc
  .array(fc.constantFrom('a', 'b', ';', '"', '""', '\n', '\r\n', '\r', ' '), { maxLength: 30 })
  .map(parts => parts.join(''))

describe('the record scanner', () => {
  it('finds the records that csv-parse finds, and the quotes that it finds open', () => {
    fc.assert(
      fc.property(shapes, text => {
        const scanner = scan(text)
        let records: number | null
        try {
          records = parse(text, { ...CSV_OPTIONS, delimiter: ';' }).length
        } catch {
          records = null
        }
        if (records === null) expect(scanner.fault).toMatchObject({ kind: 'openQuote' })
        else expect([scanner.fault, scanner.records]).toEqual([null, records])
      }),
      { numRuns: 6000 },
    )
  })

  it('does not depend on how the text is cut', () => {
    fc.assert(
      fc.property(shapes, fc.nat(30), fc.nat(30), (text, a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        const whole = scan(text)
        const cut = scan(text.slice(0, from), text.slice(from, to), text.slice(to))
        expect([cut.records, cut.breaks, cut.fault]).toEqual([
          whole.records,
          whole.breaks,
          whole.fault,
        ])
      }),
      { numRuns: 1000 },
    )
  })

  it('says on which line the quote opens that is never closed', () => {
    expect(scan('a;b\n"1\n2";3\n4;"5\n6;7\n').fault).toEqual({ kind: 'openQuote', line: 4 })
  })

  it('says on which line there is a NUL character', () => {
    expect(scan('a;b\r\n1;\0\r\n').fault).toEqual({ kind: 'nul', line: 2 })
    expect(scan('a;b\r\n"\r\n\0";1').fault).toEqual({ kind: 'nul', line: 3 })
  })

  it('stops at a record too long, and blames an open quote for it where there is one', () => {
    const long = 'x'.repeat(RECORD_LENGTH_MAX)
    expect(scan(`a\n${long}\n`).fault).toBe(null)
    expect(scan(`a\n${long}x\n`).fault).toEqual({ kind: 'hugeRecord', line: 2 })
    expect(scan(`a\n"${long}`).fault).toEqual({ kind: 'openQuote', line: 2 })
  })

  it('counts line breaks of every kind, those inside quotes too', () => {
    expect(scan('a\nb\r\nc\r"d\r\ne"\n').breaks).toBe(5)
  })
})
