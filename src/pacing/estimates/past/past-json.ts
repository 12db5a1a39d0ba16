import { noHours } from '../drift/hours.ts'
import { nobodyHeard } from '../people.ts'
import { noRings } from '../ring-counts.ts'
import { noSpans, TALK_EDGES, WRAP_EDGES } from '../survival.ts'
import type { Past } from './past.ts'

/** The form in which the past is written; whoever changes it counts on. */
const VERSION = 1

/** The past as plain JSON data of some 5 KB: counts, to the thousandth; nobody's data. */
export function pastToJson(past: Past): unknown {
  return { version: VERSION, ...(plain(past) as object) }
}

/**
 * Reads what `pastToJson` has written.
 *
 * @param limitSec no line of the campaign rings longer.
 * @returns null for anything else: damaged, of another version, or of lines that rang for another
 * time.
 */
export function pastFromJson(kept: unknown, limitSec: number): Past | null {
  if (!isRecord(kept) || kept.version !== VERSION) return null
  const like: Past = {
    rings: noRings(limitSec),
    heard: nobodyHeard,
    talks: noSpans(TALK_EDGES),
    wrapUps: noSpans(WRAP_EDGES),
    left: { people: 0, waitedSec: 0 },
    hours: noHours.over,
    ratio: 1,
  }
  const past = shapedLike(like, kept) as Past | null
  const fits =
    past !== null &&
    past.ratio > 0 &&
    past.rings.limitSec === limitSec &&
    isSame(past.talks.edges, TALK_EDGES) &&
    isSame(past.wrapUps.edges, WRAP_EDGES)
  return fits ? past : null
}

/** Numbers, lists of them, and objects of these, as JSON can tell them. */
function plain(of: unknown): unknown {
  if (typeof of === 'number') return Math.round(of * 1000) / 1000
  if (of instanceof Float64Array || Array.isArray(of)) return Array.from(of, plain)
  return Object.fromEntries(Object.entries(of as object).map(([key, value]) => [key, plain(value)]))
}

/** No count of a campaign comes near this; it keeps sums of them finite. */
const COUNT_MAX = 1e9

/** The value in the form of a pattern, or null: something is missing or no count. */
function shapedLike(pattern: unknown, value: unknown): unknown {
  if (typeof pattern === 'number') {
    return typeof value === 'number' && value >= 0 && value < COUNT_MAX ? value : null
  }
  if (pattern instanceof Float64Array || Array.isArray(pattern)) {
    const isList = Array.isArray(value) && value.length === pattern.length
    if (!isList || value.some(one => shapedLike(0, one) === null)) return null
    return Array.isArray(pattern) ? value : Float64Array.from(value)
  }
  if (!isRecord(value)) return null
  const shaped: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(pattern as object)) {
    shaped[key] = shapedLike(inner, value[key])
    if (shaped[key] === null) return null
  }
  return shaped
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((one, index) => one === b[index])
