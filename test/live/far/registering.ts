import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { answerChallenge } from '../../telephony/doubles/sip/digest.ts'
import type { SipPeer } from './sip-peer.ts'

let count = 0
/** Nothing else on this machine has this id. */
const unique = (): string => `${Math.floor(hostTimeline.wall())}-${process.pid}-${++count}`

/** What a phone says to register. */
export interface Registering {
  /** Where the SIP server listens. */
  readonly port: number
  readonly user: string
  readonly password: string
  /** Seconds; left out, none are asked for. */
  readonly expires?: number
  /** The whole Contact header; by default the address that it sends from. */
  readonly contact?: string
}

/** What it was answered. */
export interface Registered {
  readonly status: number
  /** The Contact header of the answer. */
  readonly contact: string
}

/** One device: its REGISTERs share a Call-ID and count up (RFC 3261, section 10.2). */
export class RegisteringPhone {
  private readonly peer: SipPeer
  private readonly callId = unique()
  private sequence = 0

  constructor(peer: SipPeer) {
    this.peer = peer
  }

  /** Registers, proving the password when it is asked for. */
  async register(asked: Registering): Promise<Registered> {
    const first = await this.send(asked, '')
    const challenge = first.headers.get('www-authenticate')
    if (statusOf(first.first) !== 401 || challenge === undefined) return read(first)
    const { user: username, password } = asked
    const uri = `sip:127.0.0.1:${asked.port}`
    const proof = answerChallenge({ username, password }, challenge, 'REGISTER', uri)
    return read(await this.send(asked, `Authorization: ${proof}\r\n`))
  }

  private send({ port, user, expires, contact }: Registering, more: string) {
    const text = registerText({
      port,
      user,
      callId: this.callId,
      sequence: ++this.sequence,
      via: `SIP/2.0/UDP 127.0.0.1:${this.peer.port}`,
      contact: contact ?? `<sip:${user}@127.0.0.1:${this.peer.port}>`,
      more: `${expires === undefined ? '' : `Expires: ${expires}\r\n`}${more}`,
    })
    return this.peer.ask(text, this.callId, port)
  }
}

/** @returns a REGISTER as it is on the wire. */
export function registerText(parts: {
  readonly port: number
  readonly user: string
  readonly callId: string
  readonly sequence: number
  readonly via: string
  readonly contact: string
  readonly more: string
}): string {
  const { port, user, callId, sequence, via, contact, more } = parts
  return [
    `REGISTER sip:127.0.0.1:${port} SIP/2.0`,
    `Via: ${via};branch=z9hG4bK${unique()}`,
    'Max-Forwards: 70',
    `From: <sip:${user}@127.0.0.1:${port}>;tag=${unique()}`,
    `To: <sip:${user}@127.0.0.1:${port}>`,
    `Call-ID: ${callId}`,
    `CSeq: ${sequence} REGISTER`,
    `Contact: ${contact}`,
    `${more}Content-Length: 0`,
    '',
    '',
  ].join('\r\n')
}

const statusOf = (first: string): number => Number(first.split(' ')[1])
const read = (reply: {
  readonly first: string
  readonly headers: ReadonlyMap<string, string>
}): Registered => ({
  status: statusOf(reply.first),
  contact: reply.headers.get('contact') ?? '',
})
