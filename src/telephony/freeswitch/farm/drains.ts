import type { Timeline } from '../../../base/timeline.ts'
import { Repeated } from './repeated.ts'

/** The servers that are being drained, by their names; what can leave them leaves. */
export class Drains {
  private readonly names: Set<string>
  private readonly moving: Repeated

  /**
   * @param names those that are drained from the beginning.
   * @param move takes from the drained servers what can leave now.
   */
  constructor(timeline: Timeline, names: readonly string[], move: () => void) {
    this.names = new Set(names)
    this.moving = new Repeated(timeline, () => {
      move()
      return true
    })
    if (names.length > 0) this.moving.startLater()
  }

  has(name: string): boolean {
    return this.names.has(name)
  }

  /** Drains a server, or lets it be used again. */
  set(name: string, on: boolean): void {
    if (on) this.names.add(name)
    else this.names.delete(name)
    if (this.names.size > 0) this.moving.start()
    else this.moving.end()
  }

  /** Nothing is moved any more. */
  close(): void {
    this.moving.end()
  }
}
