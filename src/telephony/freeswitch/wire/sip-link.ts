import { seconds } from '../../../base/duration.ts'
import { CarillonError } from '../../../base/errors.ts'
import type { Timeline } from '../../../base/timeline.ts'
import { Caller } from '../incoming/caller.ts'
import type { Goodbye } from '../left/goodbye.ts'
import type { Held, Ledger } from '../left/ledger.ts'
import type { Answer, RegisterSource } from '../registrar/registrar.ts'
import type { CallMessage, RegisterMessage } from '../registrar/request.ts'
import type { Invitation } from '../rules/invitation.ts'
import type { ServerAddress } from '../settings.ts'
import type { Fault } from '../trunks/signs.ts'
import { Ended } from './ended.ts'
import {
  ask,
  disconnect,
  type ForeignArrival,
  type ForeignMessage,
  type ForeignReply,
  type ForeignSrf,
  newSrf,
} from './foreign.ts'
import { guard } from './guard.ts'
import { type CallInvited, faultOf, Invite, type InviteListener, unsentFor } from './invite.ts'
import { within } from './within.ts'

/** How long the server may take to let us in. */
const CONNECT_LIMIT = seconds(4)
const BYE_LIMIT = seconds(4)
/** How long the server may take to say that a CANCEL is on its way. */
const CANCEL_LIMIT = seconds(2)
/** How long somebody who is there may take to say so. */
const PROBE_LIMIT = seconds(5)

/** What the server says of a dialog that it has forgotten, or never knew. */
const NO_DIALOG = /unable to find dialog/

/** Temporarily unavailable (RFC 3261, 21.4.18). */
const UNAVAILABLE = 480
/** Understood and refused; no proof of a password helps (RFC 3261, 21.4.4). */
const FORBIDDEN = 403
const CALLED_HERE = 'Operators are called here'

/** What a connection is made with. */
export interface SipLinkParts {
  readonly timeline: Timeline
  readonly ledger: Ledger
}

/**
 * One connection to drachtio, from its beginning to its loss: it does not come back, another one is
 * made, because the library's own reconnection goes round and round with a wrong secret.
 */
export class SipLink implements RegisterSource {
  readonly ended = new Ended()
  /** Which server it is: `host:port`. */
  readonly where: string
  /** For the library of the media server, which signals through the same connection. */
  readonly srf: ForeignSrf
  /** Whether it lets us wait: nothing new is begun over it then. */
  isSlow = false
  private readonly timeline: Timeline
  private readonly callers: Callers
  private readonly ledger: Ledger
  private readonly invites = new Set<Invite>()
  private readonly callersIn = new Set<Caller>()
  private hearPulse: () => void = () => {}
  private hearCaller: ((caller: Caller) => void) | null = null
  private register: ((message: RegisterMessage) => Answer | null) | null = null

  private constructor(srf: ForeignSrf, callers: Callers, where: string, parts: SipLinkParts) {
    this.srf = srf
    this.callers = callers
    this.where = where
    this.timeline = parts.timeline
    this.ledger = parts.ledger
    srf.on('close', () => this.lose())
    srf.app.client.wp.on('msg', () => this.hearPulse())
    // Who is not answered by us is refused by the server, which a scanner takes for a sign of life.
    for (const verb of VERBS) srf.use(verb, (request, reply) => this.asked(request, reply))
  }

  /** @throws CarillonError when there is no server, or it does not know our secret. */
  static async connect(server: ServerAddress, parts: SipLinkParts): Promise<SipLink> {
    const { timeline } = parts
    const where = `${server.host}:${server.port}`
    const srf = newSrf()
    const callers: Callers = { trusted: new Set(), isPhone: () => false }
    const never = new Ended()
    const reply = await within({ timeline, limit: CONNECT_LIMIT, ended: never }, () =>
      knock(srf, server, callers),
    )
    if (reply.ok && reply.value === null) return new SipLink(srf, callers, where, parts)
    // One that is let in too late must not stay: it would be a second client of the server.
    srf.on('connect', () => disconnect(srf))
    disconnect(srf)
    if (reply.ok)
      throw new CarillonError(
        'TELEPHONY_REFUSED',
        `drachtio at ${where} does not accept our secret. Give the one it was started with.`,
      )
    throw new CarillonError(
      'TELEPHONY_UNREACHABLE',
      `drachtio at ${where} cannot be reached (${reply.why}). Is it running, and is the port right?`,
    )
  }

  /** INVITEs without a final response and dialogs that have not ended. */
  get inUse(): number {
    return this.invites.size + this.callersIn.size
  }

  /** Calls somebody. What comes of it is told to the listener, never within this call. */
  invite(invitation: Invitation, sdp: string | null, listener: InviteListener): CallInvited {
    const hangUp = (id: string): void => void this.hangUpOrphan(id)
    const known = (held: Held): void => this.ledger.hold({ server: this.where, held }, this)
    const invite = new Invite({ timeline: this.timeline, listener, hangUp, known })
    this.invites.add(invite)
    invite.over.onto(() => {
      this.invites.delete(invite)
      // What the server still has when its connection is lost is for the next one to end.
      if (!this.ended.yes && invite.held !== null)
        this.ledger.letGo({ server: this.where, held: invite.held })
    })
    invite.send(this.srf, invitation, sdp)
    return invite
  }

  /**
   * Asks the server for a word. The library's own pings are sent, and nobody minds their answers.
   *
   * @returns a promise of the next one, whatever it is about.
   */
  pulse(): Promise<void> {
    const { wp, mapServer } = this.srf.app.client
    return new Promise(resolve => {
      this.hearPulse = resolve
      for (const socket of mapServer.keys()) wp.send(socket, 'ping')
    })
  }

  /** Whose requests are answered: those of the carriers, by their addresses. */
  trust(addresses: Iterable<string>): void {
    this.callers.trusted = new Set(addresses)
  }

  /** Has calls from carriers handed over; without this nobody is there. */
  onCaller(hear: (caller: Caller) => void): void {
    this.hearCaller = hear
  }

  /** Has REGISTERs answered; null: with nothing at all. */
  onRegister(answer: (message: RegisterMessage) => Answer | null): void {
    this.register = answer
  }

  /** Has calls of registered phones refused at once: nobody is reached so. */
  onPhone(isPhone: (invite: CallMessage) => boolean): void {
    this.callers.isPhone = isPhone
  }

  /**
   * Asks somebody whether they are there (RFC 3261, section 11): any response says so.
   *
   * @param proxy where the question is sent when that is not the host of `uri`.
   * @returns null when they are, else why not.
   */
  async probe(uri: string, from: string, proxy?: string): Promise<Fault | null> {
    const bounds = { timeline: this.timeline, limit: PROBE_LIMIT, ended: this.ended }
    const reply = await within(bounds, () => optionsTo(this.srf, { uri, from, proxy }))
    if (!reply.ok) return unsentFor(reply.why) ?? 'silent'
    return reply.value.source_address ? null : (faultOf(reply.value) ?? 'silent')
  }

  /**
   * Ends what connections before this one left on the server: an INVITE that is still ringing is
   * taken back, and an answer that crosses this is acknowledged and hung up by the server itself; a
   * dialog is hung up, one whose answer nobody has acknowledged included.
   */
  async endLeft(): Promise<void> {
    const { where: server, ledger } = this
    const left = ledger.leftOn(server).filter(held => held.kind === 'call')
    const end = async (held: (typeof left)[number]): Promise<void> => {
      const known = await Promise.all([
        this.takeBack(held.transaction),
        this.hangUpOrphan(held.dialog),
      ])
      // The server that placed it is gone, and another one of its name has come.
      if (!known.includes(true) && held.goodbye !== null) await this.sayGoodbye(held.goodbye)
      if (!this.ended.yes) ledger.letGo({ server, held })
    }
    await Promise.all(left.map(end))
  }

  /**
   * Hangs up whoever was called over servers that are not there, perhaps not even in the settings
   * any more. One that is there after all ends its own as well: a second BYE does no harm.
   *
   * @param known the servers of the settings; what was held on others is nobody's business then.
   */
  endElsewhere(known: readonly string[]): void {
    for (const server of this.ledger.withCallsLeft)
      if (server !== this.where) void this.endFor(server, !known.includes(server))
  }

  /**
   * Hangs up whoever was called over another server, which is gone.
   *
   * @param forGood it does not come back, and will not be asked itself.
   */
  async endFor(server: string, forGood = false): Promise<void> {
    const { ledger } = this
    const left = ledger.leftOn(server).filter(held => held.kind === 'call')
    await Promise.all(left.map(({ goodbye }) => goodbye && this.sayGoodbye(goodbye)))
    if (forGood && !this.ended.yes) for (const held of left) ledger.letGo({ server, held })
  }

  /** @returns whether the server knows of it. */
  private async takeBack(transaction: string): Promise<boolean> {
    // Somebody else's INVITE is not ours to take back.
    if (transaction === '') return false
    const bounds = { timeline: this.timeline, limit: CANCEL_LIMIT, ended: this.ended }
    return (await within(bounds, () => cancelOf(this.srf, transaction))).ok
  }

  /**
   * Hangs up a dialog that nobody here knows (RFC 3261, section 15).
   *
   * @returns whether the server knows of it.
   */
  private async hangUpOrphan(id: string): Promise<boolean> {
    const bounds = { timeline: this.timeline, limit: BYE_LIMIT, ended: this.ended }
    const reply = await within(bounds, () => byeTo(this.srf, id))
    return reply.ok || !NO_DIALOG.test(reply.why)
  }

  private async sayGoodbye({ uri, proxy, headers }: Goodbye): Promise<void> {
    const bounds = { timeline: this.timeline, limit: BYE_LIMIT, ended: this.ended }
    const way = proxy === null ? {} : { proxy }
    await within(bounds, () => ask(this.srf, { uri, method: 'BYE', headers, ...way }))
  }

  /** Says goodbye to the server. */
  close(): void {
    this.lose()
    disconnect(this.srf)
  }

  /** What gets here is from a carrier, or wants to register. */
  private asked(request: ForeignArrival, reply: ForeignReply): void {
    if (request.method === 'OPTIONS') return reply.send(200)
    if (request.method === 'INVITE') return this.called(request, reply)
    if (request.method !== 'REGISTER') return reply.send(405)
    const { status, headers } = this.register?.(request) ?? {}
    if (status !== undefined) reply.send(status, { headers: { ...headers } })
  }

  private called(request: ForeignArrival, reply: ForeignReply): void {
    // A phone that stands where a carrier does is a phone still: nobody else has its place.
    if (this.callers.isPhone(request)) return reply.send(FORBIDDEN, CALLED_HERE)
    const { where: server, srf, timeline } = this
    const known = (held: Held): void => this.ledger.hold({ server, held }, this)
    const caller = new Caller(request, reply, { srf, timeline, known })
    this.callersIn.add(caller)
    caller.over.onto(() => {
      this.callersIn.delete(caller)
      if (!this.ended.yes && caller.held !== null) this.ledger.letGo({ server, held: caller.held })
    })
    if (this.hearCaller === null) caller.decline(UNAVAILABLE)
    else this.hearCaller(caller)
  }

  private lose(): void {
    this.ended.say()
    for (const caller of this.callersIn) caller.over.say()
    for (const invite of this.invites) invite.over.say()
  }
}

/** Whose requests are taken: by their addresses, and phones that are registered. */
interface Callers {
  trusted: ReadonlySet<string>
  isPhone: (invite: CallMessage) => boolean
}

const VERBS = [
  'info',
  'invite',
  'message',
  'notify',
  'options',
  'publish',
  'register',
  'subscribe',
] as const

/** @returns null when we are let in, else why the server does not want us. */
function knock(srf: ForeignSrf, server: ServerAddress, callers: Callers): Promise<string | null> {
  return new Promise((resolve, reject) => {
    // Heard for good: an error event that nobody hears ends the process.
    srf.on('error', reject)
    srf.on('close', () => reject(new Error('it closed the connection')))
    srf.on('connect', error => resolve(error === null ? null : error.message))
    const { host, port, secret } = server
    srf.connect({ host, port, secret, enablePing: false, reconnect: { maxAttempts: 1 } })
    guard(srf, callers)
  })
}

/** Resolves when the CANCEL is on its way (RFC 3261, section 9); rejects when there is nothing. */
function cancelOf(srf: ForeignSrf, transaction: string): Promise<void> {
  const request = { uri: 'sip:placeholder', method: 'CANCEL', stackTxnId: transaction }
  return new Promise((resolve, reject) => {
    srf.request(request, error => (error === null ? resolve() : reject(error)))
  })
}

function byeTo(srf: ForeignSrf, id: string): Promise<ForeignMessage> {
  return ask(srf, { uri: 'sip:placeholder', method: 'BYE', stackDialogId: id })
}

function optionsTo(
  srf: ForeignSrf,
  {
    uri,
    from: From,
    proxy,
  }: { readonly uri: string; readonly from: string; readonly proxy: string | undefined },
): Promise<ForeignMessage> {
  const way = proxy === undefined ? {} : { proxy }
  return ask(srf, { uri, method: 'OPTIONS', headers: { From }, ...way })
}
