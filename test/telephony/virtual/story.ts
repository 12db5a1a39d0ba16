import type { CallEvent, LegEvent } from '../../../src/telephony/call-event.ts'

type Phase = 'nothing' | 'placed' | 'waiting' | 'joining' | 'joined' | 'announcing' | 'over'

/**
 * What whoever commands an exchange knows of it: built from commands and events only. It fails on
 * the first event that makes no sense in the story so far.
 */
export class StoryKeeper {
  /** Operators whose legs are up, as far as was told. */
  readonly up = new Set<string>()
  /** How each call has ended; exactly once. */
  readonly ends = new Map<string, string>()
  private readonly phases = new Map<string, Phase>()
  private readonly operators = new Map<string, string>()
  private readonly provisionals = new Map<string, number>()
  private readonly digits = new Set<string>()
  private readonly moving = new Set<string>()

  phase(attempt: string): Phase {
    return this.phases.get(attempt) ?? 'nothing'
  }

  placed(attempt: string): void {
    this.phases.set(attempt, 'placed')
  }

  connecting(attempt: string, operator: string): void {
    if (this.phase(attempt) !== 'waiting') return
    this.phases.set(attempt, 'joining')
    this.operators.set(attempt, operator)
  }

  announcing(attempt: string): void {
    if (this.phase(attempt) === 'waiting') this.phases.set(attempt, 'announcing')
  }

  /** Whether the callee is being given to another operator. */
  isMoving(attempt: string): boolean {
    return this.moving.has(attempt)
  }

  transferring(attempt: string): void {
    if (this.phase(attempt) === 'joined') this.moving.add(attempt)
  }

  tell(event: CallEvent | LegEvent): void {
    if (event.kind === 'operatorUp') {
      this.up.add(event.operator)
    } else if (event.kind === 'operatorDown') {
      this.up.delete(event.operator)
      for (const [attempt, operator] of this.operators)
        if (operator === event.operator && this.phase(attempt) === 'joined') this.abandon(attempt)
    } else if ('attempt' in event) {
      this.ofCall(event)
    }
  }

  private ofCall(event: CallEvent): void {
    const { attempt } = event
    switch (event.kind) {
      case 'trying':
        return this.provisional(attempt, 1)
      case 'ringing':
        return this.provisional(attempt, 2)
      case 'earlyMedia':
        return this.provisional(attempt, 3)
      case 'answered':
        this.must(attempt, 'placed', event.kind)
        this.phases.set(attempt, 'waiting')
        return
      case 'connected':
        return this.connected(attempt, event.operator)
      case 'connectFailed':
        this.must(attempt, 'joining', event.kind)
        if (this.operators.get(attempt) !== event.operator) throw new Error('not their operator')
        return this.part(attempt)
      case 'digit':
        this.must(attempt, 'announcing', event.kind)
        this.digits.add(attempt)
        return
      case 'announced':
        this.must(attempt, 'announcing', event.kind)
        if (event.completed === this.digits.has(attempt)) throw new Error('not how it was played')
        this.digits.delete(attempt)
        return this.part(attempt)
      case 'ended':
      case 'lost':
        return this.ended(event)
      case 'transferred':
        this.must(attempt, 'joined', event.kind)
        if (!this.moving.delete(attempt)) throw new Error('nobody asked for it')
        return this.with(attempt, event.operator)
      case 'actFailed':
        if (this.ends.has(attempt)) throw new Error('an act in a call that is over')
        if (event.act !== 'transfer') return
        if (this.moving.delete(attempt) && !this.operators.has(attempt)) this.part(attempt)
        return
      case 'guestJoined':
        if (!this.up.has(event.operator)) throw new Error(`${event.operator} is not up`)
        return this.must(attempt, 'joined', event.kind)
      default:
        return this.must(attempt, 'joined', event.kind)
    }
  }

  private provisional(attempt: string, rank: number): void {
    this.must(attempt, 'placed', 'a provisional response')
    if ((this.provisionals.get(attempt) ?? 0) >= rank) throw new Error('provisionals out of order')
    this.provisionals.set(attempt, rank)
  }

  private connected(attempt: string, operator: string): void {
    this.must(attempt, 'joining', 'connected')
    if (this.operators.get(attempt) !== operator) throw new Error('joined to another operator')
    this.with(attempt, operator)
  }

  private with(attempt: string, operator: string): void {
    if (!this.up.has(operator)) throw new Error(`${operator} is joined, and not up`)
    for (const [other, theirs] of this.operators)
      if (other !== attempt && theirs === operator && this.phase(other) === 'joined')
        throw new Error('joined to two')
    this.operators.set(attempt, operator)
    this.phases.set(attempt, 'joined')
  }

  private ended(event: CallEvent & { readonly kind: 'ended' | 'lost' }): void {
    const { attempt } = event
    if (this.ends.has(attempt)) throw new Error(`${attempt} ended twice`)
    const early = event.kind === 'ended' && event.cause !== 'hangUp'
    const wasAnswered = this.phase(attempt) !== 'placed'
    if (early === wasAnswered) throw new Error(`${attempt} cannot end so: ${JSON.stringify(event)}`)
    this.ends.set(attempt, event.kind === 'ended' ? event.cause : 'lost')
    this.phases.set(attempt, 'over')
    this.moving.delete(attempt)
    this.operators.delete(attempt)
  }

  /** The operator is gone: whoever is on the way to another one goes on. */
  private abandon(attempt: string): void {
    if (this.moving.has(attempt)) this.operators.delete(attempt)
    else this.part(attempt)
  }

  private part(attempt: string): void {
    this.phases.set(attempt, 'waiting')
    this.operators.delete(attempt)
  }

  private must(attempt: string, phase: Phase, what: string): void {
    const is = this.phase(attempt)
    if (is !== phase) throw new Error(`${what} of ${attempt} while it is ${is}, not ${phase}`)
  }
}
