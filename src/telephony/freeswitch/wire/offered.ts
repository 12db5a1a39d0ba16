import { type Duration, seconds } from '../../../base/duration.ts'
import type { Timeline } from '../../../base/timeline.ts'
import { Ended } from './ended.ts'
import type { ForeignOffered } from './foreign.ts'
import { SipDialog } from './sip-dialog.ts'
import { within } from './within.ts'

const REPLY_LIMIT: Duration = seconds(4)

/** An answered call whose far side has said where it listens and waits to hear where we do. */
export class Offered {
  /** Where the far side listens. */
  readonly sdp: string
  /** It, and the dialog that came of it, is over. */
  readonly ended = new Ended()
  private readonly foreign: ForeignOffered
  private readonly timeline: Timeline
  private readonly hangUpUnseen: () => void
  private settled = false

  /** @param hangUpUnseen ends the call where the library can make no dialog of it. */
  constructor(foreign: ForeignOffered, timeline: Timeline, hangUpUnseen: () => void) {
    this.foreign = foreign
    this.timeline = timeline
    this.hangUpUnseen = hangUpUnseen
    this.sdp = foreign.sdp
  }

  /** Says where we listen. @returns the dialog; null: it is over, or none came about. */
  async accept(sdp: string): Promise<SipDialog | null> {
    if (this.settled) return null
    this.settled = true
    try {
      const dialog = new SipDialog(await this.foreign.ack(sdp), this.timeline)
      dialog.ended.onto(() => this.ended.say())
      return dialog
    } catch {
      this.hangUpUnseen()
      this.ended.say()
      return null
    }
  }

  /** Hangs up instead. Resolves when the far side has said so, or has had time enough to. */
  async decline(): Promise<void> {
    if (this.settled) return
    this.settled = true
    const never = new Ended()
    const bounds = { timeline: this.timeline, limit: REPLY_LIMIT, ended: never }
    await within(bounds, () => this.foreign.destroy())
    // The library acknowledges what names no Contact, and leaves it there.
    if (!this.foreign.res.has('Contact')) this.hangUpUnseen()
    this.ended.say()
  }
}
