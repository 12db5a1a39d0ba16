import { DateTime } from 'luxon'
import type { Instant } from '../base/duration.ts'
import type { BudgetWindow } from './site.ts'

/** From (included) to (excluded). */
export interface Span {
  readonly from: Instant
  readonly to: Instant
}

/**
 * The window of a budget in which an instant lies. Days and months are local to the window's zone,
 * DST included.
 */
export function windowOf(window: BudgetWindow, at: Instant): Span {
  const local = DateTime.fromMillis(at, { zone: window.zone })
  switch (window.kind) {
    case 'day': {
      const from = beginning(local)
      return span(from, beginning(from.plus({ days: 1 })))
    }
    case 'month': {
      const from = beginning(local.startOf('month'))
      return span(from, beginning(from.plus({ months: 1 })))
    }
    case 'thirtyDays': {
      // Successive periods of 30 days, not a rolling one: 16 CFR 310.4(b)(4)(i).
      const first = DateTime.fromISO(window.from, { zone: window.zone })
      const past = Math.floor((dayNumber(local) - dayNumber(first)) / 30)
      const nth = (n: number): DateTime => beginning(first.plus({ days: 30 * n }))
      return span(nth(past), nth(past + 1))
    }
  }
}

/** Days are counted by the calendar: one that is 23 or 25 hours long is one. */
const dayNumber = ({ year, month, day }: DateTime): number =>
  Date.UTC(year, month - 1, day) / 86_400_000

const span = (from: DateTime, to: DateTime): Span => ({ from: from.toMillis(), to: to.toMillis() })

/**
 * The first instant of a local date. Where clocks go forward at midnight that is one o'clock; where
 * they go back to it, midnight comes twice and the first one counts.
 */
function beginning(local: DateTime): DateTime {
  const start = local.startOf('day')
  const before = start.minus({ milliseconds: 1 })
  return before.toISODate() === start.toISODate() ? before.startOf('day') : start
}
