import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NumberLines } from '../../src/lists/number-lines.ts'

describe('the lines of numbers', () => {
  it('are answered as a map of strings would', () => {
    const number = fc
      .oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 999_999_999_999_999 }))
      .map(value => `+${value}`)
    fc.assert(
      fc.property(fc.array(number, { maxLength: 200 }), numbers => {
        const ours = new NumberLines()
        const plain = new Map<string, number>()
        for (const [i, one] of numbers.entries()) {
          expect(ours.before(one, i + 2)).toBe(plain.get(one) ?? null)
          if (!plain.has(one)) plain.set(one, i + 2)
        }
      }),
    )
  })

  it('are remembered while they grow, for numbers in a row as well as for the longest', () => {
    const lines = new NumberLines()
    const of = (i: number) => `+${999_999_999_000_000 + i}`
    const all = Array.from({ length: 100_000 }, (_, i) => of(i))
    expect(all.filter((number, i) => lines.before(number, i + 1) !== null)).toEqual([])
    expect(all.filter((number, i) => lines.before(number, 0) !== i + 1)).toEqual([])
    expect(lines.before(of(100_000), 7)).toBeNull()
  })
})
