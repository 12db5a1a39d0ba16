import type { Ground } from '../../app/tune/tune.ts'
import type { Interval } from '../../sim/compare/interval.ts'
import { certaintyOf } from '../../sim/tune/certainty.ts'
import { kindOf } from '../../sim/tune/settings.ts'
import { settingsKeys } from '../../sim/tune/settings-keys.ts'
import type { Tried, Tuning } from '../../sim/tune/tuning.ts'

/** What was tried, on what, and how. */
export interface Tuned {
  readonly tuning: Tuning
  readonly ground: Ground
  /** What it was tried on, as a line for people each. */
  readonly about: readonly string[]
  readonly days: number
  readonly seed: number
}

/** The same for programs; of one day only, half widths are null. */
export function tunedJson({ tuning, ground, about, days, seed }: Tuned): unknown {
  const { tried, recommended } = tuning
  const certainty = certaintyOf(tuning)
  return {
    world: ground.world.name,
    about,
    days,
    seed,
    limit: ground.world.limits.abandonment,
    tried: tried.map(triedJson),
    recommended: recommended && {
      policy: recommended.policy,
      limit: recommended.limit,
      campaignYaml: settingsKeys(recommended),
    },
    certainty: certainty && {
      next: certainty.next && { policy: certainty.next.policy, limit: certainty.next.limit },
      nextDiffers: certainty.nextDiffers,
      alike: certainty.alike,
      daysOverAtMost: certainty.daysOverAtMost,
    },
  }
}

function triedJson(one: Tried): unknown {
  const { policy, limit, summary, onFront, idleBeyond } = one
  const { idle, abandonment, ...rest } = summary
  return {
    policy,
    limit,
    kind: kindOf(one),
    idleSecPerCall: intervalJson(idle),
    abandonment: intervalJson(abandonment),
    idleBeyondSec: idleBeyond && intervalJson(idleBeyond),
    onFront,
    ...rest,
  }
}

const intervalJson = ({ mean, halfWidth }: Interval) => ({
  mean,
  halfWidth: Number.isFinite(halfWidth) ? halfWidth : null,
})
