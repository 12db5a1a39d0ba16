import { answerChallenge, type Credentials } from '../sip/digest.ts'
import { header, methodOfSequence, request, type SipMessage, statusOf } from '../sip/message.ts'
import { writeSdp } from '../sip/sdp.ts'
import { FarCall, type FarWorld } from './call.ts'

/** What a phone says to register. */
export interface Registering extends Credentials {
  /** Where the registrar is, `host:port`. */
  readonly at: string
  /** Seconds; 0 takes the registration away. */
  readonly expires: number
}

/** The half of a far end that begins things: it calls, and it registers. */
export class Caller {
  /** The status of the last response to a REGISTER; 0 while none came. */
  registered = 0
  /** Whether answers to its calls are acknowledged. */
  acknowledges = true
  private readonly address: string
  private readonly world: FarWorld
  private readonly calls: FarCall[]
  private readonly registering = new Map<string, { asked: Registering; tries: number }>()

  constructor(address: string, world: FarWorld, calls: FarCall[]) {
    this.address = address
    this.world = world
    this.calls = calls
  }

  /** Calls `user` at the server under `at`. @param offers whether media, or asks for an offer. */
  call(user: string, at: string, from: string, offers = true): FarCall {
    const { ids, network, nextPort } = this.world
    const port = nextPort()
    const media = { port, direction: 'sendrecv', version: 0, origin: 'far' } as const
    const body = offers ? writeSdp(media) : ''
    const headers = this.headers('INVITE', ids.uuid(), `<sip:${user}@${at}>`, from)
    const type = offers ? [['Content-Type', 'application/sdp'] as const] : []
    const invite = request('INVITE', `sip:${user}@${at}`, [...headers, ...type], body)
    const call = new FarCall(this.world, this.address, at, invite, { calling: port })
    this.calls.push(call)
    network.send(this.address, at, invite)
    return call
  }

  /** Takes back a call that was not answered. */
  cancel({ invite, peer }: FarCall): void {
    const kept = ['via', 'max-forwards', 'from', 'to', 'call-id']
    const headers = invite.headers.filter(([name]) => kept.includes(name.toLowerCase()))
    const sequence = header(invite, 'CSeq').replace('INVITE', 'CANCEL')
    const start = invite.start.replace('INVITE', 'CANCEL')
    const cancel = { start, headers: [...headers, ['CSeq', sequence] as const], body: '' }
    this.world.network.send(this.address, peer, cancel)
  }

  /** Registers; a challenge is answered once. */
  register(asked: Registering): void {
    this.registered = 0
    this.sendRegister(asked, this.world.ids.uuid(), 1, [])
  }

  /** A response to something begun here. */
  responded(message: SipMessage): void {
    const callId = header(message, 'Call-ID')
    const registering = this.registering.get(callId)
    if (registering !== undefined) return this.registerResponded(message, callId, registering)
    const call = this.calls.findLast(one => one.callId === callId)
    const status = statusOf(message)
    const open = call?.state === 'calling' || call?.state === 'ringing'
    if (call === undefined || !open || methodOfSequence(message) !== 'INVITE') return
    if (status <= 100) return
    if (status < 200) call.state = 'ringing'
    else if (status < 300) {
      call.state = 'answered'
      call.calls(message)
      if (this.acknowledges) call.acknowledge()
    } else call.end(String(status))
  }

  private registerResponded(
    message: SipMessage,
    callId: string,
    { asked, tries }: { asked: Registering; tries: number },
  ): void {
    this.registered = statusOf(message)
    this.registering.delete(callId)
    const challenged = header(message, 'WWW-Authenticate')
    if (statusOf(message) !== 401 || challenged === '' || tries > 1) return
    const proof = answerChallenge(asked, challenged, 'REGISTER', `sip:${asked.at}`)
    this.sendRegister(asked, callId, tries + 1, [['Authorization', proof]])
  }

  private sendRegister(
    asked: Registering,
    callId: string,
    tries: number,
    more: SipMessage['headers'],
  ): void {
    this.registering.set(callId, { asked, tries })
    const who = `<sip:${asked.username}@${asked.at}>`
    const headers = this.headers('REGISTER', callId, who, asked.username, tries)
    const all = [...headers, ['Expires', String(asked.expires)] as const, ...more]
    this.world.network.send(this.address, asked.at, request('REGISTER', `sip:${asked.at}`, all))
  }

  private headers(
    method: string,
    callId: string,
    to: string,
    from: string,
    sequence = 1,
  ): SipMessage['headers'] {
    const { ids } = this.world
    return [
      ['Via', `SIP/2.0/UDP ${this.address};branch=z9hG4bK${ids.token()}`],
      ['Max-Forwards', '70'],
      ['From', `<sip:${from}@${this.address}>;tag=${ids.token()}`],
      ['To', to],
      ['Call-ID', callId],
      ['CSeq', `${sequence} ${method}`],
      ['Contact', `<sip:${from}@${this.address}>`],
    ]
  }
}
