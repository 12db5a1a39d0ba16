import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCampaign } from '../../../src/campaign/parse/campaign.ts'
import type { Problem } from '../../../src/campaign/parse/problem.ts'
import { readSite } from '../../../src/campaign/parse/site.ts'
import { Reader } from '../../../src/campaign/yaml/reader.ts'
import { parseYaml } from '../../../src/campaign/yaml/tree.ts'

const demo = readFileSync('campaigns/demo/campaign.yaml')
const site = readFileSync('campaigns/site.yaml')

/** Bytes that mean something in YAML, and some that mean nothing anywhere. */
const bytes = fc.oneof(
  fc.constantFrom(...Buffer.from(':-[]{}\n \t#&*!|>\'"%@,?0aZ')),
  fc.integer({ min: 0, max: 255 }),
)
interface Hit {
  readonly at: number
  readonly drop: number
  readonly insert: readonly number[]
}
const damage: fc.Arbitrary<Hit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  drop: fc.integer({ min: 0, max: 40 }),
  insert: fc.array(bytes, { maxLength: 6 }),
})

function damaged(file: Uint8Array, hits: readonly Hit[]): Uint8Array {
  return hits.reduce((whole, { at, drop, insert }) => {
    const from = Math.floor(at * whole.length)
    return Buffer.concat([
      whole.subarray(0, from),
      Buffer.from(insert),
      whole.subarray(from + drop),
    ])
  }, file)
}

function problemsIn(file: Uint8Array, read: (reader: Reader) => void): readonly Problem[] {
  const tree = parseYaml('file.yaml', file)
  if (!('file' in tree)) return tree
  const reader = new Reader(tree)
  read(reader)
  return reader.problems
}

describe('A damaged file', () => {
  const read = { demo: (reader: Reader) => readCampaign('demo', reader, null), site: readSite }

  it.each([
    ['campaign', demo, read.demo],
    ['site', site, read.site],
  ] as const)(
    'of a %s is read, or what is wrong is said with its place in the file',
    (_, whole, reads) => {
      fc.assert(
        fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), hits => {
          const file = damaged(whole, hits)
          const lines = Buffer.from(file)
            .toString()
            .split(/\r\n|\n|\r/)
          for (const { line, column, problem } of problemsIn(file, reads)) {
            expect(line).toBeGreaterThanOrEqual(1)
            expect(line).toBeLessThanOrEqual(lines.length)
            expect(column).toBeGreaterThanOrEqual(1)
            expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1)
            expect(problem).not.toBe('')
          }
        }),
        { numRuns: 150 },
      )
    },
  )

  it('of nothing but chance does not bring the reader down', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 200 }), text => {
        problemsIn(Uint8Array.from(text), read.demo)
      }),
    )
  })
})
