import type { Phone } from '../phone-book.ts'
import type { Final } from '../rules/outcome.ts'
import type { CallInvited, InviteListener } from '../wire/invite.ts'
import type { SipDialog } from '../wire/sip-dialog.ts'
import type { SipLink } from '../wire/sip-link.ts'

/** What comes of calling an operator's devices, as if they were one. */
export interface PhonesListener {
  /** This one has answered, perhaps although it was cancelled. Listen to it before returning. */
  answered(dialog: SipDialog, sip: SipLink, device: Phone): void
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
 *
 * @param wayTo the SIP server over which a device is called.
 */
export function callPhones(
  wayTo: (device: Phone) => SipLink,
  call: PhonesCall,
  listener: PhonesListener,
): CallInvited {
  const ringing = new PhonesRinging(listener)
  const { phone, headers, sdp } = call
  for (const device of [phone, ...(phone.beside ?? [])]) {
    const { uri, proxy } = device
    const sip = wayTo(device)
    ringing.add({ sip, device }, done =>
      sip.invite({ uri, headers, ...(proxy === undefined ? {} : { proxy }) }, sdp, {
        sent: () => {},
        provisional: () => {},
        ...done,
      }),
    )
  }
  return ringing
}

/** Which device is called, and over which SIP server. */
interface Where {
  readonly device: Phone
  readonly sip: SipLink
}

type DeviceListener = Pick<InviteListener, 'answered' | 'refused' | 'vanished'>

class PhonesRinging implements CallInvited {
  private readonly listener: PhonesListener
  private readonly ringing = new Set<CallInvited>()
  /** What the best of those who will not answer has said; null: the server forgot them. */
  private refusal: Final | null = null
  private settled = false

  constructor(listener: PhonesListener) {
    this.listener = listener
  }

  add(at: Where, invite: (listener: DeviceListener) => CallInvited): void {
    const invited = invite({
      answered: dialog => this.answered(invited, dialog, at),
      refused: final => this.refused(invited, final),
      vanished: () => this.refused(invited, null),
    })
    this.ringing.add(invited)
  }

  cancel(): void {
    for (const one of this.ringing) one.cancel()
  }

  private answered(one: CallInvited, dialog: SipDialog, at: Where): void {
    this.ringing.delete(one)
    if (this.settled) {
      dialog.listen({ bye: () => {}, offer: async () => null })
      void dialog.bye()
      return
    }
    this.settled = true
    this.cancel()
    this.listener.answered(dialog, at.sip, at.device)
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
