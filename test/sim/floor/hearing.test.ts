import { expect, it } from 'vitest'
import type { Heard } from '../../../src/sim/floor/habits.ts'
import { hearing } from '../../../src/sim/floor/hearing.ts'

it('is remembered when the call is over and the card is filled in', () => {
  const calls = new Map<string, Heard>([['a', 'machine']])
  const ears = hearing(attempt => calls.get(attempt) ?? 'person')
  expect(ears.listen('a')).toBe('machine')
  calls.clear()
  expect(ears.recall('a')).toBe('machine')
})

it('is forgotten after thousands of other calls, so that months take no more memory', () => {
  let over = false
  const ears = hearing(() => (over ? 'person' : 'machine'))
  ears.listen('first')
  for (let n = 0; n < 10_000; n++) ears.listen(String(n))
  over = true
  expect(ears.recall('first')).toBe('person')
  expect(ears.recall('9999')).toBe('machine')
})
