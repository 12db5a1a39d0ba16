import { type Duration, seconds } from '../../../base/duration.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import { partyOf, placesOf } from '../headers/party.ts'
import { goodbyeIn } from '../left/goodbye.ts'
import type { Held } from '../left/ledger.ts'
import type { Invitation } from '../rules/invitation.ts'
import { q850Of } from '../rules/outcome.ts'
import { type Fault, type Refusal, secondsOf } from '../trunks/signs.ts'
import { authFor, isUnanswerable } from './auth.ts'
import { Ended } from './ended.ts'
import type {
  ForeignDialog,
  ForeignMessage,
  ForeignOffered,
  ForeignRefusal,
  ForeignRequest,
  ForeignSrf,
} from './foreign.ts'
import { Offered } from './offered.ts'
import { SipDialog } from './sip-dialog.ts'

/** What comes of an INVITE. */
export interface InviteListener {
  /** It is on the wire. */
  sent(): void
  /** `sdp` is '' where the response has none. */
  provisional(status: number, sdp: string): void
  /** Answered, perhaps although it was cancelled. Listen to the dialog before returning. */
  answered(dialog: SipDialog): void
  /** The same of an INVITE without SDP: the answer says where the far side listens. */
  offered?(offered: Offered): void
  refused(refusal: Refusal): void
  /** The server knows nothing of it any more, and never said how it ended. */
  vanished(): void
}

/** A call that was placed. */
export interface CallInvited {
  /**
   * Takes it back, now or as soon as it is on the wire. The server holds the CANCEL until the far
   * side has said something (RFC 3261, section 9.1), so that the end may be 32 s away.
   */
  cancel(): void
}

/** What an INVITE is sent with. */
export interface InviteParts {
  readonly timeline: Timeline
  readonly listener: InviteListener
  /** Hangs up a dialog that the library knows nothing of. */
  readonly hangUp: (dialogId: string) => void
  /** The server has something of ours from now on, or calls it by another name. */
  readonly known: (held: Held) => void
}

/** A final response that the server has seen is on its way to us for no longer than this. */
const FINAL_LIMIT: Duration = seconds(2)

/** One INVITE from being sent to the end of what it began. */
export class Invite implements CallInvited {
  /** The INVITE was refused, its dialog has ended, or its connection is lost. */
  readonly over = new Ended()
  /** What the server has of it; null: not sent yet. */
  held: (Held & { readonly kind: 'call' }) | null = null
  private readonly parts: InviteParts
  private request: ForeignRequest | null = null
  private proxy: string | null = null
  private cancelled = false
  private final = false
  private stopWaiting: Cancel = () => {}
  /** Whether the far side has said anything. */
  private heard = false

  constructor(parts: InviteParts) {
    this.parts = parts
  }

  /**
   * In the callback form, and with everything attached before it returns: a BYE that comes with the
   * answer in one piece would be missed otherwise.
   *
   * @param sdp what we offer; null: the far side is to offer.
   */
  send(srf: ForeignSrf, { uri, headers, proxy, auth }: Invitation, sdp: string | null): void {
    this.proxy = proxy ?? null
    const options = {
      ...(sdp === null ? { noAck: true } : { localSdp: sdp }),
      headers: { ...headers },
      ...(proxy === undefined ? {} : { proxy }),
      ...(auth === undefined ? {} : { auth: authFor(auth) }),
    }
    try {
      srf.createUAC(
        uri,
        options,
        {
          cbRequest: (error, request) => error === null && request && this.sent(request),
          cbProvisional: response => this.progress(response),
        },
        (error, answer) => (answer ? this.answered(answer) : this.refused(error)),
      )
    } catch (error) {
      // The library asserts that it is connected; nothing is told within the command itself.
      queueMicrotask(() => this.refused(error as Error))
    }
  }

  cancel(): void {
    this.cancelled = true
    if (this.request === null || this.over.yes) return
    try {
      // What is refused here has had its final response: an answer comes as a dialog all the same,
      // which its listener hangs up.
      this.request.cancel({}, error => error && this.awaitFinal())
    } catch {
      // The connection is lost, and the call with it.
    }
  }

  private awaitFinal(): void {
    if (this.final || this.over.yes) return
    this.over.onto(() => this.stopWaiting())
    this.stopWaiting = this.parts.timeline.after(FINAL_LIMIT, () => {
      if (this.final || !this.over.say()) return
      // It may have been an answer: then somebody listens to nothing.
      this.hangUpUnseen()
      this.parts.listener.vanished()
    })
  }

  private sent(request: ForeignRequest): void {
    this.request = request
    if (this.over.yes) return
    this.note(null)
    if (this.cancelled) this.cancel()
    this.parts.listener.sent()
  }

  private progress(response: ForeignMessage): void {
    this.heard = true
    this.note(response)
    if (!this.over.yes) this.parts.listener.provisional(response.status, response.body ?? '')
  }

  private answered(answer: ForeignDialog | ForeignOffered): void {
    const { timeline, listener } = this.parts
    if (this.over.yes) return
    this.final = true
    this.stopWaiting()
    this.note(answer.res)
    if ('sdp' in answer) {
      const offered = new Offered(answer, timeline, () => this.hangUpUnseen())
      offered.ended.onto(() => this.over.say())
      return listener.offered?.(offered)
    }
    const dialog = new SipDialog(answer, timeline)
    dialog.ended.onto(() => this.over.say())
    listener.answered(dialog)
  }

  private refused(error: ForeignRefusal | null): void {
    if (!this.over.say()) return
    const refusal = refusalOf(error, this.heard)
    // Answers that the library makes nothing of, without a Contact for instance, are calls that
    // somebody is in.
    const { status } = refusal
    if (status === null || (status >= 200 && status < 300)) this.hangUpUnseen()
    this.parts.listener.refused(refusal)
  }

  /** Ends the dialog that an answer would have begun. */
  private hangUpUnseen(): void {
    const dialog = this.dialogId
    if (dialog !== null) this.parts.hangUp(dialog)
  }

  /** The dialog that an answer begins (RFC 3261, section 12.1.2), as the server calls it. */
  private get dialogId(): string | null {
    const callId = this.request?.get('Call-ID')
    const tag = partyOf(this.request?.get('From'))?.tag
    return callId === undefined || !tag ? null : `${callId};from-tag=${tag}`
  }

  /** @param response the last one; null: there is none yet. */
  private note(response: ForeignMessage | null): void {
    const dialog = this.dialogId
    const transaction = this.request?.stackTxnId
    if (this.over.yes || dialog === null || transaction === undefined) return
    const goodbye = this.goodbyeAfter(response) ?? this.held?.goodbye ?? null
    const isKnown =
      this.held?.transaction === transaction &&
      this.held.goodbye?.uri === goodbye?.uri &&
      this.held.goodbye?.headers.To === goodbye?.headers.To
    if (isKnown) return
    this.held = { kind: 'call', dialog, transaction, goodbye }
    this.parts.known(this.held)
  }

  private goodbyeAfter(response: ForeignMessage | null) {
    const { request, proxy } = this
    return goodbyeIn({
      callId: request?.get('Call-ID'),
      local: partyOf(request?.get('From')),
      remote: partyOf(response?.get('To')),
      contact: response?.get('Contact'),
      route: placesOf(response?.get('Record-Route')).toReversed(),
      proxy,
    })
  }
}

function refusalOf(error: ForeignRefusal | null, heard: boolean): Refusal {
  const response = error?.res
  if (response === undefined) {
    const fault = error === null ? null : unsentFor(error.message)
    const nothing = { status: null, q850: null, retryAfter: false, retryIn: null }
    return { ...nothing, ours: true, fault, unanswerable: false }
  }
  const { status } = response
  const ours = !response.source_address
  return {
    status,
    q850: q850Of(response.get('Reason')),
    retryAfter: response.has('Retry-After'),
    retryIn: secondsOf(response.get('Retry-After')),
    ours,
    fault: ours ? faultOf(response, heard) : null,
    unanswerable: isUnanswerable(response),
  }
}

/** Why our own server did not even send a request; null: for no fault of the other side. */
export function unsentFor(why: string): Fault | null {
  return /transport not available/.test(why) ? 'noTransport' : null
}

/** Why a response was made by our own server; null: for no fault of the other side. */
export function faultOf({ status, reason }: ForeignMessage, heard = false): Fault | null {
  if (status === 408) return heard ? null : 'silent'
  if (status !== 503) return null
  return /DNS/i.test(reason) ? 'unresolved' : 'closed'
}
