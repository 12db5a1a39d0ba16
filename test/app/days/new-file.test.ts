import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { newFile } from '../../../src/app/days/new-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'carillon-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('a new file is there once it is written, and not before', () => {
  const path = join(folder, 'a.yaml')
  const write = newFile(path)
  expect(existsSync(path)).toBe(false)
  write('mode: power\n')
  expect(readFileSync(path, 'utf8')).toBe('mode: power\n')
})

it('one that is there already is never written over, whenever it came', () => {
  const path = join(folder, 'b.yaml')
  const write = newFile(path)
  writeFileSync(path, 'mine')
  const refused = expect.objectContaining({ code: 'USAGE' })
  expect(() => write('theirs')).toThrow(refused)
  expect(() => newFile(path)).toThrow(refused)
  expect(readFileSync(path, 'utf8')).toBe('mine')
})

it('one that cannot be made is refused before the work', () => {
  const refused = expect.objectContaining({ code: 'FILE_UNWRITABLE' })
  expect(() => newFile(join(folder, 'no', 'where.yaml'))).toThrow(refused)
})
