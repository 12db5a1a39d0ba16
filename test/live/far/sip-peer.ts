import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { hostTimeline } from '../../../src/base/host-timeline.ts'

/** A SIP message as it is read: the first line, headers by lower-case name, the body. */
export interface Message {
  readonly first: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** A call that came in, and what its receiver may do with it. */
export interface IncomingCall {
  /** The user part of the request URI. */
  readonly user: string
  readonly headers: ReadonlyMap<string, string>
  readonly sdp: string
  /** Sends a response to the INVITE. */
  respond(
    status: number,
    options?: {
      readonly sdp?: string
      readonly q850?: number
      /** Further headers, each a whole line. */
      readonly headers?: readonly string[]
    },
  ): void
  /** Ends the call once it is answered. */
  bye(): void
  /** Sends a new offer. @returns the status and the description that it was answered with. */
  reinvite(sdp: string): Promise<{ readonly status: number; readonly sdp: string }>
  /** Asks for an offer, and answers it with `sdp` in the ACK (RFC 3264, section 5). */
  askForOffer(sdp: string): Promise<void>
  /** Says something in the middle of the call (RFC 6086). @returns the status of the answer. */
  info(contentType: string, body: string): Promise<number>
  /** Answers nothing any more, not even a BYE. */
  goDeaf(): void
  /** The far side took the call back; it has been told that this was heard, and nothing else. */
  onCancel: () => void
  /** The far side has hung up, and has been answered. */
  onBye: () => void
  /** The far side has acknowledged our answer; `sdp` is '' where it says nothing of media. */
  onAck: (sdp: string) => void
  /** The far side has made a new offer, and has been answered. */
  onReinvite: (sdp: string) => void
}

/** Whoever is called here. */
export type Receiver = (call: IncomingCall) => void

/**
 * A SIP server side over UDP (RFC 3261), as much of it as a callee needs on a network that loses
 * nothing.
 */
export class SipPeer {
  private readonly socket: Socket
  private readonly receiver: Receiver
  /** How often somebody asked whether it is there. */
  probes = 0
  /** Whether it says that it is. */
  answersProbes = true
  private readonly calls = new Map<string, Dialog>()
  private readonly asked = new Map<string, (reply: Message) => void>()

  private constructor(socket: Socket, receiver: Receiver) {
    this.socket = socket
    this.receiver = receiver
    socket.on('message', (data, from) => this.received(parse(data.toString()), from))
  }

  static async open(receiver: Receiver, address = '127.0.0.1'): Promise<SipPeer> {
    const socket = createSocket('udp4')
    socket.bind(0, address)
    await once(socket, 'listening')
    return new SipPeer(socket, receiver)
  }

  get port(): number {
    return this.socket.address().port
  }

  close(): void {
    this.socket.close()
  }

  /** Sends a request that begins nothing. @returns the final response to it. */
  ask(text: string, callId: string, port: number): Promise<Message> {
    const { promise, resolve } = Promise.withResolvers<Message>()
    this.asked.set(callId, resolve)
    this.socket.send(text, port, '127.0.0.1')
    return promise
  }

  private received(message: Message, from: RemoteInfo): void {
    const callId = message.headers.get('call-id') ?? ''
    const method = message.first.split(' ')[0]!
    const dialog = this.calls.get(callId)
    if (dialog?.deaf) return
    // Who is asked for a password calls again.
    if (method === 'INVITE' && (dialog === undefined || dialog.refused))
      return this.invited(message, from, callId)
    if (method === 'ACK') return dialog?.acknowledged(message.body)
    if (method === 'OPTIONS' && dialog === undefined) {
      this.probes++
      if (this.answersProbes) this.send(answer(message, '200 OK', 'probed', []), from)
      return
    }
    if (dialog === undefined) {
      if (!message.first.startsWith('SIP/2.0 1')) this.asked.get(callId)?.(message)
      return
    }
    if (method === 'SIP/2.0') return dialog.replied(message)
    if (method === 'INVITE') return dialog.offered(message)
    this.send(answer(message, '200 OK', dialog.tag, []), from)
    if (method === 'CANCEL') dialog.onCancel()
    if (method === 'BYE') {
      this.calls.delete(callId)
      dialog.over = true
      dialog.onBye()
    }
  }

  private invited(invite: Message, from: RemoteInfo, callId: string): void {
    const send = (text: string): void => this.send(text, from)
    const dialog = new Dialog(invite, this.port, send)
    this.calls.set(callId, dialog)
    this.receiver(dialog)
  }

  private send(text: string, to: RemoteInfo): void {
    this.socket.send(text, to.port, to.address)
  }
}

/** How long an answer waits for its ACK until it is sent again. */
const RESEND_AFTER = 500

class Dialog implements IncomingCall {
  readonly user: string
  readonly headers: ReadonlyMap<string, string>
  readonly sdp: string
  readonly tag: string
  over = false
  deaf = false
  refused = false
  onCancel = (): void => {}
  onBye = (): void => {}
  onAck = (_sdp: string): void => {}
  onReinvite = (_sdp: string): void => {}
  private readonly invite: Message
  private readonly port: number
  private readonly send: (text: string) => void
  private readonly contact: string
  private sent = ''
  private requests = 0
  private hearReply: (reply: Message) => void = () => {}
  private stopResending = (): void => {}

  constructor(invite: Message, port: number, send: (text: string) => void) {
    this.invite = invite
    this.port = port
    this.send = send
    this.headers = invite.headers
    this.sdp = invite.body
    this.user = decodeURIComponent(/^INVITE sip:([^@]*)@/.exec(invite.first)?.[1] ?? '')
    this.tag = `t${this.headers.get('call-id')!.slice(0, 8)}`
    this.contact = `Contact: <sip:far@127.0.0.1:${port}>`
  }

  respond(status: number, options: Parameters<IncomingCall['respond']>[1] = {}): void {
    const { sdp, q850 } = options
    const headers = [
      this.contact,
      ...(options.headers ?? []),
      ...(q850 === undefined ? [] : [`Reason: Q.850;cause=${q850}`]),
      ...(sdp === undefined ? [] : ['Content-Type: application/sdp']),
    ]
    const tag = status === 100 ? '' : this.tag
    const text = answer(this.invite, `${status} Said`, tag, headers, sdp)
    this.send(text)
    if (sdp !== undefined) this.sent = sdp
    if (status >= 300) this.refused = true
    if (status >= 200) {
      this.stopResending()
      this.stopResending = hostTimeline.after(RESEND_AFTER, () => this.send(text))
    }
  }

  /** A re-INVITE: answered with what was said before. */
  offered(again: Message): void {
    const headers = [this.contact, 'Content-Type: application/sdp']
    this.send(answer(again, '200 OK', '', headers, this.sent))
    this.onReinvite(again.body)
  }

  acknowledged(sdp: string): void {
    this.stopResending()
    this.onAck(sdp)
  }

  bye(): void {
    if (this.over) return
    this.over = true
    this.stopResending()
    this.request('BYE', ++this.requests, ['Reason: Q.850;cause=16'])
  }

  async reinvite(sdp: string): Promise<{ readonly status: number; readonly sdp: string }> {
    const reply = await this.inviteAgain(sdp, '')
    return { status: Number(reply.first.split(' ')[1]), sdp: reply.body }
  }

  async askForOffer(sdp: string): Promise<void> {
    await this.inviteAgain('', sdp)
  }

  private async inviteAgain(offer: string, answer: string): Promise<Message> {
    const number = ++this.requests
    const { promise, resolve } = Promise.withResolvers<Message>()
    this.hearReply = resolve
    const headersOf = (sdp: string): readonly string[] =>
      sdp === '' ? [] : ['Content-Type: application/sdp']
    this.request('INVITE', number, [this.contact, ...headersOf(offer)], offer)
    const reply = await promise
    this.request('ACK', number, headersOf(answer), answer)
    return reply
  }

  async info(contentType: string, body: string): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<Message>()
    this.hearReply = resolve
    this.request('INFO', ++this.requests, [`Content-Type: ${contentType}`], body)
    return Number((await promise).first.split(' ')[1])
  }

  goDeaf(): void {
    this.deaf = true
  }

  /** A final response to what was asked from here. */
  replied(reply: Message): void {
    if (/^SIP\/2.0 [2-6]/.test(reply.first)) this.hearReply(reply)
  }

  /** A request within the dialog (RFC 3261, section 12.2.1.1). */
  private request(method: string, number: number, more: readonly string[], body = ''): void {
    const { headers } = this
    const target = /<([^>]*)>/.exec(headers.get('contact') ?? '')?.[1]
    const lines = [
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK-${method}-${number}-${this.tag}`,
      'Max-Forwards: 70',
      `From: ${headers.get('to')};tag=${this.tag}`,
      `To: ${headers.get('from')}`,
      `Call-ID: ${headers.get('call-id')}`,
      `CSeq: ${number} ${method}`,
      ...more,
    ]
    this.send(closed(lines, body))
  }
}

function parse(text: string): Message {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { first, headers, body }
}

/** A response takes over what tells the transaction and the dialog (RFC 3261, section 8.2.6.2). */
function answer(
  { headers }: Message,
  status: string,
  tag: string,
  more: readonly string[],
  body = '',
): string {
  const to = headers.get('to') ?? ''
  return closed(
    [
      `SIP/2.0 ${status}`,
      `Via: ${headers.get('via')}`,
      `From: ${headers.get('from')}`,
      `To: ${to}${tag === '' || to.includes(';tag=') ? '' : `;tag=${tag}`}`,
      `Call-ID: ${headers.get('call-id')}`,
      `CSeq: ${headers.get('cseq')}`,
      ...more,
    ],
    body,
  )
}

function closed(lines: readonly string[], body = ''): string {
  return [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n')
}
