import type { OperatorId } from '../../../base/id.ts'
import type { Binding } from './bindings.ts'

/** That a phone does not answer any more, or does again. */
export interface ReachNews {
  readonly operator: OperatorId
  /** What it registered: a SIP URI of harmless characters. */
  readonly uri: string
  readonly reachable: boolean
}

/** Which phones answer when they are asked. One that registers again is believed to. */
export class Reach {
  private readonly misses: number
  private readonly missed = new WeakMap<Binding, number>()

  /** @param misses how many times in a row a phone may leave us without an answer. */
  constructor(misses: number) {
    this.misses = misses
  }

  isReachable(binding: Binding): boolean {
    return (this.missed.get(binding) ?? 0) < this.misses
  }

  /**
   * A phone has answered, or not. @returns whether it is reachable now and was not, or reversed.
   */
  heard(binding: Binding, answered: boolean): boolean {
    const before = this.isReachable(binding)
    this.missed.set(binding, answered ? 0 : (this.missed.get(binding) ?? 0) + 1)
    return this.isReachable(binding) !== before
  }
}
