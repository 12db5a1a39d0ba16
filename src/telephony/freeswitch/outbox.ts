import { Subject } from 'rxjs'
import type { CallEvent, LegEvent } from '../call-event.ts'

/**
 * Tells events in order, and none within the command that caused it: a command that told its own
 * events would come back to its caller before it has returned.
 */
export class Outbox {
  private readonly events = new Subject<CallEvent | LegEvent>()
  private waiting: (CallEvent | LegEvent)[] = []

  /** What was told. */
  readonly events$ = this.events.asObservable()

  /** Tells an event when the code that runs now has returned. */
  readonly tell = (event: CallEvent | LegEvent): void => {
    this.waiting.push(event)
    if (this.waiting.length === 1) queueMicrotask(() => this.flush())
  }

  /** Nothing is told any more. */
  close(): void {
    this.waiting = []
    this.events.complete()
  }

  private flush(): void {
    const told = this.waiting
    this.waiting = []
    for (const event of told) this.events.next(event)
  }
}
