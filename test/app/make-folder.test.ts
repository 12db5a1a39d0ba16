import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { makeFolderFor } from '../../src/app/make-folder.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'carillon-folder-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

it('makes the folder of a database with those above it, and leaves one that is there', () => {
  const place = join(folder(), 'a', 'b', 'site.db')
  makeFolderFor(place)
  makeFolderFor(place)
  expect(statSync(join(place, '..')).isDirectory()).toBe(true)
})

it('says so where none can be made: below a file, or where the system lets nobody', () => {
  const file = join(folder(), 'file')
  writeFileSync(file, '')
  for (const place of [join(file, 'site.db'), join(file, 'a', 'site.db'), '/proc/a/b/site.db']) {
    expect(() => makeFolderFor(place)).toThrow(
      expect.objectContaining({ code: 'STORE_UNWRITABLE' }),
    )
  }
})
