import type { Credit } from '../budget/credit.ts'
import type { Estimates } from '../estimates/estimates.ts'
import { nobodyLeft } from './count.ts'
import { momentAt } from './outlook.ts'
import type { Situation } from './situation.ts'

/** What decides on drops beside what is seen and believed. */
export interface DropRules {
  readonly price: number
  readonly credit: Credit
  readonly settings: {
    readonly ring: { readonly minimum: number }
    readonly dropShareMax: number
  }
  /** Lines started and dropped so far. */
  readonly lines: { readonly launched: number; readonly dropped: number }
}

/** A ringing line is looked at as if it were answered so many seconds from now. */
const SOON_SEC = [1.5, 5] as const
/** Dropping a line wastes its ring: it must be this much worse than one that is not started. */
const WORSE = 5
/** The chance that is never worth a drop; less of it where the budget is nearly used up. */
const [NEVER, NEVER_IN_NEED] = [0.02, 0.005] as const

/**
 * How many of the longest ringing lines are to be dropped now: those that have rung for the lawful
 * minimum and whose answer would probably find nobody.
 */
export function dropsOf(now: Situation, estimates: Estimates, rules: DropRules): number {
  const { ringing, free } = now
  const { price, credit, settings, lines } = rules
  if (free >= Math.max(2, ringing.length / 2)) return 0
  const need = credit.left < 1 && credit.earned > 6
  const bar = Math.max(WORSE * price, need ? NEVER_IN_NEED : NEVER)
  const most = Math.floor(settings.dropShareMax * lines.launched) - lines.dropped
  let drops = 0
  const minimumSec = settings.ring.minimum / 1000
  for (const age of ringing) {
    if (drops >= most || age < minimumSec) break
    if (chanceWithout(drops + 1, now, estimates) <= bar) break
    drops++
  }
  return drops
}

/** Chance that a line answered soon finds nobody, if the `oldest` lines did not ring. */
function chanceWithout(oldest: number, now: Situation, estimates: Estimates): number {
  let sum = 0
  for (const sec of SOON_SEC) sum += nobodyLeft(momentAt(sec, now, estimates, oldest))
  return sum / SOON_SEC.length
}
