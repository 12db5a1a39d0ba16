import type { News } from '../observation.ts'
import { RING_BINS_MAX } from './ring-counts.ts'

/** Who had answered, by seconds of ringing, as closed cards say; older ones fade. */
export interface HeardCounts {
  readonly people: Float64Array
  readonly machines: Float64Array
}

/** No card has been closed yet. */
export const nobodyHeard: HeardCounts = {
  people: new Float64Array(RING_BINS_MAX),
  machines: new Float64Array(RING_BINS_MAX),
}

/** Cards are forgotten over so many: who is at home changes with the hour and the list. */
const MEMORY = 200

/** The counts with what closed cards say. */
export function withHeard(counts: HeardCounts, news: readonly News[]): HeardCounts {
  let next: { people: Float64Array; machines: Float64Array } = { ...counts }
  let isSame = true
  for (const item of news) {
    if (item.kind !== 'wrapped') continue
    isSame = false
    next = { people: faded(next.people), machines: faded(next.machines) }
    const bin = Math.min(RING_BINS_MAX - 1, Math.floor(item.rang / 1000))
    next[item.heard === 'person' ? 'people' : 'machines'][bin]!++
  }
  return isSame ? counts : next
}

/** Weights of the seconds around one. */
const KERNEL = [1, 2, 3, 2, 1] as const
/** Each second leans on the overall share with so many answers. */
const PRIOR_ANSWERS = 6

/** Share of people among those who answer in each second of ringing, 0–1. */
export function personShare({ people, machines }: HeardCounts): Float64Array {
  const [persons, others] = [sum(people), sum(machines)]
  if (others === 0) return people.map(() => 1)
  const overall = (persons + 1) / (persons + others + 1)
  return people.map((_, bin) => {
    let [near, all] = [PRIOR_ANSWERS * overall, PRIOR_ANSWERS]
    for (const [offset, weight] of KERNEL.entries()) {
      const p = people[bin + offset - 2] ?? 0
      near += weight * p
      all += weight * (p + (machines[bin + offset - 2] ?? 0))
    }
    return near / all
  })
}

const sum = (of: Float64Array): number => of.reduce((total, one) => total + one, 0)

const faded = (of: Float64Array): Float64Array => of.map(count => count * (1 - 1 / MEMORY))
