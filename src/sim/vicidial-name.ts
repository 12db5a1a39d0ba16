import { hours, seconds } from '../base/duration.ts'
import {
  VICIDIAL_DEFAULTS,
  type VicidialRule,
  type VicidialSettings,
} from '../pacing/policies/vicidial/settings.ts'
import type { PolicySpec } from './policy-spec.ts'
import type { World } from './world/world.ts'

/** How VICIdial's policies are written, for people. */
export const VICIDIAL_USAGE =
  'vicidial:hard-limit, vicidial:average or vicidial:tapered, with avail=Y|N, max=1..1000, intensity=-40..40, target=-40..40, latest=HHMM after commas'

const RULES: readonly VicidialRule[] = ['hard-limit', 'average', 'tapered']

/** VICIdial's own `dial_timeout`. */
const DIAL_TIMEOUT_MAX = seconds(60)

/**
 * VICIdial, set up for a world as somebody who knows it would: the trunk's own lines and calls per
 * second, nobody waits longer than is allowed, and where lines may ring for ever its rows do not
 * linger for ever. The rest is as it comes, unless the name says otherwise.
 *
 * @throws CarillonError USAGE for a rule or an option that is not there.
 */
export function vicidialSettings(
  spec: PolicySpec,
): (world: Pick<World, 'day' | 'trunk' | 'limits'>) => VicidialSettings {
  const rule = RULES.find(one => one === spec.argument)
  if (rule === undefined)
    spec.refuse('Say which: vicidial:hard-limit, vicidial:average or vicidial:tapered.')
  spec.allow('avail', 'max', 'intensity', 'target', 'latest')
  const { availableOnly, maximumLevel, intensity, differenceTarget, latest } = VICIDIAL_DEFAULTS
  const own = {
    rule,
    availableOnly: spec.flag('avail', availableOnly),
    maximumLevel: spec.number('max', [1, 1000], maximumLevel),
    intensity: spec.number('intensity', [-40, 40], intensity),
    differenceTarget: spec.number('target', [-40, 40], differenceTarget),
    latest: timeOf(spec, latest),
  }
  return ({ day, trunk, limits }) => ({
    ...own,
    dialTimeout: Math.min(limits.noAnswer, DIAL_TIMEOUT_MAX),
    dropAfter: limits.connectWithin,
    lines: trunk.lines,
    callsPerSecond: trunk.callsPerSecond,
    // A world's clock is UTC, and its timeline begins with its day.
    midnight: -(day.start % hours(24)),
  })
}

function timeOf(spec: PolicySpec, otherwise: number): number {
  const time = spec.number('latest', [0, 2400], otherwise)
  if (!Number.isInteger(time) || time % 100 >= 60)
    spec.refuse(`latest is ${time}, but must be a time written HHMM.`)
  return time
}
