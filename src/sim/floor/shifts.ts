import type { CampaignId, OperatorId } from '../../base/id.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { WorldOperators } from '../world/world.ts'
import type { Floor } from './floor.ts'

/** The name of the n-th operator who ever comes to work on a day. */
const nameOf = (n: number): OperatorId => `op-${n + 1}`

/**
 * Names for everybody a day of a world may ever need: each larger count brings new people, since
 * those marked to go may still be on their last call.
 */
export function operatorNames(operators: WorldOperators): readonly OperatorId[] {
  let [before, ever] = [0, 0]
  for (const { count } of operators.profile) {
    ever += Math.max(0, count - before)
    before = count
  }
  return Array.from({ length: ever }, (_, n) => nameOf(n))
}

/**
 * Lets operators come and go on a floor as the profile of a world says, and announce it where they
 * do; call it as the day starts.
 */
export function followProfile(
  floor: Floor,
  operators: WorldOperators,
  campaigns: readonly CampaignId[],
  timeline: Timeline,
): void {
  const start = timeline.wall()
  let [came, before] = [0, 0]
  for (const { at, count, announced } of operators.profile) {
    const fewer = before - count
    before = count
    if (announced > 0 && fewer > 0) {
      const tell = () => floor.announce(fewer, operators.leave, start + at)
      timeline.after(Math.max(0, at - announced), tell)
    }
    timeline.after(at, () => {
      const surplus = floor.staying - count
      for (let n = surplus; n < 0; n++) floor.arrive(nameOf(came++), campaigns)
      floor.letGo(surplus, operators.leave)
    })
  }
}
