import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { RtpEnd } from './rtp.ts'

/** Whom a person calls, from where, and what they say of themselves. */
export interface Dialing {
  readonly from: string
  readonly to: string
  /** The SIP server's port on 127.0.0.1. */
  readonly port: number
  /** Of this machine; the trunk's carrier is at 127.0.0.1. */
  readonly address?: string
  /** Whether their INVITE says where they listen; else their ACK does. Left out, it does. */
  readonly offers?: boolean
  /** Headers of their INVITE besides. */
  readonly headers?: readonly string[]
}

let made = 0

/** A person who calls over UDP (RFC 3261), on a network that loses nothing. */
export class LiveCaller {
  /** Final status of their INVITE; 0: none yet. */
  status = 0
  /** Every status that they were told, in order. */
  readonly told: number[] = []
  /** Monotonic ms of the answer. */
  answeredAt = Infinity
  /** Whether the far side hung up. */
  hungUp = false
  readonly rtp: RtpEnd
  private readonly socket: Socket
  private readonly dialing: Required<Dialing>
  private readonly id = `caller-${++made}-${hostTimeline.wall()}`
  private to = ''
  private closed = false
  private target = ''

  private constructor(socket: Socket, rtp: RtpEnd, dialing: Required<Dialing>) {
    this.socket = socket
    this.rtp = rtp
    this.dialing = dialing
    socket.on('message', (data, from) => this.received(data.toString(), from))
  }

  static async call(dialing: Dialing): Promise<LiveCaller> {
    const whole = { address: '127.0.0.1', offers: true, headers: [], ...dialing }
    const socket = createSocket('udp4')
    socket.bind(0, whole.address)
    await once(socket, 'listening')
    const caller = new LiveCaller(socket, await RtpEnd.open(), whole)
    const offer = whole.offers ? caller.rtp.sdp : ''
    caller.send('INVITE', `sip:${whole.to}@127.0.0.1:${whole.port}`, offer)
    return caller
  }

  /** Hangs up, or takes the call back. */
  leave(): void {
    if (this.status === 0)
      this.send('CANCEL', `sip:${this.dialing.to}@127.0.0.1:${this.dialing.port}`)
    else if (this.status === 200 && !this.hungUp) this.send('BYE', this.target)
    this.rtp.mute()
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.rtp.close()
    this.socket.close()
  }

  private received(text: string, from: RemoteInfo): void {
    const [first = ''] = text.split('\r\n', 1)
    if (first.startsWith('SIP/2.0')) return this.replied(Number(first.split(' ')[1]), text)
    const lines = text.split('\r\n').filter(line => /^(via|from|to|call-id|cseq):/i.test(line))
    this.socket.send(
      `SIP/2.0 200 OK\r\n${lines.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`,
      from.port,
    )
    if (first.startsWith('BYE')) this.hungUp = true
  }

  private replied(status: number, text: string): void {
    if (!/^CSeq: 1 INVITE/im.test(text)) return
    this.told.push(status)
    if (status < 200) return
    this.to = /^To: *(.*)$/im.exec(text)?.[1] ?? ''
    this.target = /^Contact: *<([^>]*)>/im.exec(text)?.[1] ?? ''
    if (this.status === 0 && status === 200) {
      this.answeredAt = hostTimeline.monotonic()
      this.rtp.talkTo(text.slice(text.indexOf('\r\n\r\n') + 4))
    }
    this.status = status
    const { offers, to } = this.dialing
    if (status !== 200) this.send('ACK', `sip:${to}@127.0.0.1`)
    else this.send('ACK', this.target, offers ? '' : this.rtp.sdp)
  }

  private send(method: string, uri: string, body = ''): void {
    const { from, to, address, port } = this.dialing
    const here = `${address}:${this.socket.address().port}`
    const sequence = method === 'BYE' ? 2 : 1
    const branch = method === 'BYE' || (method === 'ACK' && this.status === 200) ? method : 'INVITE'
    const lines = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${here};branch=z9hG4bK-${branch}-${this.id}`,
      'Max-Forwards: 70',
      `From: <sip:${from}@${here}>;tag=${this.id}`,
      `To: ${this.to === '' ? `<sip:${to}@127.0.0.1:${port}>` : this.to}`,
      `Call-ID: ${this.id}`,
      `CSeq: ${sequence} ${method}`,
      `Contact: <sip:${from}@${here}>`,
      ...this.dialing.headers,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ]
    this.socket.send(`${lines.join('\r\n')}\r\n\r\n${body}`, port, '127.0.0.1')
  }
}
