import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NumberSet } from '../../src/lists/number-set.ts'

describe('the set of numbers', () => {
  it('answers as a set of strings would', () => {
    const number = fc
      .oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 999_999_999_999_999 }))
      .map(value => `+${value}`)
    fc.assert(
      fc.property(fc.array(number, { maxLength: 200 }), numbers => {
        const ours = new NumberSet()
        const plain = new Set<string>()
        for (const one of numbers) {
          expect(ours.seen(one)).toBe(plain.has(one))
          plain.add(one)
        }
      }),
    )
  })

  it('remembers while it grows, numbers in a row as well as the longest', () => {
    const set = new NumberSet()
    const of = (i: number) => `+${999_999_999_000_000 + i}`
    const all = Array.from({ length: 100_000 }, (_, i) => of(i))
    expect(all.filter(number => set.seen(number))).toEqual([])
    expect(all.filter(number => !set.seen(number))).toEqual([])
    expect(set.seen(of(100_000))).toBe(false)
  })
})
