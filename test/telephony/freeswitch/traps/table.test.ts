import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const table = readFileSync(resolve(import.meta.dirname, 'README.md'), 'utf8')
/** Where the files that it names are. */
const PLACES = ['..', '../../..'].map(place => resolve(import.meta.dirname, place))

/** The tests of each row: file and title. */
const named = table
  .split('\n')
  .filter(line => /^\| \d/.test(line))
  .flatMap(row => row.split('|')[3]!.split(' · '))
  .map(one => /^`([\w/-]+)`: (\S.*\S)$/.exec(one.trim()))

test('Each trap has a test, and each test that the table names is there.', () => {
  expect(named.length).toBeGreaterThan(60)
  const missing = named.filter(one => {
    const [, name = '', title = ''] = one ?? []
    const files = PLACES.flatMap(place => [`${place}/${name}.test.ts`, `${place}/${name}.ts`])
    const file = files.find(existsSync)
    return file === undefined || !readFileSync(file, 'utf8').includes(title)
  })
  expect(missing.map(one => one?.[0])).toEqual([])
})
