import fc from 'fast-check'
import { expect, it } from 'vitest'
import { minutes } from '../../../src/base/duration.ts'
import { windowOf } from '../../../src/campaign/budget-window.ts'
import { zoneOfDay } from '../../../src/sim/world/world-campaign.ts'

it('a budget window begins where the hours of a world begin to count, and lasts a day', () => {
  const minute = fc.integer({ min: 29_000_000, max: 30_000_000 })
  fc.assert(
    fc.property(minute, minute => {
      const begins = minute * minutes(1)
      const window = { kind: 'day', zone: zoneOfDay(begins) } as const
      expect(windowOf(window, begins)).toEqual({ from: begins, to: begins + minutes(1440) })
    }),
  )
})
