import { type Duration, seconds } from '../../../base/duration.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'

const EVERY: Duration = seconds(1)

/** Does something at once and again every second, as long as there is more of it to do. */
export class Repeated {
  private readonly timeline: Timeline
  private readonly act: () => boolean
  private stop: Cancel | null = null

  /** @param act does it. @returns whether it is to be done again. */
  constructor(timeline: Timeline, act: () => boolean) {
    this.timeline = timeline
    this.act = act
  }

  /** Begins anew. */
  start(): void {
    this.end()
    if (this.act()) this.startLater()
  }

  /** The same, in a second. */
  startLater(): void {
    this.stop = this.timeline.after(EVERY, () => this.start())
  }

  /** It is not done any more. */
  end(): void {
    this.stop?.()
    this.stop = null
  }
}
