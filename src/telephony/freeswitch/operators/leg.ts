import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { LegEvent } from '../../call-event.ts'
import type { Endpoints } from '../endpoints.ts'
import type { Phone } from '../phone-book.ts'
import {
  type LegEffect,
  type LegInput,
  newLeg,
  type OperatorLeg,
  stepLeg,
} from '../rules/operator-leg.ts'
import type { FreeSwitchSettings } from '../settings.ts'
import type { Endpoint, Room } from '../wire/endpoint.ts'
import type { CallInvited } from '../wire/invite.ts'
import type { SipDialog } from '../wire/sip-dialog.ts'
import type { SipLink } from '../wire/sip-link.ts'

/** What a leg needs of whoever keeps the legs. */
export interface LegKeeper {
  readonly timeline: Timeline
  tell(event: LegEvent): void
  /** The leg is over. Asked before that is told. */
  fallen(leg: Leg): void
}

/** What a leg is made with. */
export interface LegParts {
  readonly operator: OperatorId
  readonly phone: Phone
  readonly sip: SipLink
  readonly endpoints: Endpoints
  readonly settings: Pick<FreeSwitchSettings, 'operatorRingLimit' | 'conferenceProfile'>
  readonly keeper: LegKeeper
}

/** An operator's phone, called once and held in a room of its own until either side ends it. */
export class Leg {
  readonly operator: OperatorId
  /** The call that the operator is joined to, or will be. */
  attempt: AttemptId | null = null
  /** Resolves when whoever was in the room before is out of it. */
  vacated: Promise<unknown> = Promise.resolve()
  private readonly parts: LegParts
  private state: OperatorLeg
  private endpoint: Endpoint | null = null
  private invited: CallInvited | null = null
  private dialog: SipDialog | null = null
  private ourSdp = ''
  private cancelRingLimit: Cancel = () => {}

  constructor(parts: LegParts) {
    this.parts = parts
    this.operator = parts.operator
    this.state = newLeg(parts.operator)
  }

  /** Whether the operator can be joined to a call. */
  get up(): boolean {
    return this.state.phase === 'up'
  }

  /** The operator's own room; null while there is none. A new leg has a new one. */
  get room(): Room | null {
    if (this.endpoint === null) return null
    const { conferenceProfile: profile } = this.parts.settings
    return { name: `carillon-${this.endpoint.uuid}`, profile }
  }

  /** The SIP dialog that is up; null: none. */
  get dialogId(): string | null {
    return this.dialog === null || this.dialog.ended.yes ? null : this.dialog.id
  }

  /** Calls the phone. */
  async start(): Promise<void> {
    const { endpoints, keeper, settings } = this.parts
    const ringLimitOver = (): void => this.step({ kind: 'ringLimit' })
    this.cancelRingLimit = keeper.timeline.after(settings.operatorRingLimit, ringLimitOver)
    const reply = await endpoints.take()
    if (!reply.ok) return this.step({ kind: 'mediaFailed' })
    if (this.state.phase === 'over') return endpoints.give(reply.value)
    this.endpoint = reply.value
    this.endpoint.listen({ gone: () => this.step({ kind: 'mediaFailed' }), digit: () => {} })
    this.step({ kind: 'mediaReady' })
  }

  /** Lets something happen to the leg. */
  step(input: LegInput): void {
    const { state, effects } = stepLeg(this.state, input)
    const ends = state.phase === 'over' && this.state.phase !== 'over'
    this.state = state
    if (state.phase === 'up' || ends) this.cancelRingLimit()
    if (ends) this.parts.keeper.fallen(this)
    for (const effect of effects) this.perform(effect)
  }

  private perform(effect: LegEffect): void {
    switch (effect.kind) {
      case 'tell':
        return this.parts.keeper.tell(effect.event)
      case 'invite':
        return this.invite()
      case 'cancel':
        return this.invited?.cancel()
      case 'bye':
        return void this.dialog?.bye()
      case 'enter':
        return void this.enter()
      case 'release':
        return this.release()
    }
  }

  private invite(): void {
    const { sip, phone } = this.parts
    const invitation = { ...phone, headers: { From: '<sip:carillon@localhost>' } }
    this.invited = sip.invite(invitation, this.endpoint!.offer, {
      sent: () => {},
      provisional: () => {},
      answered: dialog => {
        this.dialog = dialog
        this.step({ kind: 'answered' })
        dialog.listen({ bye: () => this.step({ kind: 'bye' }), offer: sdp => this.attach(sdp) })
      },
      refused: final => this.step({ kind: 'refused', final }),
      vanished: () => this.step({ kind: 'lost' }),
    })
  }

  private async enter(): Promise<void> {
    const answer = await this.attach(this.dialog!.remoteSdp)
    const { endpoint, room } = this
    if (answer === null || endpoint === null || room === null)
      return this.step({ kind: 'mediaFailed' })
    const reply = await endpoint.join(room)
    this.step({ kind: reply.ok ? 'joined' : 'mediaFailed' })
  }

  /** @returns our answer, or null when there is none. An offer without SDP asks for ours. */
  private async attach(sdp: string): Promise<string | null> {
    if (sdp === '' && this.ourSdp !== '') return this.ourSdp
    const reply = await this.endpoint?.attach(sdp)
    if (!reply?.ok) return null
    this.ourSdp = reply.value
    return reply.value
  }

  private release(): void {
    const { endpoint } = this
    this.endpoint = null
    if (endpoint !== null) void this.parts.endpoints.give(endpoint)
  }
}
