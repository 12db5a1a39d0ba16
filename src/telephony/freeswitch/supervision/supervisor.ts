import { type Duration, seconds } from '../../../base/duration.ts'
import type { OperatorId, SupervisorId } from '../../../base/id.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { SupervisionEnd, SupervisionEvent, SupervisionWay } from '../../supervision.ts'
import { digitOfInfo } from '../calls/info-digit.ts'
import type { Endpoints } from '../endpoints.ts'
import { callPhones } from '../operators/call-phones.ts'
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
  /** The SIP server over which one of the devices is called. */
  readonly wayTo: (device: Phone) => SipLink
  readonly endpoints: Endpoints
  readonly timeline: Timeline
  /** The channel of an operator's leg; null: it is not up. */
  channelOf(operator: OperatorId): string | null
  tell(event: SupervisionEvent): void
  /** The call is over; asked before that is told. */
  over(): void
}

/** Whom a supervisor wants to be with, and how. */
export interface Wish {
  readonly operator: OperatorId
  readonly way: SupervisionWay
}

/**
 * A supervisor's phone, called once. Their channel listens on the operator's, outside any room:
 * whoever comes or goes there, a callee cannot hear a whisper even for a moment.
 */
export class Supervisor {
  private readonly parts: SupervisorParts
  private wish: Wish
  /** What was last told; null: nothing yet. */
  private told: Wish | null = null
  /** Whose channel is listened to; null: nobody's. */
  private with: OperatorId | null = null
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
    this.wish = wish
  }

  /** Whom they are with, or want to be. */
  get operator(): OperatorId {
    return this.wish.operator
  }

  /** Of the media server that they are on. */
  get endpoints(): Endpoints {
    return this.parts.endpoints
  }

  /** Calls the phone. */
  async start(): Promise<void> {
    const { endpoints, timeline, ringLimit } = this.parts
    this.cancelLimit = timeline.after(ringLimit, () => this.end('noAnswer'))
    const reply = await endpoints.take()
    if (this.isOver) return void (reply.ok && endpoints.give(reply.value))
    if (!reply.ok) return this.end('failed')
    this.endpoint = reply.value
    this.endpoint.listen({ gone: () => this.end('failed'), digit: digit => this.pressed(digit) })
    this.invite(this.endpoint.offer)
  }

  /** Changes whom they are with, or how. */
  want(wish: Wish): void {
    const { operator } = wish
    if (this.parts.channelOf(operator) === null) return this.end('operatorDown')
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
    if (this.isOver) return
    this.isOver = true
    this.cancelLimit()
    const { endpoint, dialog, invited } = this
    this.endpoint = null
    if (dialog === null) invited?.cancel()
    else void dialog.bye()
    if (endpoint !== null) void this.parts.endpoints.give(endpoint)
    const { supervisor, over, tell } = this.parts
    over()
    tell({ kind: 'supervisionEnded', supervisor, operator: this.wish.operator, why })
  }

  private invite(sdp: string): void {
    const headers = { From: '<sip:carillon@localhost>' }
    this.invited = callPhones(
      this.parts.wayTo,
      { phone: this.parts.phone, headers, sdp },
      {
        answered: dialog => void this.answered(dialog),
        refused: final => this.end(whyRefused(final)),
        vanished: () => this.end('failed'),
      },
    )
  }

  private async answered(dialog: SipDialog): Promise<void> {
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

  /** Listens to one operator until they are gone, or another one is wanted. */
  private async follow(operator: OperatorId): Promise<void> {
    const { timeline, channelOf } = this.parts
    const channel = channelOf(operator)
    if (channel === null || this.endpoint === null) return this.end('operatorDown')
    this.cancelLimit = timeline.after(HEED_LIMIT, () => this.end('failed'))
    await this.endpoint.eavesdrop(channel, () => {
      this.with = operator
      this.press(KEYS[this.wish.way])
    })
    this.with = null
    this.cancelLimit()
    if (!this.moves) this.end('operatorDown')
    this.moves = false
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
