import { type Duration, seconds } from '../../../base/duration.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { Ended } from '../wire/ended.ts'

/** After an answer, how soon it is asked again. */
const BEAT_EVERY: Duration = seconds(2)
/** A server that has not answered for so long is given nothing new. */
const SLOW_AFTER: Duration = seconds(2)
/**
 * One that has not for so long stands still, and is lost. Short stalls, as of a virtual machine
 * that is moved, cost no talk.
 */
const SILENT_AFTER: Duration = seconds(8)

/** What is listened to. */
export interface HeartbeatParts {
  readonly timeline: Timeline
  /** The connection's end is that of the heartbeat. */
  readonly ended: Ended
  /** Asks for a sign of life; resolves when there is one, or never. */
  ask(): Promise<unknown>
  /** It lets us wait (`true`), or has answered after all. */
  slow(is: boolean): void
  /** It stands still, and the connection is of no use. */
  silent(): void
}

/**
 * Asks a server whether it is there, for as long as its connection is: one that is stopped, or
 * hangs, keeps its connections open and takes every command without a word.
 */
export class Heartbeat {
  private readonly parts: HeartbeatParts
  private cancel: Cancel = () => {}

  constructor(parts: HeartbeatParts) {
    this.parts = parts
    parts.ended.onto(() => this.cancel())
    this.beatLater()
  }

  private beatLater(): void {
    const { timeline, ended } = this.parts
    if (!ended.yes) this.cancel = timeline.after(BEAT_EVERY, () => void this.beat())
  }

  private async beat(): Promise<void> {
    const { timeline, ended, ask, slow, silent } = this.parts
    let isSlow = false
    this.cancel = timeline.after(SLOW_AFTER, () => {
      isSlow = true
      slow(true)
      this.cancel = timeline.after(SILENT_AFTER - SLOW_AFTER, silent)
    })
    // A command that comes to nothing has been answered, or the connection ends.
    await ask().catch(() => {})
    this.cancel()
    if (ended.yes) return
    if (isSlow) slow(false)
    this.beatLater()
  }
}
