import type { Timeline } from '../../../../src/base/timeline.ts'
import { challenge, provesPassword } from '../sip/digest.ts'
import {
  header,
  methodOf,
  methodOfSequence,
  response,
  type SipMessage,
  statusOf,
  uriOf,
  userOf,
} from '../sip/message.ts'
import type { Party } from '../sip/network.ts'
import { FarCall, type FarWorld } from './call.ts'
import { Caller } from './caller.ts'
import { type CallScript, rings } from './script.ts'

const REASONS: Readonly<Record<number, string>> = {
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  404: 'Not Found',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  491: 'Request Pending',
  503: 'Service Unavailable',
  603: 'Decline',
}

/**
 * Someone at the far side of SIP: a carrier with everyone behind it, or one phone. It follows, for
 * each call, the script that the test has chosen for the number called.
 */
export class FarEnd implements Party {
  readonly address: string
  /** Every call that came or was placed, in order. */
  readonly calls: FarCall[] = []
  /** Calls to come from this end, and its registration. */
  readonly caller: Caller
  private readonly world: FarWorld & { readonly timeline: Timeline }
  private readonly scripts = new Map<string, CallScript>()
  private readonly nonces = new Map<string, string>()
  private otherwise: CallScript = rings()

  constructor(address: string, world: FarWorld & { readonly timeline: Timeline }) {
    this.address = address
    this.world = world
    this.caller = new Caller(address, world, this.calls)
    world.network.attach(this)
  }

  /** @param user what stands before the `@` of the number called; left out: everyone else. */
  script(script: CallScript, user?: string): void {
    if (user === undefined) this.otherwise = script
    else this.scripts.set(user, script)
  }

  /** The last call to a number; throws where there was none. */
  callTo(user: string): FarCall {
    const call = this.calls.findLast(({ invite }) => userOf(uriOf(invite)) === user)
    if (call === undefined) throw new Error(`Nobody called ${user}.`)
    return call
  }

  /** How many calls have not ended. */
  get left(): number {
    return this.calls.filter(({ state }) => state !== 'ended').length
  }

  receive(message: SipMessage, from: string): void {
    if (statusOf(message) > 0) return this.responded(message)
    const call = this.calls.findLast(one => one.callId === header(message, 'Call-ID'))
    const method = methodOf(message)
    if (method === 'INVITE' && (call === undefined || call.state === 'ended'))
      return this.invited(message, from)
    if (call !== undefined) return this.asked(call, message)
    if (method === 'ACK') return
    const known = method === 'OPTIONS'
    const reply = known
      ? response(message, 200, 'OK', { tag: this.world.ids.token() })
      : response(message, 481, 'Call/Transaction Does Not Exist')
    this.world.network.send(this.address, from, reply)
  }

  private invited(invite: SipMessage, from: string): void {
    const script = this.scripts.get(userOf(uriOf(invite))) ?? this.otherwise
    const call = new FarCall(this.world, this.address, from, invite, {
      fill: script.sdpBytes,
      nameless: script.contact === false,
    })
    this.calls.push(call)
    call.called()
    if (script.silent === true) return
    if (!this.hasProven(call, script)) return
    const { timeline } = this.world
    call.respond(100, 'Trying')
    for (const { after, status, media } of script.provisional ?? [])
      this.in(timeline, after, () => call.respond(status, reasonOf(status), [], media))
    const { final } = script
    if (final === undefined) return
    this.in(timeline, final.after, () => {
      const headers = Object.entries(final.headers ?? {})
      call.respond(final.status, final.reason ?? reasonOf(final.status), headers, final.media)
      if (script.hangUpAfter !== undefined)
        this.in(timeline, script.hangUpAfter, () => call.hangUp())
    })
  }

  /** Nothing at all lies between an INVITE and what follows it after 0 ms. */
  private in(timeline: Timeline, after: number, act: () => void): void {
    if (after === 0) act()
    else timeline.after(after, act)
  }

  private hasProven(call: FarCall, { asksFor, offers = [] }: CallScript): boolean {
    if (asksFor === undefined) return true
    const proof = header(call.invite, 'Proxy-Authorization')
    const nonce = this.nonces.get(call.callId) ?? ''
    if (nonce !== '' && provesPassword(proof, asksFor, nonce, 'INVITE')) return true
    const fresh = this.world.ids.token()
    this.nonces.set(call.callId, fresh)
    const asking = [...offers, challenge('carrier.invalid', fresh), ...offers].map(
      one => ['Proxy-Authenticate', one] as const,
    )
    call.respond(407, 'Proxy Authentication Required', asking)
    return false
  }

  private asked(call: FarCall, message: SipMessage): void {
    const script = this.scripts.get(userOf(uriOf(call.invite))) ?? this.otherwise
    const method = methodOf(message)
    if (method === 'ACK') {
      call.acknowledged = true
      if (message.body !== '') call.remoteSdp = message.body
    } else if (method === 'CANCEL') this.cancelled(call, message, script)
    else if (method === 'BYE') this.bye(call, message, script)
    else if (method === 'INVITE') this.reinvited(call, message, script)
    else call.answerTo(message, 200, 'OK')
  }

  private cancelled(call: FarCall, message: SipMessage, { onCancel }: CallScript): void {
    if (onCancel === 'ignore') return
    call.answerTo(message, 200, 'OK')
    if (onCancel === 'answer') call.answer()
    else call.respond(487, 'Request Terminated')
    if (call.state === 'ended') call.ending = 'CANCEL'
  }

  private bye(call: FarCall, message: SipMessage, { onBye }: CallScript): void {
    if (!call.knows(message)) return call.answerTo(message, 481, 'Call Does Not Exist')
    if (call.state !== 'ended') call.end('near BYE')
    if (onBye !== 'ignore') call.answerTo(message, 200, 'OK')
  }

  private reinvited(call: FarCall, message: SipMessage, { onReinvite }: CallScript): void {
    if (onReinvite === 'ignore') return
    if (typeof onReinvite === 'object')
      return call.answerTo(message, onReinvite.refuse, reasonOf(onReinvite.refuse))
    if (onReinvite === 'ringFirst') call.answerTo(message, 180, reasonOf(180))
    call.acceptOffer(message)
  }

  private responded(message: SipMessage): void {
    const call = this.calls.findLast(one => one.callId === header(message, 'Call-ID'))
    if (call === undefined || call.state !== 'answered') return this.caller.responded(message)
    if (methodOfSequence(message) === 'INVITE' && statusOf(message) >= 200)
      call.reinviteAnswered(message)
  }
}

function reasonOf(status: number): string {
  return REASONS[status] ?? 'Because'
}
