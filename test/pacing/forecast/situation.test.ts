import { describe, expect, it } from 'vitest'
import { departedShare, situationOf } from '../../../src/pacing/forecast/situation.ts'
import { seen } from '../../support/observations.ts'
import { situation } from '../support/beliefs.ts'

describe('a situation', () => {
  it('tells ages in seconds, the longest first', () => {
    const now = situationOf(
      seen({ at: 60_000, ringingSince: [40_000, 58_500], talkingSince: [0], wrappingSince: [1] }),
    )
    expect(now.ringing).toEqual([20, 1.5])
    expect([now.talking, now.wrapping]).toEqual([[60], [59.999]])
  })

  it('takes a departure that is overdue for one of this moment', () => {
    const departures = [{ at: 10_000, operators: 2 }]
    expect(situationOf(seen({ at: 60_000, departures })).departures[0]!.inSec).toBe(0)
  })
})

describe('the share of operators who will have gone', () => {
  const team = situation({ free: 2, busy: 8, departures: [{ inSec: 30, operators: 4 }] })

  it('counts those whose moment comes within the time', () => {
    expect(departedShare(team, 29)).toBe(0)
    expect(departedShare(team, 30)).toBeCloseTo(0.4)
  })

  it('is never more than all of them', () => {
    expect(departedShare({ ...team, free: 0, busy: 1 }, 60)).toBe(1)
    expect(departedShare({ ...team, free: 0, busy: 0 }, 60)).toBe(1)
  })
})
