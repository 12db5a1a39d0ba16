import { type Duration, type Instant, seconds } from '../../base/duration.ts'
import type { AttemptId, CampaignId, OperatorId } from '../../base/id.ts'
import type { Cancel, Timeline } from '../../base/timeline.ts'
import { NOT_RESPONDING } from '../../desk/operator.ts'
import type { CardView, DeskAction, DeskNotice, OperatorStateName } from '../../desk/port.ts'
import type { Leave } from '../world/world.ts'
import type { Doing } from './departures.ts'
import type { Habits, Lapse } from './habits.ts'

/** An action without its operator. */
type Act = DeskAction extends infer A ? (A extends DeskAction ? Omit<A, 'operator'> : never) : never

type CardPhase = Extract<DeskNotice, { kind: 'card' }>['phase']

/** When an operator looks again at a card that could not be closed as it was. */
const SECOND_LOOK = seconds(5)

/** When an operator presses the button again that had no effect. */
const ANOTHER_TRY = seconds(15)

/** What the operators of one floor have in common. */
export interface FloorRules {
  readonly timeline: Timeline
  readonly habits: Habits
  readonly watch: Watch
  /** Where their actions go. */
  readonly act: (action: DeskAction) => void
}

/** Told of each change of what an operator does. */
export type Watch = (operator: OperatorId, doing: Doing) => void

/**
 * One person at one desk: signs in, takes what the screen says, talks, wraps up, closes the card,
 * and now and then does something else. Everything is planned on the timeline; a plan belongs to
 * what the operator is doing and is dropped when that is over.
 */
export class SimulatedOperator {
  readonly id: OperatorId
  doing: Doing = 'away'
  /** Monotonic ms; idle time goes on while reserved. */
  since = 0
  /** Whether they are to go for good. */
  leaving = false
  /** Whether they have said that they will. */
  announced = false
  private goesAtOnce = false
  private readonly campaigns: readonly CampaignId[]
  private readonly timeline: Timeline
  private readonly habits: Habits
  private readonly act: (action: DeskAction) => void
  private readonly watch: Watch
  private plans: Cancel[] = []
  private attempt: AttemptId | null = null
  private card: CardView | null = null
  /** How long they will be away, or on a break, once they are; null: they did not ask for it. */
  private absence: Duration | null = null
  private forgetful = false

  constructor(id: OperatorId, campaigns: readonly CampaignId[], floor: FloorRules) {
    this.id = id
    this.campaigns = campaigns
    this.timeline = floor.timeline
    this.habits = floor.habits
    this.watch = floor.watch
    this.act = floor.act
  }

  /** Comes to work, and tries again while the phone does not come up. */
  arrive(): void {
    this.plan(ANOTHER_TRY, () => this.arrive())
    this.do({ kind: 'signIn', campaigns: this.campaigns })
  }

  /**
   * Goes for good: at once, or (`after_call`, while free) after the next call; a card is always
   * closed first.
   */
  leave(how: Leave): void {
    this.leaving = true
    this.goesAtOnce ||= how === 'at_once'
    if (this.doing !== 'idle' || how === 'at_once') this.do({ kind: 'signOut' })
  }

  /** Says from when on they will not be there. */
  announce(at: Instant): void {
    this.announced = true
    this.do({ kind: 'leaveAt', at })
  }

  /** What the screen says. */
  notice(notice: DeskNotice): void {
    switch (notice.kind) {
      case 'state':
        this.stateIs(notice.state, notice.why)
        break
      case 'card':
        this.cardIs(notice.attempt, notice.phase, notice.card)
        break
      case 'callEnded':
        if (this.doing === 'talk' && this.attempt === notice.attempt) this.startWrapUp()
        break
      case 'later':
        // Who goes at once does not wait for a line that rings for them.
        if (this.goesAtOnce && notice.after === 'line') this.do({ kind: 'gone' })
        break
      case 'cardRefused':
        // What was agreed cannot be promised: they look at the card again.
        this.plan(SECOND_LOOK, () => this.closeCard())
    }
  }

  private stateIs(state: OperatorStateName, why: string | null): void {
    if (state === 'free' && this.doing !== 'idle') this.becomes('idle')
    if (state === 'reserved') this.lapseIn('reserved')
    if (state === 'signedOut') this.awayFor('away', () => this.arrive())
    if (state === 'break') this.awayFor('break', () => this.beReady(), why)
  }

  private beReady(): void {
    this.plan(ANOTHER_TRY, () => this.beReady())
    this.do({ kind: 'ready' })
  }

  private awayFor(doing: 'away' | 'break', back: () => void, why: string | null = null): void {
    // Told again that they are still away, they go on trying.
    if (this.doing === doing) return
    const own = why === NOT_RESPONDING ? null : this.absence
    const absence = own ?? (doing === 'break' ? this.habits.awakening() : null)
    if (own !== null) this.absence = null
    this.becomes(doing)
    if (absence !== null && !this.leaving) this.plan(absence, back)
  }

  private cardIs(attempt: AttemptId, phase: CardPhase, card: CardView): void {
    const isOther = attempt !== this.attempt
    this.attempt = attempt
    this.card = card
    if (phase === 'preview')
      this.plan(this.habits.reading(), () => this.do({ kind: 'startCall', attempt }))
    if (phase === 'talking') this.startTalk(attempt)
    // A card that was left open, by a break or by a crash of the system; there may be several.
    if (phase === 'wrapUp' && (isOther || this.doing !== 'wrap')) this.startWrapUp()
  }

  private startTalk(attempt: AttemptId): void {
    this.becomes('talk')
    if (this.leaving) this.do({ kind: 'signOut' })
    const talk = this.habits.talk(attempt)
    if (talk !== null) this.plan(talk, () => this.do({ kind: 'hangUp', attempt }))
    this.lapseIn('talk')
  }

  private startWrapUp(): void {
    const forgotten = this.forgetful
    this.becomes('wrap')
    if (this.attempt === null || forgotten) return
    if (this.habits.savesDrafts) this.saveDraft(this.attempt)
    this.plan(this.habits.wrapUp(this.attempt), () => this.closeCard())
  }

  private saveDraft(attempt: AttemptId): void {
    if (this.card === null) return
    this.do({ kind: 'saveCard', attempt, answers: this.habits.fill(attempt, this.card).answers })
  }

  private closeCard(): void {
    const { attempt, card } = this
    if (attempt === null || card === null) return
    this.do({ kind: 'closeCard', attempt, ...this.habits.fill(attempt, card) })
  }

  private lapseIn(doing: 'reserved' | 'talk'): void {
    const lapse = this.habits.lapse(this.id, doing)
    if (lapse !== null) this.plan(lapse.after, () => this.lapsed(lapse))
  }

  private lapsed(lapse: Lapse): void {
    if (lapse.kind === 'forgets') {
      this.forgetful = true
      return
    }
    this.absence = lapse.back
    if (lapse.kind === 'vanishes') this.do({ kind: 'gone' })
    else this.do({ kind: 'break', reason: 'tea' })
  }

  /** What they were about to do in the old state is dropped. */
  private becomes(doing: Doing): void {
    for (const cancel of this.plans) cancel()
    this.plans = []
    this.forgetful = false
    this.doing = doing
    this.since = this.timeline.monotonic()
    this.watch(this.id, doing)
  }

  private plan(after: Duration, action: () => void): void {
    this.plans.push(this.timeline.after(after, action))
  }

  private do(action: Act): void {
    this.act({ operator: this.id, ...action } as DeskAction)
  }
}
