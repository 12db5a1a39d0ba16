import { describe, expect, it } from 'vitest'
import { rowsInWords } from '../../src/cli/rows.ts'

describe('rows for people', () => {
  it('have their cells under those of the head', () => {
    expect(
      rowsInWords([
        ['a', 'bcd'],
        ['long', 'e'],
      ]),
    ).toEqual(['a     bcd', 'long  e'])
  })

  it('are a line each, whatever a file has put into a cell', () => {
    const forged = 'K1\n2026-03-03T10:00:02Z\r\u2028\t\u001b[2J'
    const rows = rowsInWords([['contact'], [forged]])
    expect(rows).toHaveLength(2)
    expect(rows[1]).toMatch(/^K1 2026-03-03T10:00:02Z\P{C}*$/u)
  })

  it('may be many', () => {
    const many = Array.from({ length: 200_000 }, (_, n) => [`${n}`, 'x'])
    expect(rowsInWords(many)).toHaveLength(200_000)
  })
})
