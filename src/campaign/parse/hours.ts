import { z } from 'zod'
import type { CallingHours, Day, DayWindow } from '../calling-hours.ts'
import { insteadOf } from '../yaml/nearest.ts'
import type { Reader } from '../yaml/reader.ts'
import { date, listOf, scalar, section, zone } from '../yaml/shapes.ts'
import { shown } from './problem.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** So many windows a day: more are a slip. */
const WINDOWS_MAX = 10
/** So many holidays: ten years of them. */
const HOLIDAYS_MAX = 200

const LUNCH: Day = [
  { from: 10 * 60, to: 13 * 60 },
  { from: 14 * 60, to: 20 * 60 },
]

/**
 * Where a campaign names no hours: Monday to Friday 10–13 and 14–20, which French law allows (Code de
 * la consommation, D223-9) and no other regime forbids that the project knows.
 */
export const DEFAULT_WEEK: CallingHours['week'] = [LUNCH, LUNCH, LUNCH, LUNCH, LUNCH, [], []]

const windows = listOf(
  scalar('a time of day such as 09:00-20:00, within one day', read => {
    const found = /^(\d\d):([0-5]\d) ?- ?(\d\d):([0-5]\d)$/.exec(read)
    if (found === null) return undefined
    const [from, to] = [minuteOf(found[1]!, found[2]!), minuteOf(found[3]!, found[4]!)]
    return from < to && to <= 1440 ? { from, to } : undefined
  }),
  WINDOWS_MAX,
)

const week = z.record(z.string(), windows, {
  error: 'must have days as keys, such as «mon-fri: 09:00-20:00».',
})

const shape = section({
  zone,
  week: week.transform(weekOf).default(DEFAULT_WEEK),
  holidays: listOf(date, HOLIDAYS_MAX).default([]),
})

/** The calling hours at `hours`: a zone, windows by day or days, holidays. */
export function readHours(reader: Reader): CallingHours | undefined {
  const found = reader.one(['hours'], shape)
  return found && { ...found, holidays: new Set(found.holidays) }
}

function weekOf(
  raw: Readonly<Record<string, readonly DayWindow[]>>,
  context: z.RefinementCtx,
): CallingHours['week'] {
  const days: (readonly DayWindow[] | undefined)[] = DAYS.map(() => undefined)
  const problem = (key: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [key], message })
  for (const [key, list] of Object.entries(raw)) {
    const span = daysOf(key)
    const sorted = list.toSorted((a, b) => a.from - b.from)
    if (span === null) {
      problem(key, `is no day. ${insteadOf(key, [...DAYS, 'mon-fri', 'sat-sun'])}`)
      continue
    }
    if (span.some(day => days[day] !== undefined))
      problem(key, 'names a day that is there already.')
    if (sorted.some((window, i) => window.from < (sorted[i - 1]?.to ?? 0))) {
      problem(key, `has windows that overlap: ${list.map(clock).join(', ')}.`)
    }
    for (const day of span) days[day] = sorted
  }
  if (days.every(day => (day ?? []).length === 0)) {
    context.addIssue({ code: 'custom', message: 'has no hour in which anyone may be called.' })
  }
  return days.map(day => day ?? []) as unknown as CallingHours['week']
}

/** The days that `mon` or `mon-fri` names, Monday being 0; null when it names none. */
function daysOf(key: string): readonly number[] | null {
  const [from, to = from, ...more] = key
    .split('-')
    .map(day => DAYS.indexOf(day as (typeof DAYS)[number]))
  if (from === undefined || to === undefined || from < 0 || to < from || more.length > 0)
    return null
  return DAYS.map((_, day) => day).filter(day => day >= from && day <= to)
}

const minuteOf = (hour: string, minute: string): number => Number(hour) * 60 + Number(minute)
const two = (n: number): string => String(n).padStart(2, '0')
const clock = ({ from, to }: DayWindow): string =>
  shown([from, to].map(at => `${two(Math.floor(at / 60))}:${two(at % 60)}`).join('-'))
