import type { Timeline } from '../../../base/timeline.ts'
import { partyOf, placesOf } from '../headers/party.ts'
import { goodbyeIn } from '../left/goodbye.ts'
import type { Held } from '../left/ledger.ts'
import { Ended } from '../wire/ended.ts'
import type { ForeignArrival, ForeignDialog, ForeignReply, ForeignSrf } from '../wire/foreign.ts'
import { SipDialog } from '../wire/sip-dialog.ts'
import type { CallerInvite } from './who-calls.ts'

/** What a call from outside is answered with. */
export interface CallerParts {
  readonly srf: ForeignSrf
  readonly timeline: Timeline
  /** The server has something of ours from now on. */
  readonly known: (held: Held & { readonly kind: 'call' }) => void
}

/** What comes of lifting the receiver. Listen to the dialog before returning. */
export interface LiftListener {
  lifted(dialog: SipDialog): void
  /** The caller is gone, or the server does not do it. */
  failed(): void
}

/** One INVITE from a carrier: it rings until it is answered or turned away, or the caller goes. */
export class Caller implements CallerInvite {
  /** It was turned away, taken back, or its dialog has ended. */
  readonly over = new Ended()
  /** The caller has taken it back. */
  readonly gone = new Ended()
  /** What the server has of it; null: nothing that outlives us. */
  held: (Held & { readonly kind: 'call' }) | null = null
  readonly uri: string
  readonly address: string
  /** Where the caller listens; '': they say so when they hear where we do (RFC 3261, 13.2.1). */
  readonly offer: string
  private readonly request: ForeignArrival
  private readonly reply: ForeignReply
  private readonly parts: CallerParts
  private settled = false

  constructor(request: ForeignArrival, reply: ForeignReply, parts: CallerParts) {
    this.request = request
    this.reply = reply
    this.parts = parts
    this.uri = request.uri
    this.address = request.source_address ?? ''
    this.offer = request.body ?? ''
    request.on('cancel', () => {
      this.settled = true
      this.gone.say()
      this.over.say()
    })
  }

  readonly get = (header: string): string | undefined => this.request.get(header)

  /**
   * Lifts the receiver and says where we listen. In the callback form: a BYE that comes with the
   * server's word of the answer would be missed otherwise.
   */
  lift(answer: string, listener: LiftListener): void {
    if (this.settled) return listener.failed()
    this.settled = true
    this.note(null)
    const { srf, timeline } = this.parts
    let told = false
    const failed = (): void => {
      this.over.say()
      if (!told) listener.failed()
      told = true
    }
    try {
      srf.createUAS(this.request, this.reply, { localSdp: answer }, (error, foreign) => {
        if (error !== null || foreign === undefined) return failed()
        told = true
        this.note(foreign)
        const dialog = new SipDialog(foreign, timeline)
        dialog.ended.onto(() => this.over.say())
        listener.lifted(dialog)
      })
    } catch {
      failed()
    }
  }

  /** Turns it away, unless it is answered or over. @returns whether it was. */
  decline(status: number): boolean {
    if (this.settled) return false
    this.settled = true
    try {
      this.reply.send(status)
    } catch {
      // The connection is lost, and the call with it.
    }
    this.over.say()
    return true
  }

  /**
   * The dialog that our answer begins (RFC 3261, section 12.1.1), as the server calls it.
   *
   * @param dialog null: the answer is on its way.
   */
  private note(dialog: ForeignDialog | null): void {
    const { request } = this
    const callId = request.get('Call-ID') ?? ''
    const [us, caller] = [partyOf(request.get('To')), partyOf(request.get('From'))]
    if (!caller?.tag || !/^\S+$/.test(callId) || this.over.yes) return
    const goodbye =
      dialog === null || us === null
        ? null
        : goodbyeIn({
            callId,
            local: { ...us, tag: dialog.sip.localTag },
            remote: caller,
            contact: request.get('Contact'),
            route: placesOf(request.get('Record-Route')),
            proxy: null,
          })
    this.held = {
      kind: 'call',
      dialog: `${callId};from-tag=${caller.tag}`,
      transaction: '',
      goodbye,
    }
    this.parts.known(this.held)
  }
}
