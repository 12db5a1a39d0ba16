import { expect, it } from 'vitest'
import { percentAgainst } from '../../../src/sim/compare/pacing-table.ts'

it('a share above a limit is written with as many places as show it', () => {
  expect(percentAgainst(0.030_04, 0.03)).toBe('3.004 %')
  expect(percentAgainst(0.030_000_2, 0.03)).toBe('3.00002 %')
  expect(percentAgainst(0.0301, 0.03)).toBe('3.01 %')
  expect(percentAgainst(0.03, 0.03)).toBe('3.00 %')
  expect(percentAgainst(0.029_999, 0.03)).toBe('3.00 %')
  expect(percentAgainst(1e-300, 0)).toBe('0.00000000 %')
})
