import type { OperatorId } from '../../../src/base/id.ts'
import type { PhoneBook } from '../../../src/telephony/freeswitch/phone-book.ts'
import { RtpEnd } from './rtp.ts'
import { type IncomingCall, SipPeer } from './sip-peer.ts'

/** A phone in a call. */
export interface PhoneInCall {
  readonly call: IncomingCall
  readonly rtp: RtpEnd
}

/** Operators' SIP phones. They answer at once; those of operators named `dead…` ring in vain. */
export class Phones implements PhoneBook {
  readonly inCall = new Map<OperatorId, PhoneInCall>()
  private peer: SipPeer | null = null

  async open(): Promise<void> {
    this.peer = await SipPeer.open(call => void this.ring(call))
  }

  phoneOf(operator: OperatorId): { readonly uri: string } {
    return { uri: `sip:${encodeURIComponent(operator)}@127.0.0.1:${this.peer!.port}` }
  }

  /** The operator's phone drops out of its call. */
  drop(operator: OperatorId): void {
    const phone = this.inCall.get(operator)
    this.inCall.delete(operator)
    phone?.rtp.close()
    phone?.call.bye()
  }

  close(): void {
    for (const { rtp } of this.inCall.values()) rtp.close()
    this.peer?.close()
  }

  private async ring(call: IncomingCall): Promise<void> {
    const { user } = call
    call.respond(180)
    if (user.startsWith('dead')) {
      call.onCancel = () => call.respond(487)
      return
    }
    const rtp = await RtpEnd.open()
    this.inCall.set(user, { call, rtp })
    call.onBye = () => {
      rtp.close()
      if (this.inCall.get(user)?.call === call) this.inCall.delete(user)
    }
    call.respond(200, { sdp: rtp.sdp })
    rtp.talkTo(call.sdp)
  }
}
