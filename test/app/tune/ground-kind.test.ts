import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { groundPath } from '../../../src/app/tune/ground-kind.ts'

const folder = mkdtempSync(join(tmpdir(), 'carillon-kinds-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

it.each([
  ['a.yaml', 'name: a\n', 'world'],
  ['a.json', '{ "name": "a" }', 'world'],
  ['a.jsonl', 'whatever is in it', 'recording'],
  ['a.txt', '{"recording":2,"trunks":[]}', 'recording'],
  ['b.txt', ' { "recording" : 2 }', 'recording'],
  ['empty', '', 'world'],
])('%s with %j is taken for a %s', (name, text, kind) => {
  const path = written(name, text)
  expect(groundPath(path)).toEqual({ kind, path })
})

it('a folder is a campaign, and so is the file in it', () => {
  const path = join(folder, 'demo')
  mkdirSync(path)
  expect(groundPath(path)).toEqual({ kind: 'campaign', path })
  const file = written('demo/campaign.yaml', 'title: Demo\n')
  expect(groundPath(file)).toEqual({ kind: 'campaign', path })
})

it('what is not there is refused', () => {
  expect(() => groundPath(join(folder, 'none'))).toThrow(/none cannot be read. Check the path./)
})
