import { type Duration, seconds } from '../../../base/duration.ts'
import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { CallEvent } from '../../call-event.ts'
import type { RecordingCommand } from '../../recording.ts'
import type { Endpoints } from '../endpoints.ts'
import { Caller } from '../incoming/caller.ts'
import type { VisitedCall, Visits } from '../outside/visits.ts'
import { Recorder } from '../recording/recorder.ts'
import { newCallee, stepCallee } from '../rules/callee.ts'
import type { Callee, CalleeEffect, CalleeInput } from '../rules/callee-state.ts'
import { isWithOperator } from '../rules/during-call.ts'
import type { Invitation } from '../rules/invitation.ts'
import { progressOf } from '../rules/progress.ts'
import type { Refusal } from '../trunks/signs.ts'
import type { Room } from '../wire/endpoint.ts'
import type { CallInvited } from '../wire/invite.ts'
import type { Offered } from '../wire/offered.ts'
import type { SipDialog } from '../wire/sip-dialog.ts'
import type { SipLink } from '../wire/sip-link.ts'
import { Acting, type OperatorsLegs } from './acting.ts'
import { digitOfInfo } from './info-digit.ts'
import { CallMedia } from './media.ts'

/**
 * How long a call that was taken back may stay without an end. A far side that says nothing at all
 * is given up by the server after 32 s (RFC 3261, timer B); beyond that the server has forgotten
 * it.
 */
const GIVE_UP_AFTER: Duration = seconds(40)

/** Told to a caller who cannot be served after all (RFC 3261, 21.4.18). */
const NOT_SERVED = 480
/** What our own refusal of a caller comes to. */
const DECLINED = { status: NOT_SERVED, q850: null, retryAfter: false, ours: true } as const

/** What a call needs of whoever keeps the calls. */
export interface CallKeeper extends OperatorsLegs {
  readonly visits: Visits
  readonly timeline: Timeline
  /** After this long from its answer a call is hung up. */
  readonly longestCall: Duration
  readonly mediaTimeout: Duration | null
  /** What callees on hold hear. */
  readonly holdMusic: string
  tell(event: CallEvent): void
  /** What FreeSWITCH plays for a message. */
  soundOf(message: string): string
  /** The call lets go of the operator's leg; `out` resolves when it is out of their room. */
  parted(attempt: AttemptId, operator: OperatorId, out: Promise<unknown>): void
  /** The call is over; what is left of it goes by itself. */
  over(attempt: AttemptId): void
}

/** What a call is made with. */
export interface CallParts {
  readonly attempt: AttemptId
  /** What begins it: our INVITE, or that of somebody who calls us. */
  readonly invitation: Invitation | Caller
  /** Whether the callee's answer is to bring the offer: until then there are no media of ours. */
  readonly delayedOffer: boolean
  readonly ringLimit: Duration
  readonly sip: SipLink
  readonly endpoints: Endpoints
  readonly keeper: CallKeeper
  /** The carrier deals with the call. */
  served(): void
  refused(refusal: Refusal): void
}

/** One call as it lives on the servers: it does what its machine says and tells it what happens. */
export class Call implements VisitedCall {
  private readonly parts: CallParts
  private readonly media: CallMedia
  private readonly acting: Acting
  private readonly recorder: Recorder
  private state: Callee
  private invited: CallInvited | null = null
  private offered: Offered | null = null
  private dialog: SipDialog | null = null
  /** Resolves when our media and the callee's know each other. */
  private attached: Promise<unknown> = Promise.resolve()
  /** Takes back the ring limit, or what follows it. */
  private cancelLimit: Cancel = () => {}
  private cancelLongest: Cancel = () => {}

  constructor(parts: CallParts) {
    this.parts = parts
    this.state = newCallee(parts.attempt, parts.invitation instanceof Caller)
    const { endpoints, keeper } = parts
    const listener = {
      gone: () => this.step({ kind: 'mediaFailed' }),
      digit: (digit: string) => this.step({ kind: 'digit', digit }),
    }
    this.media = new CallMedia({ endpoints, mediaTimeout: keeper.mediaTimeout, listener })
    this.acting = new Acting({
      attempt: parts.attempt,
      media: this.media,
      legs: keeper,
      timeline: keeper.timeline,
      holdMusic: keeper.holdMusic,
      state: () => this.state,
      step: input => this.step(input),
    })
    this.recorder = new Recorder({
      channel: () => this.media.channel,
      tell: event => {
        if (this.isAnswered) keeper.tell({ attempt: parts.attempt, ...event })
      },
    })
  }

  /** Of the media server that it is on. */
  get endpoints(): Endpoints {
    return this.parts.endpoints
  }

  /** Another operator in the room, or on the way there; null: nobody. */
  get guest(): OperatorId | null {
    return this.state.guest
  }

  /** Whether the callee is with an operator, on hold or not. */
  get isWithOperator(): boolean {
    return isWithOperator(this.state)
  }

  /** Whether it was answered and is joined to nobody. */
  get isAlone(): boolean {
    return this.state.phase === 'waiting'
  }

  /** Whether its person, who is outside, is in an operator's room or on the way there. */
  get isVisiting(): boolean {
    return this.state.phase === 'visiting'
  }

  /** Whether its person is where no operator is, with another one. */
  get isUnited(): boolean {
    return this.state.phase === 'united'
  }

  /** The operator of a joining under way or standing. */
  get operator(): OperatorId | null {
    return this.state.operator
  }

  /** Resolves when nobody hears its person in a room any more. */
  get out(): Promise<unknown> {
    return this.media.out
  }

  /** Takes its person, who is outside, to a callee's room. @returns whether they are there. */
  async bringTo(room: Room): Promise<boolean> {
    this.step({ kind: 'bring' })
    const { turn, phase } = this.state
    await this.attached
    if (phase !== 'uniting' || this.state.turn !== turn) return false
    const done = await this.media.join(room)
    this.step({ kind: 'brought', turn, done })
    return this.isUnited
  }

  /** Records it; before its answer there is nothing to record, and after its end not any more. */
  record(command: RecordingCommand): void {
    if (this.isAnswered) this.recorder.record(command)
  }

  private get isAnswered(): boolean {
    const { phase } = this.state
    return !['preparing', 'placed', 'ending', 'over'].includes(phase)
  }

  /** Places the call. */
  async start(): Promise<void> {
    const { ringLimit, keeper, delayedOffer } = this.parts
    const ringLimitOver = (): void => this.step({ kind: 'ringLimit' })
    this.cancelLimit = keeper.timeline.after(ringLimit, ringLimitOver)
    const ready = delayedOffer || (await this.media.prepare())
    this.step({ kind: ready ? 'mediaReady' : 'mediaFailed' })
  }

  /** Lets something happen to the call. */
  step(input: CalleeInput): void {
    const before = this.state
    const { phase } = before
    const { state, effects } = stepCallee(before, input)
    this.state = state
    if (state.phase !== 'preparing' && state.phase !== 'placed') this.cancelLimit()
    const { attempt, keeper } = this.parts
    if (state.phase === 'over' && phase !== 'over') {
      this.cancelLongest()
      if (this.parts.invitation instanceof Caller) this.parts.invitation.decline(NOT_SERVED)
      keeper.over(attempt)
    }
    for (const effect of effects) this.perform(effect)
    const stay = operatorsOf(state)
    for (const operator of operatorsOf(before))
      if (!stay.includes(operator)) keeper.parted(attempt, operator, this.media.out)
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
        return this.bye()
      case 'attach':
        this.attached = this.attach()
        return
      case 'join':
        return void this.join(effect.operator, effect.turn)
      case 'leave':
        return this.media.leave()
      case 'play':
        return void this.play(effect.announcement.message, effect.turn)
      case 'stopPlaying':
        return this.media.stopPlaying()
      case 'release':
        return this.media.release()
      case 'visit':
        return void this.visit(effect.turn)
      case 'meet':
        return void this.meet(effect.outside, effect.turn)
      default:
        return this.acting.perform(effect)
    }
  }

  private invite(): void {
    const { sip, invitation, delayedOffer, served, refused } = this.parts
    if (invitation instanceof Caller) return void this.lift(invitation)
    this.invited = sip.invite(invitation, delayedOffer ? null : this.media.offer, {
      sent: () => this.step({ kind: 'provisional', told: 'trying' }),
      provisional: (status, sdp) => {
        served()
        this.media.hearEarly(sdp)
        for (const told of progressOf(status, sdp !== '')) this.step({ kind: 'provisional', told })
      },
      answered: dialog => {
        this.dialog = dialog
        this.answered()
        this.listenTo(dialog)
      },
      offered: offered => {
        this.offered = offered
        this.answered()
      },
      refused: refusal => {
        refused(refusal)
        this.step({ kind: 'refused', final: refusal })
      },
      vanished: () => this.step({ kind: 'lost' }),
    })
  }

  /** Our media are made for the caller's offer before the receiver is lifted, or are offered. */
  private async lift(caller: Caller): Promise<void> {
    const gone = (): void => this.step({ kind: 'callerGone' })
    caller.gone.onto(gone)
    const offers = caller.offer !== ''
    const said = offers ? await this.media.attach(caller.offer) : this.media.offer
    if (this.state.phase !== 'placed') return
    if (said === null) return this.step({ kind: 'mediaFailed' })
    const lifted = (dialog: SipDialog): void => {
      this.dialog = dialog
      this.answered()
      this.listenTo(dialog)
    }
    const offered = (dialog: SipDialog): void => void this.acknowledged(dialog, lifted)
    caller.lift(said, { lifted: offers ? lifted : offered, failed: gone })
  }

  /** Whoever says only now where they listen is answered now. */
  private async acknowledged(
    dialog: SipDialog,
    lifted: (dialog: SipDialog) => void,
  ): Promise<void> {
    const sdp = await dialog.answerInAck()
    const isHeard = sdp !== '' && (await this.media.attach(sdp)) !== null
    lifted(dialog)
    if (!isHeard) this.step({ kind: 'mediaFailed' })
  }

  private cancel(): void {
    const { invitation } = this.parts
    if (invitation instanceof Caller && invitation.decline(NOT_SERVED))
      return this.step({ kind: 'refused', final: DECLINED })
    this.invited?.cancel()
    this.cancelLimit()
    const giveUp = (): void => this.step({ kind: 'lost' })
    if (this.state.phase === 'placed')
      this.cancelLimit = this.parts.keeper.timeline.after(GIVE_UP_AFTER, giveUp)
  }

  private answered(): void {
    const { served, keeper } = this.parts
    const { timeline, longestCall } = keeper
    served()
    if (this.state.phase === 'placed')
      this.cancelLongest = timeline.after(longestCall, () => this.step({ kind: 'hangUp' }))
    this.step({ kind: 'answered' })
  }

  private listenTo(dialog: SipDialog): void {
    dialog.listen({
      bye: ({ from, q850 }) => this.step({ kind: 'bye', from, q850 }),
      offer: sdp => this.media.attach(sdp),
      info: (type, body) => {
        const digit = digitOfInfo(type, body)
        if (digit !== null) this.step({ kind: 'digit', digit })
      },
    })
  }

  private bye(): void {
    const gone = this.dialog?.bye() ?? this.offered?.decline()
    void gone?.then(() => this.step({ kind: 'byeDone' }))
  }

  private async attach(): Promise<void> {
    if (this.parts.invitation instanceof Caller) return
    if (this.offered !== null) return this.accept(this.offered)
    await this.media.attach(this.dialog?.remoteSdp ?? '')
  }

  /** Our media are made for the callee's offer, now that there is one. */
  private async accept(offered: Offered): Promise<void> {
    const ready = await this.media.prepare()
    const answer = ready ? await this.media.attach(offered.sdp) : null
    if (answer === null) return this.step({ kind: 'mediaFailed' })
    const dialog = await offered.accept(answer)
    if (dialog === null) return this.step({ kind: 'bye', from: 'network', q850: null })
    this.dialog = dialog
    const { phase } = this.state
    if (phase === 'ending' || phase === 'over') return this.bye()
    this.listenTo(dialog)
  }

  private async join(operator: OperatorId, turn: number): Promise<void> {
    const room = await this.parts.keeper.roomFor(this.parts.attempt, operator)
    await this.attached
    const { phase } = this.state
    if (this.state.turn !== turn || (phase !== 'joining' && phase !== 'resuming')) return
    if (room === null) return this.step({ kind: 'joinFailed', turn, why: 'leg' })
    const joined = await this.media.join(room)
    this.step(joined ? { kind: 'joined', turn } : { kind: 'joinFailed', turn, why: 'network' })
  }

  private async visit(turn: number): Promise<void> {
    await this.attached
    if (this.state.turn !== turn) return
    const room = this.parts.keeper.visits.roomFor(this.parts.attempt)
    const done = room !== null && (await this.media.join(room))
    this.step({ kind: 'visited', turn, done })
  }

  private async meet(outside: AttemptId, turn: number): Promise<void> {
    const { attempt, keeper } = this.parts
    const { visits } = keeper
    const theirs = visits.bring(attempt, outside)
    const ours = this.media.join(visits.roomOfBoth(attempt))
    const both = (await Promise.all([theirs, ours])).every(isThere => isThere)
    const done = both && visits.isUnited(outside)
    if (!done) visits.sendAway(outside)
    this.step({ kind: 'met', turn, done })
  }

  private async play(message: string, turn: number): Promise<void> {
    await this.attached
    if (this.state.turn !== turn || this.state.phase !== 'announcing') return
    const completed = await this.media.play(this.parts.keeper.soundOf(message))
    this.step({ kind: 'played', turn, completed })
  }
}

/** Who has part in a call, guests before their hosts: whoever is out of a room leaves it free. */
function operatorsOf({ guest, next, operator }: Callee): readonly OperatorId[] {
  return [guest, next, operator].filter(one => one !== null)
}
