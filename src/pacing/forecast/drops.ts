import type { Credit } from '../budget/credit.ts'
import type { Estimates } from '../estimates/estimates.ts'
import { bestRing } from '../estimates/ring-curve.ts'
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
  /** Lines that are wanted and for which the trunks have none left. */
  readonly wanting: number
  /** Lines started and dropped so far. */
  readonly lines: { readonly launched: number; readonly dropped: number }
}

/** A ringing line is looked at as if it were answered so many seconds from now. */
const SOON_SEC = [1.5, 5] as const
/** Dropping a line wastes its ring: it must be worse than one that is not started. */
const WORSE = 2
/** The chance that is never worth a drop; less of it where the budget is nearly used up. */
const [NEVER, NEVER_IN_NEED] = [0.02, 0.005] as const

/**
 * How many of the longest ringing lines are to be dropped now, of those that have rung for the
 * lawful minimum: lines whose answer would probably find nobody, and lines past their best where
 * the trunks have none left for a new one.
 */
export function dropsOf(now: Situation, estimates: Estimates, rules: DropRules): number {
  const { settings, lines } = rules
  const share = Math.floor(settings.dropShareMax * lines.launched) - lines.dropped
  const minimumSec = settings.ring.minimum / 1000
  const old = now.ringing.findIndex(age => age < minimumSec)
  const most = Math.min(share, old === -1 ? now.ringing.length : old)
  const inVain = most > 0 ? surplus(now, estimates, rules, most) : 0
  if (inVain >= most || rules.wanting <= inVain) return inVain
  const bestSec = bestRing(estimates.ring)
  const past = now.ringing.findIndex(age => age < bestSec)
  return Math.min(most, rules.wanting, past === -1 ? now.ringing.length : Math.max(inVain, past))
}

function surplus(
  now: Situation,
  estimates: Estimates,
  { price, credit }: DropRules,
  most: number,
): number {
  if (now.free >= Math.max(2, now.ringing.length / 2)) return 0
  const need = credit.left < 1 && credit.earned > 6
  const worth = personAt(now.ringing[0]! + 1, estimates)
  const bar = Math.max(WORSE * price, need ? NEVER_IN_NEED : NEVER) * worth
  if (chanceWithout(1, now, estimates) <= bar) return 0
  // The more lines are gone, the better for the next: the first that may stay is found by halving.
  let [dropped, enough] = [1, most]
  while (dropped < enough) {
    const middle = Math.floor((dropped + enough) / 2)
    if (chanceWithout(middle + 1, now, estimates) > bar) dropped = middle + 1
    else enough = middle
  }
  return dropped
}

/** Share of people among those who answer after so many seconds: nobody is called for a machine. */
function personAt(sec: number, { ring }: Estimates): number {
  return ring.person[Math.min(ring.person.length - 1, Math.floor(sec))]!
}

/** Chance that a line answered soon finds nobody, if the `oldest` lines did not ring. */
function chanceWithout(oldest: number, now: Situation, estimates: Estimates): number {
  let sum = 0
  for (const sec of SOON_SEC) sum += nobodyLeft(momentAt(sec, now, estimates, oldest))
  return sum / SOON_SEC.length
}
