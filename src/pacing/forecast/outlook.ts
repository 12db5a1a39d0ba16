import type { Estimates } from '../estimates/estimates.ts'
import { freeFromTalkWithin, freeFromWrapUpWithin } from '../estimates/free-curve.ts'
import { answerTimes, answerWithin } from '../estimates/ring-curve.ts'
import { addTo, type Count, countOf, nobodyLeft } from './count.ts'
import { departedShare, type Situation } from './situation.ts'
import { addSurging, type Surge, surgeOn } from './surge.ts'

/**
 * Moments at which the answer of a new line is looked at: more changed nothing that was measured.
 */
const POINTS = 6

/** More people than this are never said to be bearable at once. */
const BEARABLE_MOST = 10

/** What may be the case at one moment of the near future. */
export interface Moment {
  /** Seconds from now. */
  readonly sec: number
  /** Operators free now who will still be there, less people who wait now. */
  readonly have: number
  /** Operators who come free in time for an answer at that moment. */
  readonly freed: Count
  /** Answers of lines before it. */
  readonly taken: Count
  /** The same if far more people answered than is believed; null: the team is too large. */
  readonly surge: Surge | null
}

/** What is to be expected at the moments at which a line started now would be answered. */
export type Outlook = readonly Moment[]

/** Looks ahead to the answer of a line that would be started now. */
export function outlook(now: Situation, estimates: Estimates): Outlook {
  return answerTimes(estimates.ring, POINTS).map(sec => momentAt(sec, now, estimates, 0))
}

/**
 * Chance that a person answering a line started now finds nobody within the allowed time: the mean
 * over the moments of the answer. Answers up to the moment go first; whoever comes free while the
 * person may still be kept waiting is there for them.
 */
export function nobodyChance(moments: Outlook): number {
  let sum = 0
  for (const moment of moments) sum += nobodyLeft(moment)
  return sum / moments.length
}

/**
 * Chance that at the worst of those moments more than `bearable` people have found nobody: that a
 * burst of answers takes more than the credit has.
 */
export function ruinChance(moments: Outlook, bearable: number): number {
  return worstOf(moments, bearable, ({ taken }) => taken)
}

/**
 * The same if far more people answered than is believed, which nobody has noticed yet; 0 for teams
 * that notice in time.
 */
export function surgeChance(moments: Outlook, bearable: number): number {
  return worstOf(moments, bearable, ({ surge }) => surge?.taken ?? null)
}

function worstOf(
  moments: Outlook,
  bearable: number,
  takenAt: (moment: Moment) => Count | null,
): number {
  const more = Math.min(bearable, BEARABLE_MOST) + 1
  let worst = 0
  for (const moment of moments) {
    const { have, freed } = moment
    const taken = takenAt(moment)
    if (taken !== null) worst = Math.max(worst, nobodyLeft({ have: have + more, freed, taken }))
  }
  return worst
}

/** Counts one more line started now among those that may be answered first; in place. */
export function launched(moments: Outlook, { ring }: Estimates): void {
  for (const { sec, taken, surge } of moments) {
    const chance = answerWithin(ring, 0, sec)
    addTo(taken, chance)
    addSurging(surge, chance)
  }
}

/** What will be `sec` from now, without the `oldest` lines that have rung longest. */
export function momentAt(
  sec: number,
  now: Situation,
  { ring, free, patienceSec }: Estimates,
  oldest: number,
): Moment {
  const team = now.free + now.busy
  const within = sec + patienceSec
  const staying = 1 - departedShare(now, within)
  const freed = countOf(team, now.talking.length + now.wrapping.length)
  for (const age of now.talking) addTo(freed, staying * freeFromTalkWithin(free, age, within))
  for (const age of now.wrapping) addTo(freed, staying * freeFromWrapUpWithin(free, age, within))
  const taken = countOf(team, team + BEARABLE_MOST + 2)
  const surge = oldest === 0 ? surgeOn(team, team + BEARABLE_MOST + 2) : null
  for (let line = oldest; line < now.ringing.length; line++) {
    const chance = answerWithin(ring, now.ringing[line]!, sec)
    addTo(taken, chance)
    addSurging(surge, chance)
  }
  const have = Math.floor(now.free * staying) - now.waiting
  return { sec, have, freed, taken, surge }
}
