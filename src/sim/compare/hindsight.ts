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

/** Policies that differ in one number: the larger it is, the more is abandoned, as a rule. */
interface Family {
  readonly name: (n: number) => string
  readonly from: number
  readonly to: number
  readonly step: number
  /** How many steps beyond the first that breaks the limit are tried, as chance breaks the rule. */
  readonly beyond: number
}

const RATIOS: Family = {
  name: k => `ratio:${k}`,
  from: 1,
  to: 8,
  step: 0.1,
  beyond: 2,
}

/**
 * Every rule of VICIdial's, by lines for those who wait and for everybody, under every maximum
 * level.
 */
const VICIDIAL: readonly Family[] = ['hard-limit', 'average', 'tapered'].flatMap(rule =>
  (['Y', 'N'] as const).map(avail => ({
    name: (max: number) => `vicidial:${rule},avail=${avail},max=${max}`,
    from: 1,
    // Lines for everybody are more than enough at three each, which is how VICIdial comes.
    to: avail === 'Y' ? 12 : 3,
    step: 0.5,
    beyond: 0,
  })),
)

/** The best `ratio:K` in steps of 0.1, or null when not even one line an operator keeps `limit`. */
export const bestRatio = (run: Try, limit: number): Promise<BestOf | null> =>
  bestOf(RATIOS, run, limit)

/** The best of VICIdial's rules, or null when none keeps `limit`. */
export async function bestVicidial(run: Try, limit: number): Promise<BestOf | null> {
  const found = await Promise.all(VICIDIAL.map(family => bestOf(family, run, limit)))
  return leastIdle(found.filter(it => it !== null))
}

async function bestOf(family: Family, run: Try, limit: number): Promise<BestOf | null> {
  const { name, from, to, step, beyond } = family
  const kept: BestOf[] = []
  const steps = Math.round((to - from) / step)
  const keeps = async (nth: number): Promise<boolean> => {
    // Counted in whole steps, so that 2.9 is not 2.9000000000000004.
    const policy = name(Math.round((from + nth * step) * 10) / 10)
    const { abandonment, idle } = await run(policy)
    const good = abandonment.mean <= limit
    if (good) kept.push({ policy, idleSecPerCall: idle.mean, abandonment: abandonment.mean })
    return good
  }
  let [low, high] = [0, steps + 1]
  if (!(await keeps(low))) return null
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (await keeps(middle)) low = middle
    else high = middle
  }
  const further = Array.from({ length: beyond }, (_, i) => high + 1 + i)
  await Promise.all(further.filter(nth => nth <= steps).map(keeps))
  return leastIdle(kept)
}

const leastIdle = (of: readonly BestOf[]): BestOf | null =>
  of.reduce<BestOf | null>(
    (best, it) => (best === null || it.idleSecPerCall < best.idleSecPerCall ? it : best),
    null,
  )
