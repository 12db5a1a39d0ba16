import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { hours as hoursLong, minutes } from '../../src/base/duration.ts'
import type { CallingHours, Day } from '../../src/campaign/calling-hours.ts'
import { nextOpen, nextShift, windowAt } from '../../src/compliance/calling-hours.ts'

const at = (text: string, zone: string): number => DateTime.fromISO(text, { zone }).toMillis()

function hoursOf(week: readonly Day[], holidays: readonly string[] = []): CallingHours {
  return { week: week as unknown as CallingHours['week'], holidays: new Set(holidays), zone: 'UTC' }
}

const office: Day = [{ from: 9 * 60, to: 20 * 60 }]
const always: Day = [{ from: 0, to: 1440 }]
const weekdays = (day: Day): Day[] => [day, day, day, day, day, [], []]
const everyDay = (day: Day): Day[] => [day, day, day, day, day, day, day]

describe('The calling hours', () => {
  it('are open from the first minute of a window, and closed from its last on', () => {
    const hours = hoursOf(weekdays(office))
    const opens = at('2026-03-02T09:00', 'Europe/Paris')
    const closes = at('2026-03-02T20:00', 'Europe/Paris')
    expect(windowAt(hours, 'Europe/Paris', opens - 1)).toEqual({ open: false, until: opens })
    expect(windowAt(hours, 'Europe/Paris', opens)).toEqual({ open: true, until: closes })
    expect(windowAt(hours, 'Europe/Paris', closes - 1)).toEqual({ open: true, until: closes })
    expect(windowAt(hours, 'Europe/Paris', closes).open).toBe(false)
  })

  it('are those of the callee, not of the campaign', () => {
    const hours = hoursOf(weekdays(office))
    const nineInParis = at('2026-03-02T09:00', 'Europe/Paris')
    expect(windowAt(hours, 'Europe/Paris', nineInParis).open).toBe(true)
    expect(windowAt(hours, 'Europe/London', nineInParis).open).toBe(false)
  })

  it('stay closed over a weekend and a holiday', () => {
    const hours = hoursOf(weekdays(office), ['2026-03-02'])
    const fridayEvening = at('2026-02-27T20:00', 'Europe/Berlin')
    const tuesday = at('2026-03-03T09:00', 'Europe/Berlin')
    expect(nextOpen(hours, 'Europe/Berlin', fridayEvening)).toBe(tuesday)
  })

  it('take any number of windows a day', () => {
    const hours = hoursOf(
      everyDay([
        { from: 10 * 60, to: 13 * 60 },
        { from: 14 * 60, to: 20 * 60 },
      ]),
    )
    const lunch = at('2026-03-02T13:30', 'Europe/Paris')
    expect(windowAt(hours, 'Europe/Paris', lunch)).toEqual({
      open: false,
      until: lunch + minutes(30),
    })
  })

  it('run on over midnight when one window ends there and the next begins', () => {
    const hours = hoursOf([[{ from: 1200, to: 1440 }], [{ from: 0, to: 60 }], [], [], [], [], []])
    const monday = at('2026-03-02T21:00', 'Europe/Paris')
    expect(windowAt(hours, 'Europe/Paris', monday)).toEqual({
      open: true,
      until: at('2026-03-03T01:00', 'Europe/Paris'),
    })
  })

  it('follow a zone that is half an hour off', () => {
    const hours = hoursOf(everyDay(office))
    const opens = Date.parse('2026-03-02T03:30:00Z')
    expect(nextOpen(hours, 'Asia/Kolkata', opens - 1)).toBe(opens)
  })

  it('open an hour earlier in real time on the day the clock is set forward', () => {
    const hours = hoursOf(everyDay(office))
    const saturdayClose = at('2026-03-28T20:00', 'Europe/Berlin')
    expect(nextOpen(hours, 'Europe/Berlin', saturdayClose) - saturdayClose).toBe(hoursLong(12))
  })

  it('open when the clock jumps over the beginning of a window', () => {
    const hours = hoursOf(everyDay([{ from: 150, to: 300 }]))
    const jump = Date.parse('2026-03-29T01:00:00Z') // 02:00 becomes 03:00 in Berlin
    expect(windowAt(hours, 'Europe/Berlin', jump - 1)).toEqual({ open: false, until: jump })
    expect(windowAt(hours, 'Europe/Berlin', jump).open).toBe(true)
  })

  it('never open in a window that the clock jumps over', () => {
    const hours = hoursOf(everyDay([{ from: 120, to: 180 }]))
    const before = at('2026-03-29T01:00', 'Europe/Berlin')
    expect(nextOpen(hours, 'Europe/Berlin', before)).toBe(at('2026-03-30T02:00', 'Europe/Berlin'))
  })

  it('open twice when the clock shows the window twice', () => {
    const hours = hoursOf(everyDay([{ from: 120, to: 150 }]))
    const first = Date.parse('2026-10-25T00:00:00Z') // 02:00 summer time in Berlin
    expect(windowAt(hours, 'Europe/Berlin', first)).toEqual({
      open: true,
      until: first + minutes(30),
    })
    expect(windowAt(hours, 'Europe/Berlin', first + minutes(30))).toEqual({
      open: false,
      until: first + minutes(60),
    })
  })

  it('leave out a day that a zone skipped', () => {
    // Samoa went from 29 to 31 December 2011.
    const hours = hoursOf([[], [], [], [], office, [], []])
    const thursday = at('2011-12-29T12:00', 'Pacific/Apia')
    const after = at('2012-01-06T09:00', 'Pacific/Apia')
    expect(nextOpen(hours, 'Pacific/Apia', thursday)).toBe(after)
  })

  it('say Infinity when they never open, and when they never close', () => {
    const from = at('2026-03-02T12:00', 'UTC')
    expect(windowAt(hoursOf(everyDay([])), 'UTC', from)).toEqual({ open: false, until: Infinity })
    expect(windowAt(hoursOf(everyDay(always)), 'UTC', from)).toEqual({
      open: true,
      until: Infinity,
    })
  })

  it('see a holiday that was too far ahead when they were first asked', () => {
    const hours = hoursOf(everyDay(always), ['2028-01-01'])
    expect(windowAt(hours, 'UTC', at('2026-01-01T00:00', 'UTC')).until).toBe(Infinity)
    expect(windowAt(hours, 'UTC', at('2028-01-01T00:00', 'UTC')).open).toBe(false)
  })

  it('find a shift for all zones at once that is long enough', () => {
    const hours = hoursOf(weekdays(office))
    const zones = ['Europe/London', 'Europe/Berlin']
    const evening = at('2026-03-02T18:30', 'Europe/London') // 19:30 in Berlin
    expect(nextShift(hours, zones, evening, minutes(30))).toBe(evening)
    const nextMorning = at('2026-03-03T09:00', 'Europe/London')
    expect(nextShift(hours, zones, evening, minutes(31))).toBe(nextMorning)
    expect(nextShift(hours, zones, evening, hoursLong(24))).toBe(Infinity)
  })
})

const zoneArb = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe', // Sets its clock by half an hour.
  'Africa/Casablanca', // Sets it four times a year.
  'America/St_Johns',
  'Pacific/Chatham',
)
const dayArb: fc.Arbitrary<Day> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 })
  .map(points => points.sort((a, b) => a - b))
  .map(points =>
    Array.from({ length: Math.floor(points.length / 2) }, (_, i) => ({
      from: points[2 * i]!,
      to: points[2 * i + 1]!,
    })),
  )
const instantArb = fc.integer({
  min: Date.parse('2025-01-01T00:00:00Z'),
  max: Date.parse('2027-12-31T00:00:00Z'),
})

/** What the law asks, said in the plainest way: look at the callee's clock. */
function plainlyOpen(hours: CallingHours, zone: string, instant: number): boolean {
  const local = DateTime.fromMillis(instant, { zone })
  if (hours.holidays.has(local.toISODate()!)) return false
  const minute = local.hour * 60 + local.minute
  return hours.week[local.weekday - 1]!.some(w => minute >= w.from && minute < w.to)
}

describe('Any calling hours', () => {
  it('say what the clock on the wall says, until the very instant they name', () => {
    const week = fc.array(dayArb, { minLength: 7, maxLength: 7 })
    fc.assert(
      fc.property(
        week,
        zoneArb,
        instantArb,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (w, zone, from, share) => {
          const hours = hoursOf(w, ['2026-03-29', '2026-12-25'])
          const { open, until } = windowAt(hours, zone, from)
          expect(open).toBe(plainlyOpen(hours, zone, from))
          if (until === Infinity) return
          const between = Math.min(until - 1, from + Math.floor(share * (until - from)))
          expect(plainlyOpen(hours, zone, between)).toBe(open)
          expect(plainlyOpen(hours, zone, until - 1)).toBe(open)
          expect(plainlyOpen(hours, zone, until)).toBe(!open)
          expect(windowAt(hours, zone, between).until).toBe(until)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('answer the same, whatever was asked before', () => {
    const asked = fc.array(fc.tuple(zoneArb, instantArb), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.array(dayArb, { minLength: 7, maxLength: 7 }), asked, (w, questions) => {
        const used = hoursOf(w)
        for (const [zone, instant] of questions) {
          expect(windowAt(used, zone, instant)).toEqual(windowAt(hoursOf(w), zone, instant))
        }
      }),
      { numRuns: 30 },
    )
  })
})
