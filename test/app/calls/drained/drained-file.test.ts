import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDrained } from '../../../../src/app/calls/drained-file.ts'

let folder: string
let dbFile: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carillon-drained-'))
  dbFile = join(folder, 'a.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('What is drained is what the next run finds; without any there is no file.', () => {
  const first = openDrained(dbFile)
  expect([first.left, existsSync(`${dbFile}.drained`)]).toEqual([[], false])
  for (const name of ['one:1', 'two:2', 'two:2']) expect(first.set(name, true)).toBeNull()
  expect(openDrained(dbFile).left).toEqual(['one:1', 'two:2'])
  expect(first.set('one:1', false)).toBeNull()
  expect(openDrained(dbFile).left).toEqual(['two:2'])
  expect(first.set('two:2', false)).toBeNull()
  expect(existsSync(`${dbFile}.drained`)).toBe(false)
})

test('A death in the middle of writing leaves the list of before.', () => {
  openDrained(dbFile).set('one:1', true)
  writeFileSync(`${dbFile}.drained.new`, 'tw')
  const next = openDrained(dbFile)
  expect(next.left).toEqual(['one:1'])
  expect(next.set('two:2', true)).toBeNull()
  expect(readFileSync(`${dbFile}.drained`, 'utf8')).toBe('one:1\ntwo:2\n')
})

test('What cannot be written down is said, and written when it is said once more.', () => {
  const drained = openDrained(dbFile)
  mkdirSync(`${dbFile}.drained.new`)
  const problem = drained.set('one:1', true)
  expect(problem).toMatch(/^one:1 is drained, but .*a\.db\.drained cannot be written \(EISDIR\): /)
  expect(problem).toContain('the next run uses it again.')
  rmSync(`${dbFile}.drained.new`, { recursive: true })
  expect(drained.set('one:1', true)).toBeNull()
  mkdirSync(`${dbFile}.drained.new`)
  expect(drained.set('two:2', true)).not.toBeNull()
  rmSync(`${dbFile}.drained.new`, { recursive: true })
  expect(openDrained(dbFile).left).toEqual(['one:1'])
})

test('A list that cannot be read stops the run: any of the servers may be drained.', () => {
  mkdirSync(`${dbFile}.drained`)
  expect(() => openDrained(dbFile)).toThrow(/a\.db\.drained cannot be read \(EISDIR\)/)
})
