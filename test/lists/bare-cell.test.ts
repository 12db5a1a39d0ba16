import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bareCell } from '../../src/lists/bare-cell.ts'
import { csvCell } from '../../src/reports/csv-cell.ts'

describe('a bare cell', () => {
  it.each([
    ["'+442079460101", '+442079460101'],
    ["'-12", '-12'],
    ["''quoted", "'quoted"],
    ["'t Hooft", "'t Hooft"],
    ['K-1', 'K-1'],
    ['', ''],
  ])('of %j is %j', (cell, bare) => {
    expect(bareCell(cell)).toBe(bare)
  })

  it('is what was exported, whatever it was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[='+@-]?\w{0,5}$/), key => {
        expect(bareCell(csvCell(key))).toBe(key)
      }),
    )
  })
})
