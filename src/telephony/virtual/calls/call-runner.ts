import type { AttemptId, OperatorId } from '../../../base/id.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { CallEvent } from '../../call-event.ts'
import type { OperatorLegs } from '../legs.ts'
import { type Call, enter } from './call.ts'
import { type CallKeeper, happen } from './happen.ts'
import { nextStep } from './next-step.ts'

/**
 * Keeps the calls that live: for each it plans the next step that comes by itself and lets it
 * happen. A call is consistent whenever something is told, so that whoever listens may command at
 * once.
 */
export class CallRunner implements CallKeeper {
  /** Whether answers say who answered. */
  readonly detectsMachines: boolean
  readonly tell: (event: CallEvent) => void
  private readonly legs: OperatorLegs
  private readonly calls = new Map<AttemptId, Call>()
  private readonly timeline: Timeline

  constructor(
    timeline: Timeline,
    legs: OperatorLegs,
    detectsMachines: boolean,
    tell: (event: CallEvent) => void,
  ) {
    this.timeline = timeline
    this.legs = legs
    this.detectsMachines = detectsMachines
    this.tell = tell
  }

  /** How many calls live. */
  get live(): number {
    return this.calls.size
  }

  /** Monotonic time. */
  get now(): number {
    return this.timeline.monotonic()
  }

  /** The call, unless it is over or there never was one. */
  find(attempt: AttemptId): Call | undefined {
    return this.calls.get(attempt)
  }

  /** Takes a call that was just placed. */
  start(call: Call): void {
    this.calls.set(call.attempt, call)
    this.plan(call)
  }

  /** The person at the far side hangs up now, whatever they were to do. */
  leave(attempt: AttemptId): void {
    this.timeline.after(0, () => {
      const call = this.calls.get(attempt)
      if (call !== undefined) happen(this, call, 'leave')
    })
  }

  /** Plans the next step of a call anew: asked after each change to it. */
  plan(call: Call): void {
    call.cancel()
    const step = nextStep(call)
    if (step.at === Infinity) return
    const delay = Math.max(0, Math.round(step.at - this.now))
    call.cancel = this.timeline.after(delay, () => happen(this, call, step.kind))
  }

  /** The leg of one of the operators of a call is gone. */
  legFell(attempt: AttemptId, operator: OperatorId): void {
    const call = this.calls.get(attempt)
    if (call === undefined) return
    const wasGuest = call.guest === operator
    const wasNext = call.next === operator
    if (wasGuest) call.guest = null
    if (wasNext) call.next = null
    if (call.operator === operator) this.loseOperator(call)
    else if (call.operator === null && wasNext) this.leaveAlone(call)
    if (wasGuest) this.tell({ attempt, kind: 'guestLeft', operator })
    if (wasNext) this.tell({ attempt, kind: 'actFailed', act: 'transfer', why: 'failed' })
  }

  /** Who is on the way to the next operator goes on; otherwise the callee is alone again. */
  private loseOperator(call: Call): void {
    const { attempt, operator, phase, next } = call
    if (next !== null || call.uniting) {
      call.operator = null
      call.phaseEndsAt = Infinity
      return this.plan(call)
    }
    this.leaveAlone(call)
    if (phase === 'joining')
      this.tell({ attempt, kind: 'connectFailed', operator: operator!, why: 'leg' })
  }

  /** The callee of an answered call is joined to nobody from now on. */
  leaveAlone(call: Call): void {
    if (call.guest !== null) this.legs.leave(call.guest, call.attempt)
    enter(call, 'waiting', this.now)
    this.plan(call)
    this.part(call)
  }

  /** The operator's leg of this call drops. */
  dropLeg(call: Call): void {
    this.legs.fall(call.operator!, 'lost')
  }

  /** Lets go of everything the call holds. */
  remove(call: Call): void {
    this.calls.delete(call.attempt)
    if (call.holds !== null) call.holds.inUse--
    this.letGo(call)
  }

  /** Every leg that the call has is free at once, and whoever is in it from outside is alone. */
  letGo(call: Call): void {
    this.freeLegs(call)
    this.part(call)
  }

  /** Every leg that the call has is free at once. */
  freeLegs({ attempt, operator, next, guest }: Call): void {
    for (const one of [operator, next, guest]) if (one !== null) this.legs.leave(one, attempt)
  }

  /** A callee and somebody outside have nothing to do with each other any more. */
  part(call: Call): void {
    const { other } = call
    call.other = null
    const left = other === null ? undefined : this.calls.get(other)
    if (left === undefined) return
    left.other = null
    if (left.endingAt < Infinity) return
    if (left.phase === 'visiting' || left.phase === 'united') this.leaveAlone(left)
  }

  /** Forgets every call without a word. */
  clear(): void {
    for (const call of this.calls.values()) call.cancel()
    this.calls.clear()
  }
}
