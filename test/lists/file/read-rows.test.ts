import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readRows } from '../../../src/lists/file/read-rows.ts'
import { type Survey, survey } from '../../../src/lists/file/survey.ts'
import { inPieces, windows1251 } from '../support/files.ts'

const HINTS = { encoding: null, separator: null }

async function rowsOf(bytes: Uint8Array, lengths: number[]): Promise<[Survey, string[][]]> {
  const file = inPieces(bytes, lengths)
  const surveyed = await survey(file, [], HINTS)
  const rows: string[][] = []
  for await (const some of readRows(file, surveyed)) rows.push(...some.map(row => [...row]))
  return [surveyed, rows]
}

const lengths = fc.array(fc.nat(9), { maxLength: 40 })
const cell = (characters: string) =>
  fc.array(fc.constantFrom(...characters, '"', ';', '\n', '\r\n'), { maxLength: 8 })

/** A table of cells and the file that a spreadsheet would write of it. */
const tableOf = (characters: string) =>
  fc
    .array(
      fc.array(
        cell(characters).map(parts => parts.join('')),
        { minLength: 2, maxLength: 2 },
      ),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    // The first row says which separator and which encoding it is.
    .map(rows => [['Имя', 'Телефон'], ...rows])

const csv = (rows: string[][]): string =>
  rows.map(row => `${row.map(one => `"${one.replaceAll('"', '""')}"`).join(';')}\r\n`).join('')

it.each([
  ['utf-8', 'aЖ😀é', (text: string) => Buffer.from(text)],
  ['utf-8', 'aЖ😀é', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ['utf-16le', 'aЖ😀é', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['utf-16be', 'aЖ😀é', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  // Whole words of Russian: single letters among Latin ones may be anybody's, and ё after Ж is a
  // letter of UTF-8.
  ['windows-1251', 'ЖбдЯ', windows1251],
])(
  'reads the cells of a %s file as they were written, however it is cut',
  async (encoding, letters, write) => {
    await fc.assert(
      fc.asyncProperty(tableOf(letters), lengths, async (table, pieces) => {
        const [surveyed, rows] = await rowsOf(write(csv(table)), pieces)
        expect(surveyed.encoding.encoding).toBe(encoding)
        expect(rows).toEqual(table)
        expect(surveyed.records).toBe(table.length)
      }),
      { numRuns: 60 },
    )
  },
)

it('reads any text whatever without a crash, or refuses it with a sentence', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.string({ unit: 'binary', maxLength: 60 }).map(text => Buffer.from(text)),
    fc
      .string({ unit: 'binary', maxLength: 40 })
      .map(text => Buffer.from(`\uFEFF${text}`, 'utf16le')),
  )
  await fc.assert(
    fc.asyncProperty(bytes, lengths, async (some, pieces) => {
      try {
        const [surveyed, rows] = await rowsOf(some, pieces)
        expect(rows.length).toBe(surveyed.records)
      } catch (error) {
        expect(error).toMatchObject({ code: 'LIST_INVALID', message: expect.stringMatching(/\.$/) })
      }
    }),
    { numRuns: 400 },
  )
})

it('leaves out the line by which some spreadsheets say their separator', async () => {
  const [, rows] = await rowsOf(Buffer.from('\uFEFFsep=|\r\na|b\r\n1|2\r\n'), [1, 2, 3, 1])
  expect(rows).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

it('takes a quote inside an unquoted cell for an ordinary character', async () => {
  const [, rows] = await rowsOf(Buffer.from('firm;phone\nООО "Ромашка";1\n'), [])
  expect(rows[1]).toEqual(['ООО "Ромашка"', '1'])
})
