import type {
  Attempt,
  AttemptEffect,
  AttemptEvent,
  AttemptRules,
  AttemptTimer,
} from '../../../src/dialing/attempt/attempt.ts'
import { newAttempt } from '../../../src/dialing/attempt/attempt.ts'
import { stepAttempt } from '../../../src/dialing/attempt/attempt-machine.ts'
import type { AttemptMarks } from '../../../src/store/records.ts'
import type { CallEvent } from '../../../src/telephony/call-event.ts'
import type { Cause } from '../../../src/telephony/cause.ts'

/** The campaign of these attempts: 25 s of ringing, 2 s to connect, key 9. */
export const RULES: AttemptRules = { ringLimit: 25_000, connectWithin: 2000, stopKey: '9' }

/** Where wall time stands when monotonic time is 0. */
export const WALL = Date.parse('2026-03-03T10:00:00Z')

type Body<T> = T extends unknown ? Omit<T, 'attempt'> : never

/** What the network says of the attempt. */
export function call(event: Body<CallEvent>): AttemptEvent {
  return { kind: 'call', event: { attempt: 'a', ...event } as CallEvent }
}

export const BEGUN: AttemptEvent = { kind: 'begun', allowed: true }
export const ANSWERED = call({ kind: 'answered', by: 'person' })
export const CONNECTED = call({ kind: 'connected', operator: 'anna' })
export const HUNG_UP = call({ kind: 'ended', cause: 'hangUp', from: 'callee', sip: 200, q850: 16 })
export const FOUND: AttemptEvent = { kind: 'operatorFound', operator: 'anna' }

/** One attempt, step by step. */
export class Life {
  attempt: Attempt
  /** Every effect so far. */
  readonly effects: AttemptEffect[] = []
  private now = 0

  constructor(attempt: Attempt = newAttempt) {
    this.attempt = attempt
  }

  /** Lets time pass. */
  wait(ms: number): this {
    this.now += ms
    return this
  }

  /** Lets things happen, one after another. */
  see(...events: readonly AttemptEvent[]): this {
    for (const event of events) this.step(event)
    return this
  }

  /** Lets one thing happen. @returns what is to be done about it. */
  step(event: AttemptEvent): readonly AttemptEffect[] {
    const { attempt, effects } = stepAttempt(this.attempt, event, RULES, {
      now: this.now,
      wall: WALL + this.now,
    })
    this.attempt = attempt
    this.effects.push(...effects)
    return effects
  }

  /** Names of all effects so far, those for the records left out. */
  get done(): readonly string[] {
    return this.effects.filter(one => one.do !== 'mark' && !one.do.endsWith('plan')).map(named)
  }

  /** Everything that was written down of it. */
  get marks(): AttemptMarks {
    return Object.assign({}, ...this.effects.map(one => (one.do === 'mark' ? one.marks : {})))
  }

  get outcome(): string | null {
    return this.attempt.state.name === 'over' ? this.attempt.state.outcome : null
  }
}

function named(effect: AttemptEffect): string {
  switch (effect.do) {
    case 'count':
      return `count ${effect.as}`
    case 'finish':
      return `finish ${effect.outcome}`
    case 'connect':
    case 'openCard':
    case 'callEnded':
      return `${effect.do} ${effect.operator}`
    case 'freeOperator':
      return `freeOperator ${effect.operator}${effect.phoneFailed ? ' (phone failed)' : ''}`
    default:
      return effect.do
  }
}

export const timeUp = (timer: AttemptTimer) => ({ kind: 'timeUp', timer }) as const
export const ended = (cause: Cause, from: 'callee' | 'us' | 'network') =>
  call({ kind: 'ended', cause, from })

export const placed = () => new Life().see(BEGUN)
export const seeking = () => placed().wait(5000).see(ANSWERED)
export const joining = () => seeking().see(FOUND)
export const talking = () => joining().wait(100).see(CONNECTED)
export const announcing = () => seeking().wait(2000).see(timeUp('wait'))

/** What an attempt does from here on. */
export function from(life: Life, act: (life: Life) => void): readonly string[] {
  const before = life.done.length
  act(life)
  return life.done.slice(before)
}
