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
      const from = local.startOf('day')
      // Where clocks go forward at midnight a day begins at one o'clock: the next one's own beginning counts.
      return { from: from.toMillis(), to: from.plus({ days: 1 }).startOf('day').toMillis() }
    }
    case 'month': {
      const from = local.startOf('month')
      return { from: from.toMillis(), to: from.plus({ months: 1 }).startOf('month').toMillis() }
    }
    case 'thirtyDays': {
      // Successive periods of 30 days, not a rolling one: 16 CFR 310.4(b)(4)(i).
      const first = DateTime.fromISO(window.from, { zone: window.zone })
      const past = Math.floor(local.startOf('day').diff(first, 'days').days / 30)
      const from = first.plus({ days: 30 * past }).startOf('day')
      const to = first.plus({ days: 30 * (past + 1) }).startOf('day')
      return { from: from.toMillis(), to: to.toMillis() }
    }
  }
}
