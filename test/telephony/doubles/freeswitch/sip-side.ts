import {
  header,
  methodOf,
  request,
  response,
  type SipMessage,
  tagOf,
  uriWithin,
} from '../sip/message.ts'
import type { SipNetwork } from '../sip/network.ts'
import type { Channel } from './channel.ts'

/** What the event socket's side is told of calls. */
export interface SipSideOwner {
  /** @returns the new channel, or a refusal as status and reason. */
  invited(invite: SipMessage): Channel | string
  /** @returns a refusal of a changed offer, or nothing. */
  reinvited(channel: Channel): string | undefined
  /** The call stands: an application may be connected. */
  established(channel: Channel): void
  ended(channel: Channel): void
  /** Whether a BYE gets no word. */
  ignoresBye(): boolean
  channelOf(callId: string): Channel | undefined
}

/** How FreeSWITCH speaks SIP: it takes calls, with or without an offer, and lets go of them. */
export class SipSide {
  private readonly address: string
  private readonly network: SipNetwork
  private readonly owner: SipSideOwner

  constructor(address: string, network: SipNetwork, owner: SipSideOwner) {
    this.address = address
    this.network = network
    this.owner = owner
  }

  receive(message: SipMessage, from: string): void {
    const method = methodOf(message)
    const channel = this.owner.channelOf(header(message, 'Call-ID'))
    if (method === '') return
    if (method === 'INVITE' && channel === undefined) this.invited(message, from)
    else if (method === 'OPTIONS') this.say(from, response(message, 200, 'OK', { tag: 'fs' }))
    else if (channel === undefined) this.unknown(message, from)
    else if (method === 'INVITE') this.reinvited(channel, message, from)
    else if (method === 'ACK') this.acknowledged(channel, message)
    else if (method === 'BYE') {
      if (this.owner.ignoresBye()) return
      this.say(from, response(message, 200, 'OK'))
      this.owner.ended(channel)
    } else this.say(from, response(message, 200, 'OK'))
  }

  /** Lets go of a call, and says why. */
  bye(channel: Channel, cause: string): void {
    const { invite, tag } = channel
    const to = uriWithin(header(invite, 'Contact'))
    const bye = request('BYE', to, [
      ['Via', `SIP/2.0/UDP ${this.address};rport;branch=z9hG4bK${tag}bye`],
      ['Max-Forwards', '70'],
      ['From', `${header(invite, 'To')};tag=${tag}`],
      ['To', header(invite, 'From')],
      ['Call-ID', channel.callId],
      ['CSeq', `${++channel.sequence} BYE`],
      ['User-Agent', 'FreeSWITCH-mod_sofia/1.11.1-release~64bit'],
      ['Reason', `Q.850;cause=${causeNumber(cause)};text="${cause}"`],
    ])
    this.say(to, bye)
  }

  private invited(invite: SipMessage, from: string): void {
    this.say(from, response(invite, 100, 'Trying'))
    const channel = this.owner.invited(invite)
    if (typeof channel === 'string') return this.refuse(invite, from, channel)
    const more = { tag: channel.tag, headers: this.contact(), body: channel.sdp() }
    this.say(from, response(invite, 200, 'OK', more))
    // Without an offer it is the ACK that brings the other end's media.
    if (invite.body !== '') this.owner.established(channel)
  }

  private acknowledged(channel: Channel, ack: SipMessage): void {
    channel.takeSdp(ack.body)
    if (!channel.established) this.owner.established(channel)
  }

  private reinvited(channel: Channel, message: SipMessage, from: string): void {
    const refusal = this.owner.reinvited(channel)
    if (refusal !== undefined) return this.refuse(message, from, refusal)
    channel.takeSdp(message.body)
    const more = { headers: this.contact(), body: channel.nextSdp() }
    this.say(from, response(message, 200, 'OK', more))
  }

  private refuse(message: SipMessage, from: string, refusal: string): void {
    const [status = '', ...reason] = refusal.split(' ')
    const tag = tagOf(header(message, 'To')) === '' ? { tag: 'fs' } : {}
    this.say(from, response(message, Number(status), reason.join(' '), tag))
  }

  private unknown(message: SipMessage, from: string): void {
    if (methodOf(message) === 'ACK') return
    this.say(from, response(message, 481, 'Call/Transaction Does Not Exist'))
  }

  private contact(): SipMessage['headers'] {
    return [['Contact', `<sip:drachtio@${this.address};transport=udp>`]]
  }

  private say(to: string, message: SipMessage): void {
    this.network.send(this.address, to, message)
  }
}

/** The number of a cause by its name, for those that tests use. ITU-T Q.850, section 2.2.7. */
function causeNumber(cause: string): number {
  const known = new Map([
    ['NORMAL_CLEARING', 16],
    ['USER_BUSY', 17],
    ['MEDIA_TIMEOUT', 604],
    ['MANAGER_REQUEST', 503],
  ])
  return known.get(cause) ?? 16
}
