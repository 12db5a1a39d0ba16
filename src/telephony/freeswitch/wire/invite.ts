import { type Duration, seconds } from '../../../base/duration.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { Invitation } from '../rules/invitation.ts'
import { type Final, q850Of } from '../rules/outcome.ts'
import { Ended } from './ended.ts'
import type { ForeignMessage, ForeignRefusal, ForeignRequest, ForeignSrf } from './foreign.ts'
import { SipDialog } from './sip-dialog.ts'

/** What comes of an INVITE. */
export interface InviteListener {
  /** It is on the wire. */
  sent(): void
  /** `sdp` is '' where the response has none. */
  provisional(status: number, sdp: string): void
  /** Answered, perhaps although it was cancelled. Listen to the dialog before returning. */
  answered(dialog: SipDialog): void
  refused(final: Final): void
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

/** A final response that the server has seen is on its way to us for no longer than this. */
const FINAL_LIMIT: Duration = seconds(2)

/** One INVITE from being sent to the end of what it began. */
export class Invite implements CallInvited {
  /** The INVITE was refused, its dialog has ended, or its connection is lost. */
  readonly over = new Ended()
  private readonly timeline: Timeline
  private readonly listener: InviteListener
  private request: ForeignRequest | null = null
  private cancelled = false
  private final = false

  constructor(timeline: Timeline, listener: InviteListener) {
    this.timeline = timeline
    this.listener = listener
  }

  /**
   * In the callback form, and with everything attached before it returns: a BYE that comes with the
   * answer in one piece would be missed otherwise.
   */
  send(srf: ForeignSrf, { uri, headers, proxy, auth }: Invitation, sdp: string): void {
    const options = {
      localSdp: sdp,
      headers: { ...headers },
      ...(proxy === undefined ? {} : { proxy }),
      ...(auth === undefined ? {} : { auth }),
    }
    try {
      srf.createUAC(
        uri,
        options,
        {
          cbRequest: (error, request) => error === null && request && this.sent(request),
          cbProvisional: response => this.progress(response),
        },
        (error, dialog) =>
          dialog ? this.answered(new SipDialog(dialog, this.timeline)) : this.refused(error),
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
    this.timeline.after(FINAL_LIMIT, () => {
      if (!this.final && this.over.say()) this.listener.vanished()
    })
  }

  private sent(request: ForeignRequest): void {
    this.request = request
    if (this.over.yes) return
    if (this.cancelled) this.cancel()
    this.listener.sent()
  }

  private progress(response: ForeignMessage): void {
    if (!this.over.yes) this.listener.provisional(response.status, response.body ?? '')
  }

  private answered(dialog: SipDialog): void {
    if (this.over.yes) return
    this.final = true
    dialog.ended.onto(() => this.over.say())
    this.listener.answered(dialog)
  }

  private refused(error: ForeignRefusal | null): void {
    if (this.over.say()) this.listener.refused(finalOf(error))
  }
}

function finalOf(error: ForeignRefusal | null): Final {
  const response = error?.res
  if (response === undefined) return { status: null, q850: null, retryAfter: false, ours: true }
  return {
    status: response.status,
    q850: q850Of(response.get('Reason')),
    retryAfter: response.has('Retry-After'),
    ours: !response.source_address,
  }
}
