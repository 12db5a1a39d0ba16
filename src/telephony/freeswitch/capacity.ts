import { Observable, Subject } from 'rxjs'
import type { TrunkCapacity } from '../call-event.ts'
import type { SipTrunk } from './settings.ts'

/** What the trunks can carry: all their lines while there are servers, none without. */
export class Capacity {
  private readonly changes = new Subject<TrunkCapacity>()
  private readonly trunks: readonly SipTrunk[]
  private up = false

  constructor(trunks: readonly SipTrunk[]) {
    this.trunks = trunks
  }

  /** Told at subscription and at each change. */
  readonly capacity$ = new Observable<TrunkCapacity>(subscriber => {
    for (const capacity of this.now()) subscriber.next(capacity)
    return this.changes.subscribe(subscriber)
  })

  /** Says whether there are servers. */
  set(up: boolean): void {
    if (this.up === up) return
    this.up = up
    for (const capacity of this.now()) this.changes.next(capacity)
  }

  /** Nothing changes any more. */
  close(): void {
    this.changes.complete()
  }

  private now(): TrunkCapacity[] {
    return this.trunks.map(({ id, lines }) => ({ trunk: id, lines: this.up ? lines : 0 }))
  }
}
