import type { CallingHours, Day, DayWindow } from '../calling-hours.ts'
import { insteadOf } from '../yaml/nearest.ts'
import type { Reader } from '../yaml/reader.ts'
import { date, listOf, scalar, zone } from '../yaml/shapes.ts'
import type { Path } from '../yaml/tree.ts'

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
 * Where a campaign names no hours: Monday to Friday 10–13 and 14–20, as French law has it (Code de
 * la consommation, D223-9): the narrowest nationwide hours for sales calls that the project knows.
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

/** The calling hours at `hours`: a zone, windows by day or days, holidays. */
export function readHours(reader: Reader): CallingHours {
  reader.keys(['hours'], ['zone', 'week', 'holidays'])
  const holidays = reader.one(['hours', 'holidays'], listOf(date, HOLIDAYS_MAX).default([]))
  return {
    zone: reader.one(['hours', 'zone'], zone) ?? '',
    week: readWeek(reader),
    holidays: new Set(holidays),
  }
}

function readWeek(reader: Reader): CallingHours['week'] {
  const at = ['hours', 'week']
  const raw = reader.raw(at)
  if (raw === undefined) return DEFAULT_WEEK
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    reader.problem(at, 'must have days as keys, such as «mon-fri: 09:00-20:00».')
    return DEFAULT_WEEK
  }
  const days: (Day | undefined)[] = DAYS.map(() => undefined)
  let hasHours = false
  for (const key of Object.keys(raw)) {
    const span = daysOf(key)
    const day = readDay(reader, [...at, key])
    if (span === null) {
      const instead = insteadOf(key, [...DAYS, 'mon-fri', 'sat-sun'])
      reader.problem([...at, key], `is no day. ${instead}`)
    } else if (span.some(one => days[one] !== undefined)) {
      reader.problem([...at, key], 'names a day that is there already.')
    }
    for (const one of span ?? []) days[one] = day
    hasHours ||= day.length > 0
  }
  if (!hasHours) reader.problem(at, 'has no hour in which anyone may be called.')
  return days.map(day => day ?? []) as unknown as CallingHours['week']
}

/**
 * The windows of one day, in order. One that cannot be read counts as there, so that it is told
 * of once.
 */
function readDay(reader: Reader, at: Path): Day {
  const found = reader.one(at, windows)
  if (found === undefined) return [{ from: 0, to: 1440 }]
  const day = found.toSorted((a, b) => a.from - b.from)
  const overlap = day.some((window, i) => window.from < (day[i - 1]?.to ?? 0))
  if (overlap) reader.problem(at, `has windows that overlap: ${day.map(clock).join(', ')}.`)
  return day
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
  [from, to].map(at => `${two(Math.floor(at / 60))}:${two(at % 60)}`).join('-')
