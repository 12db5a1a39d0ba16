import { type Duration, seconds } from '../../../base/duration.ts'
import type { Timeline } from '../../../base/timeline.ts'
import { q850Of } from '../rules/outcome.ts'
import { Ended } from './ended.ts'
import type { ForeignDialog, ForeignReply } from './foreign.ts'
import { type Reply, within } from './within.ts'

/** A lost reply to a BYE must not hold a leg for the 32 s of RFC 3261, timer F. */
const REPLY_LIMIT: Duration = seconds(4)

/** Who ended a dialog, and Q.850's cause where there was one. */
export interface Bye {
  /** `network`: our own server gave up on it, for want of an ACK or of a session refresh. */
  readonly from: 'callee' | 'network'
  readonly q850: number | null
}

/** What happens in a dialog by itself. */
export interface DialogListener {
  bye(bye: Bye): void
  /** A new offer. @returns our answer, or null to decline it (488). */
  offer(sdp: string): Promise<string | null>
  /** An INFO (RFC 6086); left out: none is of interest. */
  info?(contentType: string, body: string): void
}

/** A SIP dialog: one side of an answered call. */
export class SipDialog {
  /** The session description that came with the answer; '' when none did. */
  readonly remoteSdp: string
  readonly ended = new Ended()
  private readonly foreign: ForeignDialog
  private readonly timeline: Timeline
  private readonly gone = new Ended()
  private readonly acknowledged: Promise<string>
  /** Whether the next ACK says where the other side listens: it asked for an offer. */
  private answersInAck = false

  /** Listeners are attached here, before the library can emit what it has read already. */
  constructor(foreign: ForeignDialog, timeline: Timeline) {
    this.foreign = foreign
    this.timeline = timeline
    this.remoteSdp = foreign.remote.sdp ?? ''
    this.acknowledged = new Promise(resolve => {
      foreign.on('ack', () => resolve(foreign.remote.sdp ?? ''))
    })
    // Whoever hangs up together with their ACK is not heard to acknowledge.
    foreign.on('destroy', () => this.gone.say())
  }

  /**
   * Waits for the ACK of our answer, which brings theirs where the INVITE brought no offer (RFC
   * 3261, section 13.2.1).
   *
   * @returns what it says of their media; '': nothing, or it has not come.
   */
  async answerInAck(): Promise<string> {
    const bounds = { timeline: this.timeline, limit: REPLY_LIMIT, ended: this.gone }
    const reply = await within(bounds, () => this.acknowledged)
    return reply.ok ? reply.value : ''
  }

  /** Hears of everything that happens from now on, a BYE that has come already included. */
  listen(listener: DialogListener): void {
    this.foreign.on('destroy', (bye, reason) => {
      if (!this.ended.say()) return
      this.gone.say()
      const made = bye.source === 'application'
      listener.bye({
        from: made ? 'network' : 'callee',
        q850: q850Of(made ? reason : bye.get('Reason')),
      })
    })
    this.foreign.on('modify', (offer, reply) => void this.answer(offer.body, reply, listener))
    this.foreign.on('ack', () => this.heedAck(listener))
    this.foreign.on('info', (said, reply) => {
      // Whatever it is about: some carriers hang up when one is refused.
      reply.send(200)
      if (!this.ended.yes) listener.info?.(said.get('Content-Type') ?? '', said.body ?? '')
    })
    if (!this.foreign.connected && this.ended.say()) listener.bye({ from: 'callee', q850: null })
  }

  /**
   * Offers other media (RFC 3261, section 14). After a failure the dialog is of no use but to be
   * hung up: the library lets every later offer wait for ever.
   *
   * @returns the other side's answer.
   */
  modify(sdp: string): Promise<Reply<string>> {
    const bounds = { timeline: this.timeline, limit: REPLY_LIMIT, ended: this.ended }
    return within(bounds, () => this.foreign.modify(sdp))
  }

  /** Hangs up. Resolves when the other side has said so, or has had time enough to. */
  async bye(): Promise<void> {
    if (!this.ended.say()) return
    const bounds = { timeline: this.timeline, limit: REPLY_LIMIT, ended: this.gone }
    // Whether the other side was there to hear it makes no difference: the dialog is over.
    await within(bounds, () => this.foreign.destroy())
    this.gone.say()
  }

  private async answer(
    offer: string | undefined,
    reply: ForeignReply,
    listener: DialogListener,
  ): Promise<void> {
    const sdp = await listener.offer(offer ?? '')
    if (this.ended.yes) return
    if (sdp === null) return reply.send(488)
    this.answersInAck = !offer
    reply.send(200, { body: sdp, headers: { 'Content-Type': 'application/sdp' } })
  }

  /** An offer of ours that was asked for is answered in the ACK (RFC 3261, section 14.1). */
  private heedAck(listener: DialogListener): void {
    const sdp = this.foreign.remote.sdp ?? ''
    if (!this.answersInAck || this.ended.yes) return
    this.answersInAck = false
    if (sdp !== '') void listener.offer(sdp)
  }
}
