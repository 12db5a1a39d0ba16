import { type Duration, seconds } from '../../../base/duration.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'

/** How often it is looked whether anything can leave a server that is being drained. */
const LOOK_EVERY: Duration = seconds(1)

/** The servers that are being drained, by their names; what can leave them leaves. */
export class Drains {
  private readonly names: Set<string>
  private readonly timeline: Timeline
  private readonly move: () => void
  private stop: Cancel | null = null

  /**
   * @param names those that are drained from the beginning.
   * @param move takes from the drained servers what can leave now.
   */
  constructor(timeline: Timeline, names: readonly string[], move: () => void) {
    this.timeline = timeline
    this.names = new Set(names)
    this.move = move
    if (names.length > 0) this.lookLater()
  }

  has(name: string): boolean {
    return this.names.has(name)
  }

  /** Drains a server, or lets it be used again. */
  set(name: string, on: boolean): void {
    if (on) this.names.add(name)
    else this.names.delete(name)
    this.close()
    if (this.names.size > 0) this.look()
  }

  /** Nothing is moved any more. */
  close(): void {
    this.stop?.()
    this.stop = null
  }

  private look(): void {
    this.lookLater()
    this.move()
  }

  private lookLater(): void {
    this.stop = this.timeline.after(LOOK_EVERY, () => this.look())
  }
}
