import { assert } from '../../../base/assert.ts'
import type { Duration } from '../../../base/duration.ts'
import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { ActFailure, DuringCallAct, DuringCallEvent } from '../../call-event.ts'
import { DIGITS, type DuringCall } from '../../port.ts'
import type { OperatorLegs } from '../legs.ts'
import { type Call, enter } from './call.ts'
import { isJoined, living, type TalkParts } from './kept-calls.ts'

/** What operators' acts are done with. */
export interface DuringCallParts extends TalkParts {
  readonly legs: OperatorLegs
}

/** What operators do in their calls. Everything that comes of it is told by the timeline. */
export class CallActs implements DuringCall {
  private readonly parts: DuringCallParts

  constructor(parts: DuringCallParts) {
    this.parts = parts
  }

  hold(attempt: AttemptId, on: boolean): void {
    const call = this.joined(attempt, on ? 'hold' : 'resume')
    if (call === null) return
    const turn = ++call.holdTurn
    this.after(call, on ? 0 : this.parts.joinDelay, () => {
      if (call.holdTurn === turn) this.tell(call, { kind: on ? 'held' : 'resumed' })
    })
  }

  mute(attempt: AttemptId, on: boolean): void {
    const call = this.joined(attempt, on ? 'mute' : 'unmute')
    if (call !== null)
      this.after(call, 0, () => this.tell(call, { kind: on ? 'muted' : 'unmuted' }))
  }

  sendDigits(attempt: AttemptId, digits: string): void {
    assert(DIGITS.test(digits), `"${digits}" are no keys of a telephone`)
    const call = this.joined(attempt, 'digits')
    if (call !== null) this.after(call, 0, () => this.tell(call, { kind: 'digitsSent' }))
  }

  invite(attempt: AttemptId, guest: OperatorId): void {
    const call = this.joined(attempt, 'invite')
    if (call === null) return
    if (call.guest !== null) return this.fail(call, 'invite', 'guestThere')
    const joins = this.take(call, guest, 'invite')
    if (joins === null) return
    call.guest = guest
    this.after(call, this.parts.joinDelay, () => {
      if (call.guest === guest) this.tell(call, { kind: 'guestJoined', operator: guest })
    })
  }

  dismiss(attempt: AttemptId): void {
    const call = this.joined(attempt, 'dismiss')
    if (call === null) return
    const { guest: operator } = call
    if (operator === null) return this.fail(call, 'dismiss', 'noGuest')
    call.guest = null
    this.parts.legs.leave(operator, attempt)
    this.after(call, 0, () => this.tell(call, { kind: 'guestLeft', operator }))
  }

  transfer(attempt: AttemptId, to: OperatorId): void {
    const call = this.joined(attempt, 'transfer')
    if (call === null) return
    const holds = call.guest === to ? Infinity : this.take(call, to, 'transfer')
    if (holds === null) return
    call.next = to
    this.after(call, this.parts.joinDelay, () => {
      if (call.next === to) this.moved(call, to, holds)
    })
  }

  private moved(call: Call, operator: OperatorId, holds: number): void {
    const { legs, calls } = this.parts
    for (const one of [call.operator, call.guest])
      if (one !== null && one !== operator) legs.leave(one, call.attempt)
    enter(call, 'joined', calls.now, calls.now + holds)
    calls.part(call)
    call.operator = operator
    call.guest = call.next = null
    calls.plan(call)
    this.tell(call, { kind: 'transferred', operator })
  }

  /** @returns how long the leg holds; null: it cannot be had, which is told. */
  private take(call: Call, operator: OperatorId, act: DuringCallAct): number | null {
    const { legs } = this.parts
    const free = legs.isFree(operator)
    const { joins, dropsAfter } = legs.take(operator, call.attempt)
    if (joins) return dropsAfter ?? Infinity
    this.fail(call, act, free ? 'failed' : 'legBusy')
    return null
  }

  /** The call, where its callee is with an operator; otherwise null, which is told if it lives. */
  private joined(attempt: AttemptId, act: DuringCallAct): Call | null {
    const call = living(this.parts, attempt)
    if (call === null || isJoined(call)) return call
    this.fail(call, act, 'notJoined')
    return null
  }

  private fail(call: Call, act: DuringCallAct, why: ActFailure): void {
    this.parts.timeline.after(0, () => {
      if (this.lives(call)) this.tell(call, { kind: 'actFailed', act, why })
    })
  }

  /** Of what was asked for with one operator nothing comes with the next one, nor with nobody. */
  private after(call: Call, delay: Duration, act: () => void): void {
    const { operator } = call
    this.parts.timeline.after(delay, () => {
      const stays = call.operator === operator || call.next !== null
      if (this.lives(call) && call.phase === 'joined' && stays) act()
    })
  }

  private lives(call: Call): boolean {
    return living(this.parts, call.attempt) === call
  }

  private tell({ attempt }: Call, event: DuringCallEvent): void {
    this.parts.calls.tell({ attempt, ...event })
  }
}
