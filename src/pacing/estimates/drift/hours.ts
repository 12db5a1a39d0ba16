import { assert } from '../../../base/assert.ts'

/** Answers by local hour of the day, 24 of each; rates of answers differ from hour to hour. */
export interface HourCounts {
  /** Answers seen in the hour. */
  readonly seen: Float64Array
  /** Answers that the learned rate, which knows no hours, let expect in it. */
  readonly expected: Float64Array
}

/**
 * How the answer rate of an hour stands to that of all hours. The hour that goes on counts only
 * when it is over: until then what it brings is the drift's to notice, and no answer counts twice.
 */
export interface Hours {
  /** Hours that are over. */
  readonly over: HourCounts
  /** The hour that goes on. */
  readonly now: { readonly seen: number; readonly expected: number }
  /** Local hour of the last look, 0–24 with its fraction; null: there was none yet. */
  readonly hour: number | null
}

/** No hour is over yet: all are alike. */
export const noHours: Hours = hoursFrom({
  seen: new Float64Array(24),
  expected: new Float64Array(24),
})

/** A beginning with what is known of the hours. */
export function hoursFrom(over: HourCounts): Hours {
  return { over, now: { seen: 0, expected: 0 }, hour: null }
}

/**
 * It is this hour now. `step` is what the present factor changed by because an hour that is over
 * counts from now on: whatever stands to the answers expected at present changes as much.
 */
export function atHour(
  hours: Hours,
  hour: number,
): { readonly hours: Hours; readonly step: number } {
  assert(hour >= 0 && hour < 24, 'the hour of an observation is one of the day')
  const same = hours.hour === null || Math.floor(hours.hour) === Math.floor(hour)
  if (same) return { hours: { ...hours, hour }, step: 1 }
  const next = { ...hoursFrom(withNow(hours)), hour }
  return { hours: next, step: hourFactor(next) / hourFactor({ ...hours, hour }) }
}

/** The hours with answers seen and expected in the present one. */
export function withAnswers(hours: Hours, seen: number, expected: number): Hours {
  const { now } = hours
  return { ...hours, now: { seen: now.seen + seen, expected: now.expected + expected } }
}

/** The hours when the learned rate has been told anew and is now `factor` times what it was. */
export function rescaled({ over, now, hour }: Hours, factor: number): Hours {
  return {
    over: { seen: over.seen, expected: over.expected.map(one => one * factor) },
    now: { seen: now.seen, expected: now.expected * factor },
    hour,
  }
}

/** Days before weigh in an hour like so many answers: more recent ones count in full. */
const MEMORY = 150

/** What is known of the hours with the one that goes on, as it is so far. */
export function withNow({ over, now, hour }: Hours): HourCounts {
  if (hour === null) return over
  const bin = Math.floor(hour) % 24
  const [seen, expected] = [over.seen.slice(), over.expected.slice()]
  const kept = Math.min(1, MEMORY / Math.max(1, over.expected[bin]!))
  seen[bin] = seen[bin]! * kept + now.seen
  expected[bin] = expected[bin]! * kept + now.expected
  return { seen, expected }
}

/** Every hour begins with so many answers just as expected. */
const PRIOR = 20

/**
 * The answer rate of the present moment / that of all hours; greater than 0, 1: not known. In the
 * middle of an hour its own answers count, and between two middles those of both by their distance:
 * an hour that is not known says nothing of the one beside it.
 */
export function hourFactor({ over, hour }: Hours): number {
  if (hour === null) return 1
  const [from, passed] = [Math.floor(hour + 23.5), (hour + 23.5) % 1]
  const near = (of: Float64Array) => of[from % 24]! * (1 - passed) + of[(from + 1) % 24]! * passed
  return (near(over.seen) + PRIOR) / (near(over.expected) + PRIOR)
}
