import type { HourCounts } from '../drift/hours.ts'
import type { HeardCounts } from '../people.ts'
import type { RingCounts } from '../ring-counts.ts'
import type { SpanCounts } from '../survival.ts'

/** What of all that was learned is carried from one day, or one engine, to the next. */
export interface Past {
  readonly rings: RingCounts
  readonly heard: HeardCounts
  readonly talks: SpanCounts
  readonly wrapUps: SpanCounts
  readonly left: LeftCounts
  readonly hours: HourCounts
  /** Answer rate of late / what rings and hours let expect; greater than 0. */
  readonly ratio: number
}

/** People who were abandoned, and for how long they had waited, in s (at most the limit). */
export interface LeftCounts {
  readonly people: number
  readonly waitedSec: number
}

/** Whatever was counted before weighs, as another day begins, like so many answers at most. */
const WEIGHT = 200
/**
 * What closed cards say weighs less: who answers changes with the list, and machines among the
 * abandoned are taken off the budget by it.
 */
const CARDS_WEIGHT = 40

/** The past as it weighs when another day begins with it: less than what that day will bring. */
export function discounted(past: Past): Past {
  const { rings, heard, talks, wrapUps, left } = past
  const ring = part(answersOf(past), WEIGHT)
  const card = part(sum(heard.people) + sum(heard.machines), CARDS_WEIGHT)
  const leaver = part(left.people, CARDS_WEIGHT)
  return {
    ...past,
    rings: {
      limitSec: rings.limitSec,
      answered: times(rings.answered, ring),
      refused: times(rings.refused, ring),
      unanswered: times(rings.unanswered, ring),
      within: times(rings.within, ring),
    },
    heard: { people: times(heard.people, card), machines: times(heard.machines, card) },
    talks: fewer(talks),
    wrapUps: fewer(wrapUps),
    left: { people: left.people * leaver, waitedSec: left.waitedSec * leaver },
  }
}

/** How many answers it weighs like. */
export const answersOf = ({ rings }: Past): number => sum(rings.answered)

function fewer({ edges, ends, spent }: SpanCounts): SpanCounts {
  const kept = part(sum(ends), WEIGHT)
  return { edges, ends: times(ends, kept), spent: times(spent, kept) }
}

/** @returns what a count is multiplied by to be `most` at most. */
const part = (count: number, most: number): number => Math.min(1, most / Math.max(1, count))

const times = (of: Float64Array, factor: number): Float64Array => of.map(one => one * factor)

const sum = (of: Float64Array): number => of.reduce((total, one) => total + one, 0)
