import { describe, expect, it } from 'vitest'
import { minutes } from '../../../src/base/duration.ts'
import type { RecordedCall } from '../../../src/sim/recording/recorded-day.ts'
import { wantOf } from '../../../src/sim/recording/want.ts'

const called = (...at: readonly number[]) => at.map(one => ({ at: one }) as RecordedCall)

describe('want of contacts', () => {
  it('is where the store had too few and all of them were called', () => {
    const calls = called(0, 10, 20, minutes(6))
    const shortages = [
      { at: 15, contacts: 3 },
      { at: 25, contacts: 3 },
      { at: 30, contacts: 3 },
      { at: minutes(4), contacts: 3 },
      { at: minutes(5), contacts: 4 },
      { at: minutes(6), contacts: 4 },
    ]
    expect(wantOf({ calls, shortages })).toEqual({ from: 25, minutes: 3 })
  })

  it('is nowhere while some are still to be called', () => {
    expect(wantOf({ calls: called(0, 10), shortages: [{ at: 15, contacts: 3 }] })).toBeNull()
    expect(wantOf({ calls: called(0, 10), shortages: [] })).toBeNull()
  })
})
