import { type Duration, seconds } from '../../../base/duration.ts'
import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { CallEvent } from '../../call-event.ts'
import type { Endpoints } from '../endpoints.ts'
import {
  type Callee,
  type CalleeEffect,
  type CalleeInput,
  newCallee,
  stepCallee,
} from '../rules/callee.ts'
import type { Invitation } from '../rules/invitation.ts'
import { progressOf } from '../rules/progress.ts'
import type { Endpoint, Room } from '../wire/endpoint.ts'
import type { CallInvited } from '../wire/invite.ts'
import type { SipDialog } from '../wire/sip-dialog.ts'
import type { SipLink } from '../wire/sip-link.ts'

/**
 * How long a call that was taken back may stay without an end. A far side that says nothing at all
 * is given up by the server after 32 s (RFC 3261, timer B); beyond that the server has forgotten
 * it.
 */
const GIVE_UP_AFTER: Duration = seconds(40)

/** What a call needs of whoever keeps the calls. */
export interface CallKeeper {
  readonly timeline: Timeline
  tell(event: CallEvent): void
  /** What FreeSWITCH plays for a message. */
  soundOf(message: string): string
  /**
   * Gives the operator's leg to the call at once, and resolves to their room when nobody else is
   * left in it; to null when it cannot be had.
   */
  roomFor(attempt: AttemptId, operator: OperatorId): Promise<Room | null>
  /** The call lets go of the operator's leg; `out` resolves when it is out of their room. */
  parted(attempt: AttemptId, operator: OperatorId, out: Promise<unknown>): void
  /** The call is over; what is left of it goes by itself. */
  over(attempt: AttemptId): void
}

/** What a call is made with. */
export interface CallParts {
  readonly attempt: AttemptId
  readonly invitation: Invitation
  readonly ringLimit: Duration
  readonly sip: SipLink
  readonly endpoints: Endpoints
  readonly keeper: CallKeeper
}

/** One call as it lives on the servers: it does what its machine says and tells it what happens. */
export class Call {
  private readonly parts: CallParts
  private state: Callee
  private endpoint: Endpoint | null = null
  private invited: CallInvited | null = null
  private dialog: SipDialog | null = null
  /** The session description of a provisional response: an answer need not repeat it. */
  private earlySdp = ''
  /** What we last answered the callee. */
  private ourSdp = ''
  /** Resolves when our media and the callee's know each other. */
  private attached: Promise<unknown> = Promise.resolve()
  /** Resolves when our media are out of the last room. */
  private out: Promise<unknown> = Promise.resolve()
  /** Takes back the ring limit, or what follows it. */
  private cancelLimit: Cancel = () => {}

  constructor(parts: CallParts) {
    this.parts = parts
    this.state = newCallee(parts.attempt)
  }

  /** The SIP dialog that is up, for whoever must end it without this call; null: none. */
  get dialogId(): string | null {
    return this.dialog === null || this.dialog.ended.yes ? null : this.dialog.id
  }

  /** Places the call. */
  async start(): Promise<void> {
    const { ringLimit, endpoints, keeper } = this.parts
    const ringLimitOver = (): void => this.step({ kind: 'ringLimit' })
    this.cancelLimit = keeper.timeline.after(ringLimit, ringLimitOver)
    const reply = await endpoints.take()
    if (!reply.ok) return this.step({ kind: 'mediaFailed' })
    if (this.state.phase === 'over') return endpoints.give(reply.value)
    this.endpoint = reply.value
    this.endpoint.listen({
      gone: () => this.step({ kind: 'mediaFailed' }),
      digit: digit => this.step({ kind: 'digit', digit }),
    })
    this.step({ kind: 'mediaReady' })
  }

  /** Lets something happen to the call. */
  step(input: CalleeInput): void {
    const { operator } = this.state
    const { state, effects } = stepCallee(this.state, input)
    const ends = state.phase === 'over' && this.state.phase !== 'over'
    this.state = state
    if (state.phase !== 'preparing' && state.phase !== 'placed') this.cancelLimit()
    const { attempt, keeper } = this.parts
    if (ends) keeper.over(attempt)
    for (const effect of effects) this.perform(effect)
    if (operator !== null && state.operator === null) keeper.parted(attempt, operator, this.out)
  }

  private perform(effect: CalleeEffect): void {
    switch (effect.kind) {
      case 'tell':
        return this.parts.keeper.tell(effect.event)
      case 'invite':
        return this.invite()
      case 'cancel':
        return this.cancel()
      case 'bye':
        return void this.dialog?.bye().then(() => this.step({ kind: 'byeDone' }))
      case 'attach':
        this.attached = this.attach(this.dialog?.remoteSdp || this.earlySdp)
        return
      case 'join':
        return void this.join(effect.operator, effect.turn)
      case 'leave':
        this.out = this.endpoint?.leave() ?? this.out
        return
      case 'play':
        return void this.play(effect.announcement.message, effect.turn)
      case 'stopPlaying':
        return void this.endpoint?.stopPlaying()
      case 'release':
        return this.release()
    }
  }

  private invite(): void {
    const { sip, invitation } = this.parts
    this.invited = sip.invite(invitation, this.endpoint!.offer, {
      sent: () => this.step({ kind: 'provisional', told: 'trying' }),
      provisional: (status, sdp) => {
        if (sdp !== '') this.earlySdp = sdp
        for (const told of progressOf(status, sdp !== '')) this.step({ kind: 'provisional', told })
      },
      answered: dialog => this.answered(dialog),
      refused: final => this.step({ kind: 'refused', final }),
      vanished: () => this.step({ kind: 'lost' }),
    })
  }

  private cancel(): void {
    this.invited?.cancel()
    this.cancelLimit()
    const giveUp = (): void => this.step({ kind: 'lost' })
    if (this.state.phase === 'placed')
      this.cancelLimit = this.parts.keeper.timeline.after(GIVE_UP_AFTER, giveUp)
  }

  private answered(dialog: SipDialog): void {
    this.dialog = dialog
    this.step({ kind: 'answered' })
    dialog.listen({
      bye: ({ from, q850 }) => this.step({ kind: 'bye', from, q850 }),
      offer: sdp => this.attach(sdp),
    })
  }

  /** @returns our answer, or null when there is none. An offer without SDP asks for ours. */
  private async attach(sdp: string): Promise<string | null> {
    if (sdp === '' && this.ourSdp !== '') return this.ourSdp
    const reply = await this.endpoint?.attach(sdp)
    if (!reply?.ok) return null
    this.ourSdp = reply.value
    return reply.value
  }

  private async join(operator: OperatorId, turn: number): Promise<void> {
    const room = await this.parts.keeper.roomFor(this.parts.attempt, operator)
    await this.attached
    if (this.state.turn !== turn || this.state.phase !== 'joining') return
    const reply = room === null ? null : await this.endpoint?.join(room)
    this.step({ kind: reply?.ok ? 'joined' : 'joinFailed', turn })
  }

  private async play(message: string, turn: number): Promise<void> {
    await this.attached
    if (this.state.turn !== turn || this.state.phase !== 'announcing') return
    const reply = await this.endpoint?.play(this.parts.keeper.soundOf(message))
    this.step({ kind: 'played', turn, completed: reply?.ok ?? false })
  }

  private release(): void {
    const { endpoint } = this
    if (endpoint === null) return
    this.endpoint = null
    this.out = this.parts.endpoints.give(endpoint)
  }
}
