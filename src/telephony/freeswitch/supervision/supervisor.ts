import { type Duration, seconds } from '../../../base/duration.ts'
import type { OperatorId, SupervisorId } from '../../../base/id.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { SupervisionEnd, SupervisionEvent, SupervisionWay } from '../../supervision.ts'
import { digitOfInfo } from '../calls/info-digit.ts'
import type { Endpoints } from '../endpoints.ts'
import type { Place } from '../farm/farm.ts'
import { callPhones } from '../operators/call-phones.ts'
import type { Leg } from '../operators/leg.ts'
import type { Phone } from '../phone-book.ts'
import type { Final } from '../rules/outcome.ts'
import type { Endpoint } from '../wire/endpoint.ts'
import type { CallInvited } from '../wire/invite.ts'
import type { SipDialog } from '../wire/sip-dialog.ts'
import type { SipLink } from '../wire/sip-link.ts'

/** How long FreeSWITCH may take to let somebody in, and to hear a key. */
const HEED_LIMIT: Duration = seconds(4)

/**
 * Keys by which `eavesdrop` is told whom to let hear the supervisor. They may be pressed on their
 * phone as well.
 */
const KEYS: Readonly<Record<SupervisionWay, string>> = { listen: '0', whisper: '2', barge: '3' }

/** What a supervisor's call is made with. */
export interface SupervisorParts {
  readonly supervisor: SupervisorId
  readonly phone: Phone
  readonly ringLimit: Duration
  readonly servers: SupervisorServers
  readonly timeline: Timeline
  /** An operator's leg; undefined: they have none. */
  legOf(operator: OperatorId): HeardLeg | undefined
  /** Where somebody at a place finds the media server of `to`. */
  bringTo(to: Endpoints, from: Place): Endpoints
  tell(event: SupervisionEvent): void
  /** The call is over; asked before that is told. */
  over(): void
}

/** What a supervisor's call goes over. */
export interface SupervisorServers extends Place {
  /** The SIP server over which one of the devices is called. */
  readonly wayTo: (device: Phone) => SipLink
}

/** An operator's leg, as far as supervisors look at it. */
export type HeardLeg = Pick<Leg, 'up' | 'whole' | 'channel' | 'endpoints'>

/** Whom a supervisor wants to be with, and how. */
export interface Wish {
  readonly operator: OperatorId
  readonly way: SupervisionWay
}

/**
 * A supervisor's phone, called once. Their channel listens on the operator's, outside any room:
 * whoever comes or goes there, a callee cannot hear a whisper even for a moment. When the
 * operator's
 * leg is taken to another media server they follow, in the call that their phone is in.
 */
export class Supervisor {
  /** Of the media server that they are on. */
  endpoints: Endpoints
  /** The server that carries their signalling. */
  sip: SipLink
  private readonly parts: SupervisorParts
  private wish: Wish
  /** What was last told; null: nothing yet. */
  private told: Wish | null = null
  /** Whose channel is listened to; null: nobody's. */
  private with: OperatorId | null = null
  /** The channel that was listened to last; null: none, or that was left of their own will. */
  private heard: string | null = null
  private endpoint: Endpoint | null = null
  private invited: CallInvited | null = null
  private dialog: SipDialog | null = null
  private ourSdp = ''
  private isOver = false
  /** Whether the listening was ended for another one. */
  private moves = false
  private cancelLimit: Cancel = () => {}

  constructor(parts: SupervisorParts, wish: Wish) {
    this.parts = parts
    this.endpoints = parts.servers.endpoints
    this.sip = parts.servers.sip
    this.wish = wish
  }

  /** Whom they are with, or want to be. */
  get operator(): OperatorId {
    return this.wish.operator
  }

  /** Whom they are with, or want to be, and how. */
  get wanted(): Wish {
    return this.wish
  }

  /** Calls the phone. */
  async start(): Promise<void> {
    const { timeline, ringLimit } = this.parts
    this.cancelLimit = timeline.after(ringLimit, () => this.end('noAnswer'))
    const endpoint = await this.takeEndpoint(this.endpoints)
    if (endpoint === null) this.end('failed')
    else this.invite(endpoint.offer)
  }

  /** Changes whom they are with, or how. */
  want(wish: Wish): void {
    const { operator } = wish
    if (!this.parts.legOf(operator)?.up) return this.end('operatorDown')
    this.wish = wish
    if (this.with === null) return
    // A star ends the listening; the next begins when it has.
    if (this.with === operator) this.press(KEYS[wish.way])
    else {
      this.moves = true
      this.press('*')
    }
  }

  /** Ends it, once. */
  end(why: SupervisionEnd): void {
    if (!this.part()) return
    const { supervisor, tell } = this.parts
    tell({ kind: 'supervisionEnded', supervisor, operator: this.wish.operator, why })
  }

  /** Ends it without a word, to be called anew. @returns false when it was over before. */
  part(): boolean {
    if (this.isOver) return false
    this.isOver = true
    this.cancelLimit()
    const { endpoint, dialog, invited } = this
    this.endpoint = null
    if (dialog === null) invited?.cancel()
    else void dialog.bye()
    if (endpoint !== null) void this.endpoints.give(endpoint)
    this.parts.over()
    return true
  }

  /** @returns one that is theirs from now on; null: there is none, or it is over. */
  private async takeEndpoint(endpoints: Endpoints): Promise<Endpoint | null> {
    const reply = await endpoints.take()
    if (!reply.ok) return null
    if (this.isOver) {
      void endpoints.give(reply.value)
      return null
    }
    const { endpoint: before, endpoints: there } = this
    this.endpoint = reply.value
    this.endpoints = endpoints
    before?.listen(null)
    if (before !== null) void there.give(before)
    this.endpoint.listen({ gone: () => this.end('failed'), digit: digit => this.pressed(digit) })
    // Who only listens may be quiet.
    await reply.value.limitSilence(null)
    return this.endpoint
  }

  private invite(sdp: string): void {
    const headers = { From: '<sip:carillon@localhost>' }
    this.invited = callPhones(
      this.parts.servers.wayTo,
      { phone: this.parts.phone, headers, sdp },
      {
        answered: (dialog, sip) => void this.answered(dialog, sip),
        refused: final => this.end(whyRefused(final)),
        vanished: () => this.end('failed'),
      },
    )
  }

  private async answered(dialog: SipDialog, sip: SipLink): Promise<void> {
    this.sip = sip
    dialog.listen({
      bye: () => this.end('hungUp'),
      offer: sdp => this.attach(sdp),
      info: (type, body) => {
        const key = digitOfInfo(type, body)
        if (key !== null) this.press(key)
      },
    })
    if (this.isOver) return void dialog.bye()
    this.dialog = dialog
    this.cancelLimit()
    if ((await this.attach(dialog.remoteSdp)) === null) return this.end('failed')
    while (!this.isOver) await this.follow(this.wish.operator)
  }

  /** Listens to one operator until their leg is, or another one is wanted. */
  private async follow(operator: OperatorId): Promise<void> {
    const leg = this.parts.legOf(operator)
    await leg?.whole
    if (this.isOver || operator !== this.wish.operator) return
    const channel = leg?.up ? leg.channel : null
    // One that is listened to no more though it is there has ended: that is only not known yet.
    if (leg === undefined || channel === null || channel === this.heard)
      return this.end('operatorDown')
    this.cancelLimit = this.parts.timeline.after(HEED_LIMIT, () => this.end('failed'))
    if (!(await this.bring(leg.endpoints))) return this.end('failed')
    this.heard = channel
    await this.endpoint?.eavesdrop(channel, () => {
      this.with = operator
      this.press(KEYS[this.wish.way])
    })
    this.with = null
    this.cancelLimit()
    if (this.moves) this.heard = null
    this.moves = false
  }

  /**
   * Takes them to the media server of a leg (RFC 3261, section 14).
   *
   * @returns whether they are there.
   */
  private async bring(to: Endpoints): Promise<boolean> {
    const { endpoints, sip, dialog } = this
    const there = this.parts.bringTo(to, { sip, endpoints })
    if (there === endpoints) return true
    const endpoint = await this.takeEndpoint(there)
    const reply = endpoint === null ? null : await dialog?.modify(endpoint.offer)
    return reply?.ok === true && (await this.attach(reply.value)) !== null
  }

  private press(key: string): void {
    void this.endpoint?.ask('uuid_recv_dtmf', key)
  }

  /** A key has been heard by FreeSWITCH, whoever pressed it. */
  private pressed(key: string): void {
    const { wish, with: operator } = this
    if (operator === null || operator !== wish.operator || this.moves) return
    // Nobody is to be heard by the callee alone.
    if (key === '1') return this.press(KEYS[wish.way])
    if (key === '*') return this.end('hungUp')
    const way = WAYS.find(one => KEYS[one] === key)
    if (way === undefined) return
    this.cancelLimit()
    this.wish = { operator, way }
    if (this.told?.operator === operator && this.told.way === way) return
    this.told = this.wish
    this.parts.tell({ kind: 'supervising', supervisor: this.parts.supervisor, operator, way })
  }

  /** @returns our answer, or null when there is none. An offer without SDP asks for ours. */
  private async attach(sdp: string): Promise<string | null> {
    if (sdp === '' && this.ourSdp !== '') return this.ourSdp
    const reply = await this.endpoint?.attach(sdp)
    if (!reply?.ok) return null
    this.ourSdp = reply.value
    return reply.value
  }
}

const WAYS = Object.keys(KEYS) as SupervisionWay[]

function whyRefused({ ours, status }: Final): SupervisionEnd {
  if (ours) return 'failed'
  return status === 408 || status === 480 || status === 487 ? 'noAnswer' : 'refused'
}
