import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ListFile } from '../../../src/lists/file/list-file.ts'
import { type Survey, survey } from '../../../src/lists/file/survey.ts'
import { folder, inPieces, listFile, windows1251 } from '../support/files.ts'

const HINTS = { encoding: null, separator: null }

const surveyOf = (bytes: Uint8Array | string, hints = {}): Promise<Survey> =>
  survey(inPieces(Buffer.from(bytes as string), [3, 1000]), [], { ...HINTS, ...hints })

describe('the survey of a list', () => {
  it('says what the file is', async () => {
    const bytes = windows1251('Имя;Телефон\r\nАнна;1\r\n"Лев\r\nТолстой";2\r\n')
    expect(await surveyOf(bytes)).toMatchObject({
      encoding: { encoding: 'windows-1251' },
      separator: ';',
      header: ['Имя', 'Телефон'],
      skip: 0,
      records: 3,
      multiline: true,
      digest: createHash('sha256').update(bytes).digest('hex'),
    })
  })

  it('reads Excel’s Unicode text, with its mark or where the encoding is given', async () => {
    const text = 'Имя\tТелефон\r\nАнна\t1\r\n'
    const expected = { separator: '\t', header: ['Имя', 'Телефон'], records: 2 }
    expect(await surveyOf(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toMatchObject(expected)
    const bare = Buffer.from(text, 'utf16le')
    expect(await surveyOf(bare, { encoding: 'utf-16le' })).toMatchObject(expected)
  })

  it('lets the encoding that was given win', async () => {
    const bytes = Buffer.from([0xc9, 0xcd, 0xd1, 0x3b, 0x61])
    expect((await surveyOf(bytes, { encoding: 'koi8-r' })).header).toEqual(['имя', 'a'])
  })

  it.each([
    ['an empty file', '', 'The file is empty'],
    ['a quote never closed', 'a;b\n1;"2\n3;4\n', 'Line 2: a cell opens with a quote'],
    ['a spreadsheet', 'PK\u0003\u0004\u0014', 'The file is a spreadsheet or an archive'],
    ['a NUL character', 'a;b\n1;\0\n', 'Line 2: there is a NUL'],
    ['UTF-16 without a mark', Buffer.from('a;b\n', 'utf16le'), 'Line 1: there is a NUL'],
    ['a huge row', `a\n${'x'.repeat(1_048_577)}\n`, 'Line 2: a row is longer than 1048576'],
    [
      'a header without an end',
      `${'x'.repeat(70_000)}\n1\n`,
      'The header row is longer than 65536',
    ],
  ])('refuses %s, and says where and what to do', async (_, bytes, message) => {
    await expect(surveyOf(bytes)).rejects.toMatchObject({
      code: 'LIST_INVALID',
      message: expect.stringContaining(message),
    })
  })

  it('refuses damaged UTF-8 and names the line', async () => {
    const bytes = Buffer.from('имя;телефон\r\nАнна;1\r\nЛев Николаевич;2\r\n')
    bytes[bytes.length - 6] = 0xff
    await expect(surveyOf(bytes)).rejects.toThrow('Line 3: the bytes are no utf-8 text')
  })

  it('refuses bytes that contradict the encoding that was given', async () => {
    const cyrillic = windows1251('имя;телефон\n')
    await expect(surveyOf(cyrillic, { encoding: 'utf-8' })).rejects.toThrow('Line 1')
    const odd = Buffer.from('\uFEFFa;b\n', 'utf16le').subarray(0, 7)
    await expect(surveyOf(odd)).rejects.toThrow('the bytes are no utf-16le text')
    const utf8 = Buffer.from('имя;телефон\n')
    await expect(surveyOf(utf8, { encoding: 'windows-1251' })).rejects.toThrow('is UTF-8')
  })
})

describe('a list file', () => {
  it('that is not there, or is none, is refused by its name', async () => {
    const missing = join(folder(), 'none.csv')
    const wrong = { code: 'FILE_UNREADABLE', message: expect.stringContaining(missing) }
    await expect(ListFile.open(missing)).rejects.toMatchObject(wrong)
    mkdirSync(missing)
    await expect(ListFile.open(missing)).rejects.toMatchObject(wrong)
  })

  it('is handed out in pieces that make up the whole', async () => {
    const text = 'x'.repeat(600_000)
    const file = await ListFile.open(listFile(text))
    const pieces: string[] = []
    for await (const chunk of file.chunks()) pieces.push(chunk.toString())
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.join('')).toBe(text)
    const start: string[] = []
    for await (const chunk of file.chunks(10)) start.push(chunk.toString())
    expect(start.join('')).toBe('x'.repeat(10))
    await file.close()
  })
})
