import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { localHour } from '../../src/compliance/local-hour.ts'

const at = (iso: string) => Date.parse(iso)

it('the local hour goes on through the day, and with the clocks of its zone', () => {
  const berlin = localHour('Europe/Berlin')
  expect(berlin(at('2026-03-02T09:45:00Z'))).toBe(10.75)
  expect(berlin(at('2026-03-29T00:59:00Z'))).toBeCloseTo(1 + 59 / 60)
  expect(berlin(at('2026-03-29T01:01:00Z'))).toBeCloseTo(3 + 1 / 60)
  expect(localHour('UTC+5:30')(at('2026-03-02T18:30:00Z'))).toBe(0)
})

it('the local hour is that of the calendar, in whatever order it is asked', () => {
  for (const zone of ['Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe']) {
    const hourAt = localHour(zone)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: at('2030-01-01T00:00:00Z') }), instant => {
        const { hour, minute, second, millisecond } = DateTime.fromMillis(instant, { zone })
        const expected = hour + (minute + (second + millisecond / 1000) / 60) / 60
        expect(hourAt(instant)).toBeCloseTo(expected, 6)
      }),
    )
  }
})
