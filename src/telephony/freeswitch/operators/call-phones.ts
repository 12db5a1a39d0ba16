import type { Phone } from '../phone-book.ts'
import type { Final } from '../rules/outcome.ts'
import type { CallInvited } from '../wire/invite.ts'
import type { SipDialog } from '../wire/sip-dialog.ts'
import type { SipLink } from '../wire/sip-link.ts'

/** What comes of calling an operator's devices, as if they were one. */
export interface PhonesListener {
  /** One has answered, perhaps although it was cancelled. Listen to it before returning. */
  answered(dialog: SipDialog): void
  /** None will. */
  refused(final: Final): void
  vanished(): void
}

/** How an operator's devices are called. */
export interface PhonesCall {
  readonly phone: Phone
  readonly headers: Readonly<Record<string, string>>
  readonly sdp: string
}

/**
 * Calls all devices of an operator at once. The first that answers has the call: the others are
 * cancelled, and one whose answer crosses that is hung up. One that declines for the operator as a
 * whole (RFC 3261, section 21.6) ends it for all.
 */
export function callPhones(sip: SipLink, call: PhonesCall, listener: PhonesListener): CallInvited {
  const ringing = new PhonesRinging(listener)
  const { phone, headers, sdp } = call
  for (const { uri, proxy } of [phone, ...(phone.beside ?? [])])
    ringing.add(done =>
      sip.invite({ uri, headers, ...(proxy === undefined ? {} : { proxy }) }, sdp, {
        sent: () => {},
        provisional: () => {},
        ...done,
      }),
    )
  return ringing
}

class PhonesRinging implements CallInvited {
  private readonly listener: PhonesListener
  private readonly ringing = new Set<CallInvited>()
  /** What the best of those who will not answer has said; null: the server forgot them. */
  private refusal: Final | null = null
  private settled = false

  constructor(listener: PhonesListener) {
    this.listener = listener
  }

  add(invite: (listener: PhonesListener) => CallInvited): void {
    const invited = invite({
      answered: dialog => this.answered(invited, dialog),
      refused: final => this.refused(invited, final),
      vanished: () => this.refused(invited, null),
    })
    this.ringing.add(invited)
  }

  cancel(): void {
    for (const one of this.ringing) one.cancel()
  }

  private answered(one: CallInvited, dialog: SipDialog): void {
    this.ringing.delete(one)
    if (this.settled) {
      dialog.listen({ bye: () => {}, offer: async () => null })
      void dialog.bye()
      return
    }
    this.settled = true
    this.cancel()
    this.listener.answered(dialog)
  }

  private refused(one: CallInvited, final: Final | null): void {
    this.ringing.delete(one)
    if (this.settled) return
    const forAll = final !== null && (final.status ?? 0) >= 600 && !final.ours
    if (forAll || isPlainer(final, this.refusal)) this.refusal = final
    if (!forAll && this.ringing.size > 0) return
    this.settled = true
    this.cancel()
    if (this.refusal === null) this.listener.vanished()
    else this.listener.refused(this.refusal)
  }
}

/** What a phone said itself is plainer than what our server made up. */
const isPlainer = (final: Final | null, known: Final | null): boolean =>
  final !== null && (known === null || (known.ours && !final.ours))
