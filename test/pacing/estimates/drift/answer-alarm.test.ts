import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRaised, noAlarm, watching } from '../../../../src/pacing/estimates/drift/answer-alarm.ts'

describe('the alarm of the answer rate', () => {
  it('is raised by nine answers where half of one was expected', () => {
    expect(isRaised(watching(noAlarm, 8, 0.5, 1))).toBe(false)
    expect(isRaised(watching(noAlarm, 9, 0.5, 1))).toBe(true)
  })

  it('goes by what is believed now, not by what was learned', () => {
    expect(isRaised(watching(noAlarm, 9, 0.5, 4))).toBe(false)
  })

  it('keeps what it saw since the evidence began, and forgets it when there is none', () => {
    const some = watching(watching(noAlarm, 2, 0.25, 1), 1, 0.25, 1)
    expect(some).toMatchObject({ seen: 3, expected: 0.5 })
    expect(watching(some, 0, 5, 1)).toBe(noAlarm)
  })

  it('never is raised where no more answer than are expected', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4)), answers => {
        let alarm = noAlarm
        for (const seen of answers) alarm = watching(alarm, seen, seen, 1)
        expect(isRaised(alarm)).toBe(false)
      }),
    )
  })
})
