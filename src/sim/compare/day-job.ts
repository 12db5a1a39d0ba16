import { seededRandom } from '../../base/random.ts'
import { type NamedPolicy, policyByName } from '../policy-names.ts'
import type { RecordedDay } from '../recording/recorded-day.ts'
import { replayDay } from '../replay/replay-day.ts'
import type { DayResult } from '../result.ts'
import { runDay } from '../run-day.ts'
import type { Quarter } from '../truth.ts'
import type { World } from '../world/world.ts'

/** One day to be run, as plain data that can be handed to another thread. */
export interface DayJob {
  readonly world: World
  /** A day that is replayed: then the world is what it looks like, as `worldOf` has it. */
  readonly recorded?: RecordedDay
  /** See `POLICY_USAGE`. */
  readonly policy: string
  readonly seed: number
  /** Its number, from 0. Day d of a seed is the same people for every policy. */
  readonly day: number
}

/** What came of it, as plain data. */
export interface DayFigures {
  readonly result: DayResult
  readonly quarters: readonly Quarter[]
}

/** @returns a function that runs days, and makes a policy once for days of it in a row. */
export function dayRunner(): (job: DayJob) => Promise<DayFigures> {
  let last: { readonly key: string; readonly policy: NamedPolicy } | null = null
  return async ({ world, recorded, policy: name, seed, day: number }) => {
    const key = JSON.stringify([name, world])
    if (last?.key !== key) last = { key, policy: policyByName(name, world) }
    const random = seededRandom(seed).fork(`day ${number}`)
    const day = { world, policy: last.policy, random, number }
    const { result, quarters } = await (recorded === undefined
      ? runDay(day)
      : replayDay({ ...day, day: recorded }))
    return { result, quarters }
  }
}
