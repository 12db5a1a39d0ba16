import type { Duration } from '../../base/duration.ts'
import type { AttemptId, OperatorId } from '../../base/id.ts'
import type { Cancel, Timeline } from '../../base/timeline.ts'
import type { LegEvent, LegFailure } from '../call-event.ts'
import type { LegCall } from '../port.ts'

/** Plays the operators' phones. */
export interface OperatorPhones {
  /** Asked when a leg is brought up. */
  ring(operator: OperatorId): PhoneAnswer
  /** Asked when a call is to be joined to a leg that is up and free. */
  join(operator: OperatorId, attempt: AttemptId): JoinAnswer
}

/** What an operator's phone does when it is rung, `after` this long. */
export interface PhoneAnswer {
  readonly result: 'up' | 'noAnswer' | 'refused'
  readonly after: Duration
}

/** Whether the leg can be joined, and how long it then holds: null for as long as it is wanted. */
export interface JoinAnswer {
  readonly joins: boolean
  readonly dropsAfter: Duration | null
}

/** Phones that answer at once, can always be joined and never drop. */
export const SOUND_PHONES: OperatorPhones = {
  ring: () => ({ result: 'up', after: 0 }),
  join: () => ({ joins: true, dropsAfter: null }),
}

interface Leg {
  up: boolean
  /** The call it is joined to or being joined to. */
  attempt: AttemptId | null
  /** Takes back what is planned for it. */
  cancel: Cancel
}

/** The operators' own legs: who is up, and which call each carries. At most one call a leg. */
export class OperatorLegs {
  private readonly legs = new Map<OperatorId, Leg>()
  private readonly timeline: Timeline
  private readonly phones: OperatorPhones
  private readonly tell: (event: LegEvent) => void
  private readonly fell: (attempt: AttemptId, operator: OperatorId) => void

  /** @param fell told of the call on a leg that is gone, before the leg's own end is told. */
  constructor(
    timeline: Timeline,
    phones: OperatorPhones,
    tell: (event: LegEvent) => void,
    fell: (attempt: AttemptId, operator: OperatorId) => void,
  ) {
    this.timeline = timeline
    this.phones = phones
    this.tell = tell
    this.fell = fell
  }

  /** Rings the operator's phone, no longer than it may; a leg that is up is told again. */
  raise(operator: OperatorId, call?: LegCall): void {
    const leg = this.legs.get(operator) ?? { up: false, attempt: null, cancel: () => {} }
    this.legs.set(operator, leg)
    leg.cancel()
    const { result, after } = leg.up
      ? ({ result: 'up', after: 0 } as const)
      : within(call?.ringLimit ?? Infinity, this.phones.ring(operator))
    leg.cancel = this.timeline.after(after, () => {
      if (result === 'up') {
        leg.up = true
        this.tell({ kind: 'operatorUp', operator })
      } else {
        this.legs.delete(operator)
        this.tell({ kind: 'operatorDown', operator, why: result })
      }
    })
  }

  /** Plans to end the leg in this instant. One that is down stays so without a word. */
  lower(operator: OperatorId, why: LegFailure): void {
    const leg = this.legs.get(operator)
    if (leg === undefined) return
    leg.cancel()
    leg.cancel = this.timeline.after(0, () => this.fall(operator, why))
  }

  /** Ends the leg now. */
  fall(operator: OperatorId, why: LegFailure): void {
    const leg = this.legs.get(operator)
    if (leg === undefined) return
    leg.cancel()
    this.legs.delete(operator)
    if (leg.attempt !== null) this.fell(leg.attempt, operator)
    this.tell({ kind: 'operatorDown', operator, why })
  }

  /** Whether the leg is up. */
  isUp(operator: OperatorId): boolean {
    return this.legs.get(operator)?.up === true
  }

  /** Whether the leg is up and in no call. */
  isFree(operator: OperatorId): boolean {
    const leg = this.legs.get(operator)
    return leg?.up === true && leg.attempt === null
  }

  /** Gives the leg to a call. @returns how the joining will go. */
  take(operator: OperatorId, attempt: AttemptId): JoinAnswer {
    if (!this.isFree(operator)) return CANNOT
    const answer = this.phones.join(operator, attempt)
    if (answer.joins) this.legs.get(operator)!.attempt = attempt
    return answer
  }

  /** The call leaves the leg, which stays up. */
  leave(operator: OperatorId, attempt: AttemptId): void {
    const leg = this.legs.get(operator)
    if (leg?.attempt === attempt) leg.attempt = null
  }

  /** Forgets every leg without a word. */
  clear(): void {
    for (const leg of this.legs.values()) leg.cancel()
    this.legs.clear()
  }
}

function within(limit: Duration, answer: PhoneAnswer): PhoneAnswer {
  return answer.after <= limit ? answer : { result: 'noAnswer', after: limit }
}

const CANNOT: JoinAnswer = { joins: false, dropsAfter: null }
