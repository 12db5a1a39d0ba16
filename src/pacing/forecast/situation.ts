import type { Observation } from '../observation.ts'

/** An observation as a forecast needs it: ages in seconds, each list read once. */
export interface Situation {
  /** Operators who could take an answer now. */
  readonly free: number
  /** People who answered and wait. */
  readonly waiting: number
  /** Operators who talk or wrap up, with those who will not be free again. */
  readonly busy: number
  /** For how long each line has rung, the longest first. */
  readonly ringing: readonly number[]
  readonly talking: readonly number[]
  readonly wrapping: readonly number[]
  /** Who has said when they go: seconds from now, at least 0. */
  readonly departures: readonly { readonly inSec: number; readonly operators: number }[]
}

/** Reads an observation. */
export function situationOf(seen: Observation): Situation {
  const { at, free, waiting, busy } = seen
  const ages = (since: readonly number[]) => since.map(moment => (at - moment) / 1000)
  return {
    free,
    waiting,
    busy,
    ringing: ages(seen.ringingSince),
    talking: ages(seen.talkingSince),
    wrapping: ages(seen.wrappingSince),
    departures: seen.departures.map(({ at: moment, operators }) => ({
      inSec: Math.max(0, (moment - at) / 1000),
      operators,
    })),
  }
}

/** Share of the operators present who will have gone within so many seconds, 0–1. */
export function departedShare({ departures, free, busy }: Situation, withinSec: number): number {
  let gone = 0
  for (const { inSec, operators } of departures) if (inSec <= withinSec) gone += operators
  return gone === 0 ? 0 : Math.min(1, gone / Math.max(1, free + busy))
}
