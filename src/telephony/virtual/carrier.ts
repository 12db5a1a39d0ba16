import { Observable, Subject } from 'rxjs'
import { assert } from '../../base/assert.ts'
import type { TrunkId } from '../../base/id.ts'
import type { Random } from '../../base/random.ts'
import type { Timeline } from '../../base/timeline.ts'
import type { TrunkCapacity } from '../call-event.ts'
import { TrunkLoad, type VirtualTrunk } from './trunk.ts'

/** The way out: all trunks of an exchange, and what each can carry. */
export class Carrier {
  private readonly trunks = new Map<TrunkId, TrunkLoad>()
  private readonly changes = new Subject<TrunkCapacity>()
  private readonly timeline: Timeline
  private readonly random: Random

  constructor(trunks: readonly VirtualTrunk[], timeline: Timeline, random: Random) {
    this.timeline = timeline
    this.random = random
    for (const trunk of trunks)
      this.trunks.set(trunk.id, new TrunkLoad(trunk, timeline.monotonic()))
  }

  /** What each trunk can carry: told at subscription and at each change. */
  readonly capacity$ = new Observable<TrunkCapacity>(subscriber => {
    for (const [trunk, { lines }] of this.trunks) subscriber.next({ trunk, lines })
    return this.changes.subscribe(subscriber)
  })

  /** @returns the trunk with one more call on it, or null when it turned the call away. */
  admit(trunk: TrunkId): TrunkLoad | null {
    const load = this.get(trunk)
    if (!load.admits(this.timeline.monotonic())) return null
    const faulty = load.faultShare(this.timeline.wall())
    if (faulty > 0 && this.random.uniform() < faulty) return null
    load.inUse++
    return load
  }

  /** Calls the trunk carries now. */
  linesInUse(trunk: TrunkId): number {
    return this.get(trunk).inUse
  }

  /** Changes how many calls a trunk can carry; 0 takes it down for new calls. */
  setLines(trunk: TrunkId, lines: number): void {
    this.get(trunk).lines = lines
    this.changes.next({ trunk, lines })
  }

  close(): void {
    this.changes.complete()
  }

  private get(trunk: TrunkId): TrunkLoad {
    const load = this.trunks.get(trunk)
    assert(load !== undefined, `calls go over trunks the exchange has, and it has no "${trunk}"`)
    return load
  }
}
