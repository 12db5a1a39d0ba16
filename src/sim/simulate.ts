import type { Clock } from '../base/clock.ts'
import { seededRandom } from '../base/random.ts'
import type { NamedPolicy } from './policy-names.ts'
import type { RecordingLine } from './recording/recording.ts'
import { type DayResult, type SimulateResult, totalOf } from './result.ts'
import { type LearnedDay, runDay } from './run-day.ts'
import type { World } from './world/world.ts'

/** What is to be simulated. */
export interface SimulateOptions {
  readonly world: World
  readonly policy: NamedPolicy
  /** How many days; at least 1. */
  readonly days: number
  readonly seed: number
  /** Whether each day begins with what the days before it taught; else each begins from nothing. */
  readonly carryPriors?: boolean
  /** The host's clock, for how long it took. */
  readonly clock: Clock
  /** Takes each day down, as a recording that can be replayed. */
  readonly record?: (line: RecordingLine) => void
  /** Told of each day as it is done. */
  readonly onDay?: (day: DayResult) => void
}

/**
 * Runs the production engine through days of a world, one after the other, and counts by the truth
 * of the world.
 */
export async function simulate(options: SimulateOptions): Promise<SimulateResult> {
  const { world, policy, seed, clock, record, carryPriors = false } = options
  const recording = record === undefined ? {} : { record }
  const began = clock.monotonic()
  const days: DayResult[] = []
  let events = 0
  let learned: string | null = null
  for (let number = 0; number < options.days; number++) {
    const random = seededRandom(seed).fork(`day ${number}`)
    const day: LearnedDay = await runDay({ world, policy, random, number, learned, ...recording })
    if (carryPriors) learned = day.learned
    events += day.events
    days.push(day.result)
    options.onDay?.(day.result)
  }
  const wallSec = (clock.monotonic() - began) / 1000
  const total = totalOf(days, wallSec, events)
  return { world: world.name, policy: policy.name, seed, days, total }
}
