import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { importList } from '../../src/lists/import.ts'
import type { ImportReport } from '../../src/lists/report.ts'

/** Lists as public bodies published them. They lie beside the checkout and are no part of it. */
const LISTS = join(import.meta.dirname, '../../../shared/lists')
const there = existsSync(LISTS)
const title = there ? 'a real list' : `a real list (skipped: there is no folder ${LISTS})`

const check = (file: string, phones: string[], country: string): Promise<ImportReport> =>
  importList(
    {
      campaign: 'demo',
      file: join(LISTS, file),
      source: { phones, country, zone: null, priority: null, key: null },
      zone: 'Europe/Moscow',
      at: 0,
      hints: { encoding: null, separator: null },
      rejectedFile: null,
    },
    null,
  )

/** How many cells of a column the library itself finds valid. */
function validCells(
  file: string,
  encoding: string,
  delimiter: string,
  column: string,
  country: string,
) {
  const text = new TextDecoder(encoding).decode(readFileSync(join(LISTS, file)))
  const rows = parse(text, { delimiter, columns: true }) as Record<string, string>[]
  return rows.filter(row => parsePhoneNumber(row[column]!, country as CountryCode)?.isValid())
    .length
}

describe.skipIf(!there)(title, () => {
  it('of Moscow’s schools has the numbers that libphonenumber finds in it', async () => {
    const file = 'ru-moscow-schools-cp1251.csv'
    const report = await check(file, ['1_Телефон'], 'RU')
    expect(report.encoding).toMatchObject({ encoding: 'windows-1251', because: 'letters' })
    expect(report.encoding.confidence).toBeGreaterThan(0.99)
    expect(report.separator).toBe(';')
    expect(report.rows).toBe(3492)
    expect(report.numbers).toBe(3173)
    expect(report.numbers).toBe(validCells(file, 'windows-1251', ';', '1_Телефон', 'RU'))
    expect(report.rejected.byRule).toEqual({
      spreadsheetError: 151,
      areaCodeMissing: 149,
      notInPlan: 13,
      tooShort: 6,
    })
  })

  it('of Breton schools has the numbers that libphonenumber finds in it', async () => {
    const file = 'fr-ille-et-vilaine-schools.csv'
    const report = await check(file, ['Telephone'], 'FR')
    expect(report.encoding).toMatchObject({ encoding: 'utf-8', because: 'byteOrderMark' })
    expect(report.separator).toBe(';')
    expect(report.rows).toBe(996)
    expect(report.numbers).toBe(980)
    expect(report.numbers).toBe(validCells(file, 'utf-8', ';', 'Telephone', 'FR'))
  })

  it('of English practices has the numbers that libphonenumber finds in it', async () => {
    const file = 'uk-gp-practices.csv'
    const report = await check(file, ['Telephone'], 'GB')
    expect(report.encoding).toMatchObject({ encoding: 'utf-8', because: 'ascii' })
    expect(report.separator).toBe(',')
    expect(report.rows).toBe(13_538)
    // 23 of them lack the leading 0, as a spreadsheet leaves them; the library takes them, and so
    // do we.
    expect(report.numbers).toBe(13_259)
    expect(report.numbers).toBe(validCells(file, 'utf-8', ',', 'Telephone', 'GB'))
    expect(report.rejected.byRule).toEqual({ phoneMissing: 234, notInPlan: 10, tooShort: 35 })
  })
})
