import { type Duration, minutes } from '../../base/duration.ts'
import type { RecordedDay } from './recorded-day.ts'

/** When on a day there was nobody else to call. */
export interface Want {
  /** The first time, ms since the day's first line. */
  readonly from: Duration
  /** In how many minutes of the day it was so at some moment. */
  readonly minutes: number
}

/**
 * The store had too few contacts, and all that had come from it were called already: operators who
 * waited then waited for contacts, whatever the pacing. @returns null: it never was so.
 */
export function wantOf({
  calls,
  shortages,
}: Pick<RecordedDay, 'calls' | 'shortages'>): Want | null {
  let placed = 0
  const empty = shortages.filter(({ at, contacts }) => {
    while (placed < calls.length && calls[placed]!.at <= at) placed++
    return placed >= contacts
  })
  const [first] = empty
  if (first === undefined) return null
  const spread = new Set(empty.map(({ at }) => Math.floor(at / minutes(1))))
  return { from: first.at, minutes: spread.size }
}
