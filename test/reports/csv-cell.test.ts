import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, csvLine } from '../../src/reports/csv-cell.ts'

/** What the docstring of `csvCell` tells a program to do. */
const bare = (cell: string): string => cell.replace(/(?<=^|[;\t\r\n])'/g, '')

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'=+-@\'";, \t\r\n＝x1') }),
)

const read = (csv: string): string[][] => parse(csv, { relax_column_count: false })

describe('a cell of a CSV file', () => {
  it('is read back as it was, once the apostrophe is taken away', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2 }), cells => {
        const [line] = read(csvLine(cells))
        expect(line?.map(bare)).toEqual(cells)
      }),
      { numRuns: 1000 },
    )
  })

  it('never begins with what starts a formula, whatever the spreadsheet takes for its end', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2 }), cells => {
        const [line] = read(csvLine(cells))
        for (const cell of line!) {
          const [first, ...later] = cell.split(/(?<=[;\t\r\n])/)
          expect(first ?? '').not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
          // A quotation mark there would be dropped and uncover what follows it.
          for (const piece of later) expect(piece).not.toMatch(/^["=+\-@\t\r\n＝＋－＠]/)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['=HYPERLINK("https://example.com")', `"'=HYPERLINK(""https://example.com"")"`],
    ['+12125550100', "'+12125550100"],
    ['-5', "'-5"],
    ['@home', "'@home"],
    ['\t=1', `"'\t'=1"`],
    ["'quoted'", "''quoted'"],
    ['a;=1', `"a;'=1"`],
    ['a;"=1', `"a;'""=1"`],
    ['9 - 5', '9 - 5'],
    ['Лариса, ул. Мира', '"Лариса, ул. Мира"'],
    ['', ''],
  ])('writes %j as %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })

  it('ends its line with CR LF, as RFC 4180 asks', () => {
    expect(csvLine(['a', 'b'])).toBe('a,b\r\n')
  })
})
