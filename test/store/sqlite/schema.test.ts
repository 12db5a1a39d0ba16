import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const STEPS = new URL('../../../src/store/sqlite/sql/', import.meta.url)

/** The beginning of each step's SHA-256. A step that was released is never edited: add another. */
const DIGESTS = {
  '000001.sql': '4665abf620e44d0c',
  '000002.sql': 'bf70eff8c0ea3d6d',
  '000003.sql': '52a61018de9cdbd3',
  '000004.sql': '04396695b3c741cc',
  '000005.sql': 'd8917be5702b0ca0',
  '000006.sql': '379f81154faec92a',
  '000007.sql': '92c2173800b45c41',
  '000008.sql': '4f1ece4b091a4482',
}

describe('the steps of the schema', () => {
  it('are as they were when files in the world took them', () => {
    const digest = (name: string) =>
      createHash('sha256')
        .update(readFileSync(new URL(name, STEPS)))
        .digest('hex')
        .slice(0, 16)
    const found = readdirSync(STEPS).map(name => [name, digest(name)])
    expect(Object.fromEntries(found)).toEqual(DIGESTS)
  })
})
