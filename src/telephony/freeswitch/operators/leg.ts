import { type Duration, seconds } from '../../../base/duration.ts'
import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { LegEvent } from '../../call-event.ts'
import type { LegCall } from '../../port.ts'
import type { Endpoints } from '../endpoints.ts'
import type { Phone } from '../phone-book.ts'
import { autoAnswerHeaders } from '../rules/auto-answer.ts'
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
import { failure, type Reply } from '../wire/within.ts'
import { callPhones } from './call-phones.ts'
import { SILENCE_FIRST, silenceAfter } from './silence.ts'

/**
 * How long a phone stays in a call without media, when the media server is gone: it is back sooner,
 * and many phones hang up by themselves after some 30 s of silence.
 */
export const BARE_LIMIT: Duration = seconds(30)

/** What a leg needs of whoever keeps the legs. */
export interface LegKeeper {
  readonly timeline: Timeline
  tell(event: LegEvent): void
  /**
   * Its media are gone: whoever was joined to it is alone. That the leg is down is told before what
   * becomes of the call: who could not be joined to a leg that is gone has no broken phone.
   */
  dropped(leg: Leg): void
  /** The leg is over. */
  fallen(leg: Leg): void
}

/** What a leg is made with. */
export interface LegParts {
  readonly operator: OperatorId
  readonly phone: Phone
  readonly call: LegCall | null
  readonly sip: SipLink
  /** The SIP server over which one of the devices is called. */
  readonly wayTo: (device: Phone) => SipLink
  readonly endpoints: Endpoints
  readonly settings: Pick<
    FreeSwitchSettings,
    'operatorRingLimit' | 'conferenceProfile' | 'autoAnswer'
  >
  readonly keeper: LegKeeper
}

/** An operator's phone, called once and held in a room of its own until either side ends it. */
export class Leg {
  readonly operator: OperatorId
  /** The call that the operator is joined to, or will be. */
  attempt: AttemptId | null = null
  /** Resolves when whoever was in the room before is out of it. */
  vacated: Promise<unknown> = Promise.resolve()
  /** Resolves when the leg has media, or will not have them any more. */
  whole: Promise<unknown> = Promise.resolve()
  /** Whose guest it is, or was last; null: nobody's. */
  host: Leg | null = null
  /** Whether the operator's microphone is closed. */
  muted = false
  /** Of the media server that it is on. */
  endpoints: Endpoints
  /** The server that carries its signalling. */
  sip: SipLink
  /** The SIP URI of the device that is in the call. */
  device = ''
  private readonly parts: LegParts
  private state: OperatorLeg
  private endpoint: Endpoint | null = null
  private invited: CallInvited | null = null
  private dialog: SipDialog | null = null
  private roomName = ''
  /** The room of somebody else that it is to be in; null: its own. */
  private place: Room | null = null
  /** Resolves when it is where it was last sent to. */
  private moved: Promise<boolean> = Promise.resolve(true)
  private ourSdp = ''
  /** How long nothing may come from the phone, and since when; that is reckoned monotonic. */
  private silence: Duration = SILENCE_FIRST
  private heardSince = 0
  /** Whether it was asked in its call because it does not answer elsewhere. */
  private doubted = false
  private cancelLimit: Cancel = () => {}

  constructor(parts: LegParts) {
    this.parts = parts
    this.sip = parts.sip
    this.endpoints = parts.endpoints
    this.operator = parts.operator
    this.state = newLeg(parts.operator)
  }

  /** Whether the operator can be joined to a call, now or as soon as the leg is whole. */
  get up(): boolean {
    return this.state.phase === 'up' || (this.state.phase === 'mending' && this.state.toldUp)
  }

  /** Whether it is up, and given to no call. */
  get isFree(): boolean {
    return this.up && this.attempt === null
  }

  /** Its channel; null while it is not up. */
  get channel(): string | null {
    return this.state.phase === 'up' ? (this.endpoint?.uuid ?? null) : null
  }

  /** Whether the phone is in its call, and the call without media. */
  get bare(): boolean {
    return this.state.phase === 'bare'
  }

  /**
   * The operator's own room; null while there is none. It stays the same for as long as the phone
   * is in its call: whoever is in it waits there for media that are made anew.
   */
  get room(): Room | null {
    if (this.roomName === '') return null
    return { name: this.roomName, profile: this.parts.settings.conferenceProfile }
  }

  /**
   * Takes it to somebody else's room; null: back to its own. @returns whether it is there, which is
   * not so for one that was to go elsewhere meanwhile.
   */
  goTo(place: Room | null): Promise<boolean> {
    this.place = place
    const go = async (): Promise<boolean> => {
      await this.whole
      const { endpoint } = this
      if (this.place !== place || endpoint === null || this.state.phase !== 'up') return false
      await endpoint.leave()
      const { ok } = await this.enterRoom(endpoint)
      if (!ok && this.endpoint === endpoint) this.step({ kind: 'mediaFailed' })
      return ok
    }
    this.moved = this.moved.then(go)
    return this.moved
  }

  /** Closes or opens the operator's microphone, until it is said otherwise. */
  async mute(on: boolean): Promise<boolean> {
    this.muted = on
    return (await this.endpoint?.mute(on))?.ok ?? false
  }

  /** Calls the phone. */
  async start(): Promise<void> {
    const { keeper, settings, call } = this.parts
    const ringLimitOver = (): void => this.step({ kind: 'ringLimit' })
    this.cancelLimit = keeper.timeline.after(
      call?.ringLimit ?? settings.operatorRingLimit,
      ringLimitOver,
    )
    if (await this.takeEndpoint()) this.step({ kind: 'mediaReady' })
  }

  /**
   * Its phone does not answer questions outside its call: it is asked in there, once, for some
   * phones never answer others. Not in mid-talk: whoever is heard is there, and of whom nothing
   * comes FreeSWITCH says so.
   */
  doubt(): void {
    if (this.doubted || !this.isFree) return
    this.doubted = true
    this.step({ kind: 'doubted' })
  }

  /** Its phone answers again. */
  trust(): void {
    this.doubted = false
  }

  /** Makes it whole again where its phone is still in the call. */
  raise(endpoints: Endpoints): void {
    this.endpoints = endpoints
    this.step({ kind: 'raised' })
  }

  /** Takes it to another media server. Resolves when it is whole there, or is not up any more. */
  async moveTo(endpoints: Endpoints): Promise<void> {
    await this.whole
    if (this.endpoints === endpoints || this.state.phase !== 'up') return
    this.endpoints = endpoints
    this.step({ kind: 'moved' })
    await this.whole
  }

  /** Lets something happen to the leg. */
  step(input: LegInput): void {
    const before = this.state.phase
    const { state, effects } = stepLeg(this.state, input)
    this.state = state
    const { phase } = state
    if (phase === before) return this.performAll(effects)
    if (phase === 'up' || phase === 'mending' || phase === 'over') this.cancelLimit()
    this.performAll(effects)
    if (phase === 'bare') this.parts.keeper.dropped(this)
    if (phase === 'over') this.parts.keeper.fallen(this)
  }

  private performAll(effects: readonly LegEffect[]): void {
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
        return void this.enter(this.dialog!.remoteSdp)
      case 'mend':
        this.whole = this.mend()
        return
      case 'wait':
        return this.wait()
      case 'release':
        return this.release()
    }
  }

  /** @returns whether there is one, and the leg still wants it. */
  private async takeEndpoint(): Promise<boolean> {
    const { endpoints } = this
    const { phase } = this.state
    const reply = await endpoints.take()
    if (this.state.phase !== phase) {
      if (reply.ok) await endpoints.give(reply.value)
      return false
    }
    if (!reply.ok) {
      this.step({ kind: 'mediaFailed' })
      return false
    }
    const endpoint = reply.value
    this.endpoint = endpoint
    endpoint.listen({ gone: () => this.loseEndpoint(), digit: () => {} })
    if (this.roomName === '') this.roomName = `carillon-${endpoint.uuid}`
    await endpoint.limitSilence(this.silence)
    return this.endpoint === endpoint
  }

  /** Most often because nothing has come from the phone for as long as it may be quiet. */
  private loseEndpoint(): void {
    const lasted = this.parts.keeper.timeline.monotonic() - this.heardSince
    this.silence = silenceAfter(this.silence, lasted)
    this.step({ kind: 'mediaFailed' })
  }

  private invite(): void {
    const { wayTo, phone, call, settings } = this.parts
    const headers = {
      From: '<sip:carillon@localhost>',
      ...(call?.answersItself ? autoAnswerHeaders(settings.autoAnswer) : {}),
    }
    const sdp = this.endpoint!.offer
    this.invited = callPhones(
      wayTo,
      { phone, headers, sdp },
      {
        answered: (dialog, sip, { uri }) => {
          this.sip = sip
          this.device = uri
          this.dialog = dialog
          this.step({ kind: 'answered' })
          dialog.listen({
            // Our own server's goodbye to a phone that is silent is no hanging up.
            bye: ({ from }) => this.step({ kind: from === 'callee' ? 'bye' : 'lost' }),
            offer: sdp => this.attach(sdp),
          })
        },
        refused: final => this.step({ kind: 'refused', final }),
        vanished: () => this.step({ kind: 'lost' }),
      },
    )
  }

  private async enter(remoteSdp: string): Promise<void> {
    const { endpoint } = this
    const answer = await this.attach(remoteSdp)
    if (this.endpoint !== endpoint) return
    if (answer === null || endpoint === null) return this.step({ kind: 'mediaFailed' })
    const reply = await this.enterRoom(endpoint)
    if (this.endpoint === endpoint) this.step({ kind: reply.ok ? 'joined' : 'mediaFailed' })
  }

  private async enterRoom(endpoint: Endpoint): Promise<Reply<void>> {
    const room = this.place ?? this.room
    if (room === null) return failure('it has no room')
    const reply = await endpoint.join(room)
    if (reply.ok && this.muted) await endpoint.mute(true)
    return reply
  }

  /** Offers new media to the phone in the call it is in (RFC 3261, section 14). */
  private async mend(): Promise<void> {
    if (!(await this.takeEndpoint())) return
    const { endpoint } = this
    const reply = await this.dialog!.modify(endpoint!.offer)
    if (this.endpoint !== endpoint) return
    if (reply.ok) await this.enter(reply.value)
    else this.step({ kind: 'unanswered' })
  }

  private wait(): void {
    const limitOver = (): void => this.step({ kind: 'bareLimit' })
    this.cancelLimit = this.parts.keeper.timeline.after(BARE_LIMIT, limitOver)
  }

  /** @returns our answer, or null when there is none. An offer without SDP asks for ours. */
  private async attach(sdp: string): Promise<string | null> {
    if (sdp === '' && this.ourSdp !== '') return this.ourSdp
    const reply = await this.endpoint?.attach(sdp)
    if (!reply?.ok) return null
    this.ourSdp = reply.value
    this.heardSince = this.parts.keeper.timeline.monotonic()
    return reply.value
  }

  private release(): void {
    const { endpoint } = this
    this.endpoint = null
    if (endpoint !== null) void this.endpoints.give(endpoint)
  }
}
