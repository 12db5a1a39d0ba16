import { assert } from '../../../base/assert.ts'
import type { Duration, Instant } from '../../../base/duration.ts'
import type { TrunkFault, VirtualTrunk } from '../trunk.ts'

/** When a trunk answers with 503 although there is room. */
export interface Bursts {
  readonly from: Instant
  readonly to: Instant
  /** From the beginning of one burst to that of the next; greater than 0. */
  readonly every: Duration
  /** How long one burst lasts; below `every`. */
  readonly length: Duration
  /** Share of calls turned away in a burst, 0 to 1. */
  readonly share: number
}

/** @returns the trunk with bursts, at most 1,000, on top of the faults it has anyway. */
export function trunkBursts(trunk: VirtualTrunk, bursts: Bursts): VirtualTrunk {
  const { from, to, every, length, share } = bursts
  assert(length > 0 && length < every, 'a burst is over before the next one begins')
  assert((to - from) / every <= 1000, 'a trunk has at most 1,000 bursts')
  const faults: TrunkFault[] = [...(trunk.faults ?? [])]
  for (let at = from; at < to; at += every)
    faults.push({ from: at, to: Math.min(to, at + length), share })
  return { ...trunk, faults }
}
