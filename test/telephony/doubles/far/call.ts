import {
  header,
  request,
  response,
  type SipMessage,
  statusOf,
  tagOf,
  uriWithin,
} from '../sip/message.ts'
import type { SipNetwork } from '../sip/network.ts'
import { answering, directionOf, mediaPortOf, type Sdp, writeSdp } from '../sip/sdp.ts'
import type { Ids } from '../wire/ids.ts'

/** What a far end's calls need of the world. */
export interface FarWorld {
  readonly network: SipNetwork
  readonly ids: Ids
  /** A port that no other media uses. */
  readonly nextPort: () => number
}

/** Where a call of a far end stands. */
export type FarState = 'calling' | 'ringing' | 'answered' | 'ended'

/** One call at a far end: it was called, or it calls. Tests act on it and look at it. */
export class FarCall {
  readonly callId: string
  /** Whom the INVITE was for. */
  readonly invite: SipMessage
  state: FarState
  /** Who ended it, and how: `far BYE`, `near BYE`, `CANCEL`, `486` … */
  ending = ''
  /** Whether our answer was acknowledged. */
  acknowledged = false
  /** The last description of the other end. */
  remoteSdp: string
  /** Where the other end is reached. */
  readonly peer: string
  private readonly world: FarWorld
  private readonly address: string
  private port: number
  private readonly fill: number
  private readonly nameless: boolean
  private version = 0
  private direction: Sdp['direction'] = 'sendrecv'
  /** Whether the other end is to offer, and our ACK to answer. */
  private asksForOffer: boolean
  private sequence = 10
  private local = ''
  private remote = ''
  private target = ''

  constructor(
    world: FarWorld,
    address: string,
    peer: string,
    invite: SipMessage,
    own: {
      readonly fill?: number | undefined
      readonly calling?: number
      readonly nameless?: boolean
    } = {},
  ) {
    this.world = world
    this.address = address
    this.peer = peer
    this.invite = invite
    this.fill = own.fill ?? 0
    this.nameless = own.nameless ?? false
    this.callId = header(invite, 'Call-ID')
    this.remoteSdp = own.calling === undefined ? invite.body : ''
    this.port = own.calling ?? world.nextPort()
    this.asksForOffer = own.calling !== undefined && invite.body === ''
    this.state = 'calling'
  }

  /** Where this end wants its audio. */
  get mediaPort(): number {
    return this.port
  }

  /** Where the other end wants its audio; tests ask whether the right ones hear each other. */
  get remoteMediaPort(): number {
    return mediaPortOf(this.remoteSdp)
  }

  /** Whether the other end sends audio by what it said last. */
  get hearsThem(): boolean {
    return ['sendrecv', 'sendonly'].includes(directionOf(this.remoteSdp))
  }

  /** Takes the identity of the end that was called. */
  called(): void {
    const to = header(this.invite, 'To')
    this.local = tagOf(to) === '' ? `${to};tag=${this.world.ids.token()}` : to
    this.remote = header(this.invite, 'From')
    this.target = uriWithin(header(this.invite, 'Contact'))
  }

  /** Takes the identity of the end that calls, once it has been answered. */
  calls(answer: SipMessage): void {
    this.local = header(answer, 'From')
    this.remote = header(answer, 'To')
    this.target = uriWithin(header(answer, 'Contact'))
    this.remoteSdp = answer.body
  }

  /** A provisional or final response to the INVITE. */
  respond(
    status: number,
    reason: string,
    headers: SipMessage['headers'] = [],
    media = status === 200,
  ): void {
    if (this.state === 'ended' || this.state === 'answered') return
    if (status > 100) this.state = status < 200 ? 'ringing' : status < 300 ? 'answered' : 'ended'
    if (status >= 300) this.ending = String(status)
    const body = media ? this.sdp() : ''
    const tag = status > 100 ? { tag: tagOf(this.local) } : {}
    const all = [...this.contact(), ...headers]
    this.say(response(this.invite, status, reason, { ...tag, headers: all, body }))
  }

  /** Answers the INVITE. */
  answer(): void {
    this.respond(200, 'OK')
  }

  /**
   * Answers the INVITE once more: as a network does that has lost the ACK, or, under a tag of its
   * own, as another phone that the INVITE was forked to.
   */
  answerAgain(tag = tagOf(this.local)): void {
    const own = { tag, headers: this.contact(), body: this.sdp() }
    this.say(response(this.invite, 200, 'OK', own))
  }

  hangUp(headers: SipMessage['headers'] = []): void {
    if (this.state !== 'answered') return
    this.end('far BYE')
    this.ask('BYE', '', headers)
  }

  /** Puts the other end on hold, or takes it back. */
  hold(on = true): void {
    this.reinvite(on ? 'sendonly' : 'sendrecv')
  }

  /** Asks for a change of media. */
  reinvite(direction: Sdp['direction'] = this.direction): void {
    this.direction = direction
    this.version++
    this.ask('INVITE', this.sdp())
  }

  /** Asks for an offer, and answers it from this port in the ACK (RFC 3261, section 14.1). */
  askForOffer(port = this.port): void {
    this.port = port
    this.version++
    this.asksForOffer = true
    this.ask('INVITE')
  }

  /** The final response to a change of media has come. */
  reinviteAnswered(answer: SipMessage): void {
    if (statusOf(answer) >= 300) this.asksForOffer = false
    else this.remoteSdp = answer.body
    this.acknowledge()
  }

  /** Acknowledges the other end's final response. */
  acknowledge(): void {
    this.ask('ACK', this.asksForOffer ? this.sdp() : '')
    this.asksForOffer = false
  }

  /** Sends a request within the call. */
  ask(method: string, body = '', headers: SipMessage['headers'] = []): void {
    const type = body.startsWith('v=0') ? [['Content-Type', 'application/sdp'] as const] : []
    if (method !== 'ACK') this.sequence++
    this.say(
      request(
        method,
        this.target,
        [
          ['Via', `SIP/2.0/UDP ${this.address};branch=z9hG4bK${this.world.ids.token()}`],
          ['Max-Forwards', '70'],
          ['From', this.local],
          ['To', this.remote],
          ['Call-ID', this.callId],
          ['CSeq', `${this.sequence} ${method}`],
          ...this.contact(),
          ...headers,
          ...type,
        ],
        body,
      ),
    )
  }

  /** Responds to a request within the call. */
  answerTo(asked: SipMessage, status: number, reason: string, body = ''): void {
    this.say(response(asked, status, reason, { headers: this.contact(), body }))
  }

  /** Takes a new offer and says what it does itself. */
  acceptOffer(asked: SipMessage): void {
    if (asked.body !== '') {
      this.remoteSdp = asked.body
      this.direction = answering(directionOf(asked.body))
    }
    this.version++
    this.answerTo(asked, 200, 'OK', this.sdp())
  }

  /** Whether a request is of its dialog, and of none that the other end made up. */
  knows(asked: SipMessage): boolean {
    const tags = [tagOf(header(asked, 'To')), tagOf(header(asked, 'From'))]
    return tags[0] === tagOf(this.local) && tags[1] === tagOf(this.remote)
  }

  end(how: string): void {
    this.state = 'ended'
    this.ending = how
  }

  private say(message: SipMessage): void {
    this.world.network.send(this.address, this.peer, message)
  }

  private contact(): SipMessage['headers'] {
    return this.nameless ? [] : [['Contact', `<sip:far@${this.address}>`]]
  }

  /** Its description, filled up with attributes that nobody knows. */
  private sdp(): string {
    const { port, direction, version } = this
    const sdp = writeSdp({ port, direction, version, origin: 'far' })
    const lines = Math.max(0, Math.ceil((this.fill - sdp.length) / 80))
    return sdp + `a=x-filling:${'x'.repeat(66)}\r\n`.repeat(lines)
  }
}
