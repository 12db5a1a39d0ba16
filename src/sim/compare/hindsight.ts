import type { Summary } from './summary.ts'

/** A policy that was the best of its kind in a world, found by trying. */
export interface BestOf {
  readonly policy: string
  readonly idleSecPerCall: number
  readonly abandonment: number
}

/** What a manager could have set in a world who knew its days beforehand. */
export interface Hindsight {
  /** The `ratio:K` with the least idle time that keeps the limit over all days together. */
  readonly ratio: BestOf | null
  /** The same of VICIdial's rules. */
  readonly vicidial: BestOf | null
}

/** Runs a policy and says how it did. */
export type Try = (policy: string) => Promise<Summary>

/** Lines for each free operator that are tried: so many tenths. */
const TENTHS = { from: 10, to: 80 }
/** How many tenths beyond the first that breaks the limit are tried: chance may break the order. */
const BEYOND = 2

/**
 * The best `ratio:K` in steps of 0.1, or null when not even one line an operator keeps `limit`. The
 * larger K is, the more is abandoned, so that the limit is found by halving.
 */
export async function bestRatio(run: Try, limit: number): Promise<BestOf | null> {
  const kept: BestOf[] = []
  const keeps = async (tenths: number): Promise<boolean> => {
    const found = await tried(`ratio:${tenths / 10}`, run, limit)
    if (found !== null) kept.push(found)
    return found !== null
  }
  let [low, high] = [TENTHS.from, TENTHS.to + 1]
  if (!(await keeps(low))) return null
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (await keeps(middle)) low = middle
    else high = middle
  }
  const further = Array.from({ length: BEYOND }, (_, i) => high + 1 + i)
  await Promise.all(further.filter(tenths => tenths <= TENTHS.to).map(keeps))
  return leastIdle(kept)
}

/**
 * `adaptive_maximum_level` where lines follow those who wait, and where they follow everybody. The
 * level adapts below it, and what is abandoned does not simply grow with it: all are tried.
 */
const MAXIMA = {
  Y: [1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 8, 12],
  N: [1, 1.5, 2, 3],
} as const

/** The best of VICIdial's rules, or null when none keeps `limit`. */
export async function bestVicidial(run: Try, limit: number): Promise<BestOf | null> {
  const policies = ['hard-limit', 'average', 'tapered'].flatMap(rule =>
    (['Y', 'N'] as const).flatMap(avail =>
      MAXIMA[avail].map(max => `vicidial:${rule},avail=${avail},max=${max}`),
    ),
  )
  const found = await Promise.all(policies.map(policy => tried(policy, run, limit)))
  return leastIdle(found.filter(it => it !== null))
}

/** How a policy did, or null when it broke the limit. */
async function tried(policy: string, run: Try, limit: number): Promise<BestOf | null> {
  const { abandonment, idle } = await run(policy)
  if (abandonment.mean > limit) return null
  return { policy, idleSecPerCall: idle.mean, abandonment: abandonment.mean }
}

const leastIdle = (of: readonly BestOf[]): BestOf | null =>
  of.reduce<BestOf | null>(
    (best, it) => (best === null || it.idleSecPerCall < best.idleSecPerCall ? it : best),
    null,
  )
