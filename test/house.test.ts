import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { EXCEPTIONS } from './house/exceptions.ts'
import { defaultExports, docComments } from './house/exports.ts'
import { cycles, deadFiles } from './house/graph.ts'
import { hostCalls, sqlTime } from './house/host.ts'
import { houseOf, houseOnDisk, type Problem } from './house/house.ts'
import { declared, directions, packages } from './house/imports.ts'
import { schedulers } from './house/rx.ts'
import { fileSizes, folders, functionSizes, lineLengths } from './house/sizes.ts'
import { leftovers, machines, prebuilt, readable, topLevel } from './house/tree.ts'
import { words } from './house/words.ts'

const RULES = [
  readable,
  directions,
  packages,
  declared,
  cycles,
  deadFiles,
  fileSizes,
  functionSizes,
  lineLengths,
  folders,
  defaultExports,
  docComments,
  hostCalls,
  sqlTime,
  schedulers,
  words,
  topLevel,
  machines,
  prebuilt,
  leftovers,
]

const house = houseOnDisk(dirname(dirname(fileURLToPath(import.meta.url))))

describe('the house', () => {
  for (const { title, check } of RULES)
    it(title, () => {
      const excepted = EXCEPTIONS.filter(({ rule }) => rule === title).map(({ path }) => path)
      report(check(house).filter(({ path }) => !excepted.includes(path)))
    })

  it('has no exception that is not needed any more', () => {
    const needed = new Set(
      RULES.flatMap(({ title, check }) => check(house).map(({ path }) => `${title}: ${path}`)),
    )
    const idle = EXCEPTIONS.filter(({ rule, path }) => !needed.has(`${rule}: ${path}`))
    report(idle.map(({ path, rule }) => ({ path, line: 0, message: `keeps "${rule}" now` })))
  })
})

describe('a rule of the house', () => {
  for (const { title, check, broken, kept } of RULES) {
    it(`notices when it is broken: ${title}`, () => {
      expect(broken.length).toBeGreaterThan(0)
      for (const { files, says } of broken)
        expect(check(houseOf(files)).map(told), made(files)).toEqual([
          expect.stringContaining(says),
        ])
    })

    it(`is silent when it is kept: ${title}`, () => {
      expect(kept.length).toBeGreaterThan(0)
      for (const files of kept) expect(check(houseOf(files)).map(told)).toEqual([])
    })
  }
})

const told = ({ path, line, message }: Problem): string =>
  line === 0 ? `${path}: ${message}` : `${path}:${line}: ${message}`

const made = (files: Readonly<Record<string, string>>): string =>
  JSON.stringify(files).slice(0, 200)

/** Fails with one line for each problem, which is all a reader needs. */
function report(problems: readonly Problem[]): void {
  if (problems.length === 0) return
  const error = new Error(`\n${problems.map(told).sort().join('\n')}\n`)
  delete error.stack
  throw error
}
