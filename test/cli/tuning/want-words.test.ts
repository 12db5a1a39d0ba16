import { expect, it } from 'vitest'
import { wantWords } from '../../../src/cli/tuning/world-words.ts'
import type { RecordedDay } from '../../../src/sim/recording/recorded-day.ts'

it('a recorded day that ran out of contacts is said to have, from when and for how long', () => {
  const day = { start: Date.UTC(2026, 2, 2, 9), length: 3_600_000, calls: [{ at: 0 }] }
  const words = (contacts: number) =>
    wantWords({ ...day, shortages: [{ at: 600_000, contacts }] } as unknown as RecordedDay)
  expect(words(2)).toEqual([])
  expect(words(1)).toEqual([
    'From 09:10 UTC on there was nobody else to call in 1 of its minutes: idle time there is want of contacts, under any settings.',
  ])
})
