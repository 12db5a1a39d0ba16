import { isOnOffer } from './settings.ts'
import { keepsLimit, type Tried, type Tuning } from './tuning.ts'

/** How sure it is that what is recommended is the best, and keeps the limit. */
export interface Certainty {
  /** The next best of those that keep the limit too; null: there is no other. */
  readonly next: Tried | null
  /** Whether it has more idle time than chance explains, by a 95 % interval of paired days. */
  readonly nextDiffers: boolean
  /** How many others keep the limit and have no more idle time than chance explains. */
  readonly alike: number
  /**
   * So large a share of days could be over the limit, 0–1, though none of those that were run was:
   * the 95 % bound of Clopper and Pearson (Biometrika 26, 1934) for none of n.
   */
  readonly daysOverAtMost: number
}

/** @returns null where nothing is recommended. */
export function certaintyOf({ tried, recommended }: Tuning): Certainty | null {
  if (recommended === null) return null
  const others = tried.filter(
    one => one !== recommended && isOnOffer(one) && keepsLimit(one.summary),
  )
  const next = others[0] ?? null
  return {
    next,
    nextDiffers: next !== null && differs(next),
    alike: others.filter(one => !differs(one)).length,
    daysOverAtMost: 1 - 0.05 ** (1 / recommended.summary.days),
  }
}

/** Whether the interval of the difference to the recommended leaves nothing out. */
export const differs = ({ idleBeyond }: Tried): boolean =>
  idleBeyond !== null && Math.abs(idleBeyond.mean) > idleBeyond.halfWidth
