import { seconds } from '../../base/duration.ts'
import { seededRandom } from '../../base/random.ts'
import type { Policy } from '../../pacing/policy.ts'
import type { NamedPolicy } from '../policy-names.ts'
import type { DayResult } from '../result.ts'
import { runDay } from '../run-day.ts'
import type { Standing } from '../truth.ts'
import type { World } from '../world/world.ts'

/** What a picture of a day is drawn from. */
export interface DayRecord {
  readonly world: World
  readonly policy: string
  readonly seed: number
  readonly result: DayResult
  /** What was going on, every few seconds. */
  readonly standings: readonly Standing[]
  /** The price at each decision that had one. */
  readonly prices: readonly { readonly at: number; readonly price: number }[]
}

const LOOK_EVERY = seconds(5)

/** Runs one day of a world and writes down what happened in it. */
export async function recordDay(
  world: World,
  policy: NamedPolicy,
  { seed, day: number }: { readonly seed: number; readonly day: number },
): Promise<DayRecord> {
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
  const { result } = await runDay({
    world,
    policy: { ...policy, policy: overheard },
    random: seededRandom(seed).fork(`day ${number}`),
    number,
    onLook: { every: LOOK_EVERY, look: standing => void standings.push(standing) },
  })
  return { world, policy: policy.name, seed, result, standings, prices }
}
