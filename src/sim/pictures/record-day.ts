import { seconds } from '../../base/duration.ts'
import { seededRandom } from '../../base/random.ts'
import type { Policy } from '../../pacing/policy.ts'
import type { NamedPolicy } from '../policy-names.ts'
import type { RecordedDay } from '../recording/recorded-day.ts'
import { replayDay } from '../replay/replay-day.ts'
import type { DayResult } from '../result.ts'
import { runDay } from '../run-day.ts'
import type { Standing } from '../truth.ts'
import type { World } from '../world/world.ts'

/** What a picture of a day is drawn from. */
export interface DayRecord {
  readonly world: World
  readonly policy: string
  readonly seed: number
  /** Whether it was a recorded day that was run again. */
  readonly replayed: boolean
  readonly result: DayResult
  /** What was going on, every few seconds. */
  readonly standings: readonly Standing[]
  /** The price at each decision that had one. */
  readonly prices: readonly { readonly at: number; readonly price: number }[]
}

const LOOK_EVERY = seconds(5)

/** Which day is written down. */
export interface DayToRecord {
  readonly world: World
  readonly policy: NamedPolicy
  readonly seed: number
  readonly day: number
  /** A day that is replayed: then the world is what it looks like, as `worldOf` has it. */
  readonly recorded?: RecordedDay
}

/** Runs one day of a world, or a recorded one again, and writes down what happened in it. */
export async function recordDay(which: DayToRecord): Promise<DayRecord> {
  const { world, policy, seed, day: number, recorded } = which
  const standings: Standing[] = []
  const prices: { at: number; price: number }[] = []
  const overheard: Policy = {
    ...policy.policy,
    decide(state, seen) {
      const decision = policy.policy.decide(state, seen)
      const { forecast } = decision.because
      if (forecast !== undefined) prices.push({ at: seen.at, price: forecast.price })
      return decision
    },
  }
  const day = {
    world,
    policy: { ...policy, policy: overheard },
    random: seededRandom(seed).fork(`day ${number}`),
    number,
    onLook: { every: LOOK_EVERY, look: (standing: Standing) => void standings.push(standing) },
  }
  const { result } = await (recorded === undefined
    ? runDay(day)
    : replayDay({ ...day, day: recorded }))
  const replayed = recorded !== undefined
  return { world, policy: policy.name, seed, replayed, result, standings, prices }
}
