import type { Clock } from '../../base/clock.ts'
import { seededRandom } from '../../base/random.ts'
import { policyByName } from '../policy-names.ts'
import type { RecordedDay } from '../recording/recorded-day.ts'
import { type DayResult, type SimulateResult, totalOf } from '../result.ts'
import { replayDay } from './replay-day.ts'
import { worldOf } from './world-of-day.ts'

/** What is to be replayed. */
export interface ReplayOptions {
  readonly day: RecordedDay
  /** The name of a policy; null for the one that was recorded. */
  readonly policy: string | null
  /** How often, each time with another chance where the recording leaves something open. */
  readonly days: number
  readonly seed: number
  /** The host's clock, for how long it took. */
  readonly clock: Clock
  /** Told of each replay as it is done. */
  readonly onDay?: (day: DayResult) => void
}

/** What came of it, in the form of a simulation, and what was recorded. */
export interface ReplayResult extends SimulateResult {
  readonly recorded: DayResult
}

/** Runs the production engine through a recorded day, as often as is asked. */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { day, seed, clock } = options
  const world = worldOf(day)
  const policy = policyByName(options.policy ?? day.policy, world)
  const began = clock.monotonic()
  const days: DayResult[] = []
  let events = 0
  for (let number = 0; number < options.days; number++) {
    const random = seededRandom(seed).fork(`day ${number}`)
    const ran = await replayDay({ day, world, policy, random, number })
    events += ran.events
    days.push(ran.result)
    options.onDay?.(ran.result)
  }
  const total = totalOf(days, (clock.monotonic() - began) / 1000, events)
  return { world: world.name, policy: policy.name, seed, days, total, recorded: day.figures }
}
