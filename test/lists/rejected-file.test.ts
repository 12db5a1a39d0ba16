import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { importList } from '../../src/lists/import.ts'
import { RejectedFile } from '../../src/lists/rejected-file.ts'
import { folder } from './support/files.ts'

const FAULT = {
  rule: 'tooShort',
  column: 'phone',
  value: '1',
  suggestion: 'Write it; in full.',
} as const

const readBack = (path: string): string[][] =>
  parse(readFileSync(path), { bom: true, delimiter: ';' }) as string[][]

describe('the file of rejected rows', () => {
  it('holds each row as it was, its line and what to do', async () => {
    const path = join(folder(), 'rejected.csv')
    const file = await RejectedFile.create(path, ';', ['name', 'phone'])
    file.add(['"Anna"; Karenina\n', '+7 495'], 7, FAULT)
    file.add(['short'], 9, FAULT)
    await file.drain()
    expect(await file.close()).toBe(path)
    expect(readBack(path)).toEqual([
      [
        'name',
        'phone',
        'rejected: line',
        'rejected: column',
        'rejected: rule',
        'rejected: what to do',
      ],
      ['"Anna"; Karenina\n', '+7 495', '7', 'phone', 'tooShort', 'Write it; in full.'],
      ['short', '', '9', 'phone', 'tooShort', 'Write it; in full.'],
    ])
  })

  it('holds nothing that a spreadsheet would compute', async () => {
    const path = join(folder(), 'rejected.csv')
    const file = await RejectedFile.create(path, ';', ['a', 'b'])
    file.add(['=1+1', '@SUM(A1)'], 2, FAULT)
    file.add(['-cmd', '+1'], 3, FAULT)
    await file.close()
    expect(
      readBack(path)
        .slice(1)
        .map(row => row.slice(0, 2)),
    ).toEqual([
      ["'=1+1", "'@SUM(A1)"],
      ["'-cmd", '+1'],
    ])
  })

  it('is not left behind when no row was rejected', async () => {
    const path = join(folder(), 'rejected.csv')
    const file = await RejectedFile.create(path, ',', ['a'])
    expect(await file.close()).toBe(null)
    expect(existsSync(path)).toBe(false)
  })

  it('is refused where one is already, or none can be', async () => {
    const path = join(folder(), 'there.csv')
    writeFileSync(path, 'mine')
    await expect(RejectedFile.create(path, ',', [])).rejects.toThrow('is there already')
    await expect(RejectedFile.create(join(path, 'no'), ',', [])).rejects.toMatchObject({
      code: 'USAGE',
    })
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  it('can be mended and imported again', async () => {
    const list = join(folder(), 'list.csv')
    writeFileSync(list, `phone;name\n${'000-00-01;Anna\n'.repeat(2000)}`)
    const rejectedFile = `${list}.rejected.csv`
    const request = {
      campaign: 'demo',
      file: list,
      source: { phones: ['phone'], country: 'RU', zone: null, priority: null, key: null },
      zone: 'Europe/Moscow',
      at: 0,
      hints: { encoding: null, separator: null },
      rejectedFile,
    }
    const first = await importList(request, null)
    expect(first).toMatchObject({ rejectedFile, rejected: { count: 2000 } })
    const mended = readFileSync(rejectedFile, 'utf8').replaceAll('000-00-01;', '8 495 000-00-01;')
    writeFileSync(rejectedFile, mended)
    const again = await importList({ ...request, file: rejectedFile, rejectedFile: null }, null)
    expect(again).toMatchObject({ added: 1, duplicates: { inFile: 1999 } })
  })
})
