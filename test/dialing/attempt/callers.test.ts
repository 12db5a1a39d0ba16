import { describe, expect, it } from 'vitest'
import {
  type Attempt,
  type AttemptEvent,
  callerAttempt,
} from '../../../src/dialing/attempt/attempt.ts'
import { stepAttempt } from '../../../src/dialing/attempt/attempt-machine.ts'

const RULES = { ringLimit: 25_000, connectWithin: 20_000, stopKey: '9' }

/** What a caller's attempt comes to, event by event, a second each. */
function life(to: 'operators' | 'message', ...events: readonly AttemptEvent[]) {
  let attempt: Attempt = callerAttempt(to)
  const done: string[] = []
  for (const [i, event] of events.entries()) {
    const step = stepAttempt(attempt, event, RULES, { now: i * 1000, wall: i * 1000 })
    attempt = step.attempt
    done.push(
      ...step.effects.map(effect => (effect.do === 'count' ? `count ${effect.as}` : effect.do)),
    )
  }
  return { state: attempt.state, done }
}

const call = (event: object): AttemptEvent =>
  ({ kind: 'call', event: { attempt: 'a', ...event } }) as AttemptEvent
const BEGUN = { kind: 'begun', allowed: true } as const
const ANSWERED = call({ kind: 'answered', by: 'unknown' })
const FOUND = { kind: 'operatorFound', operator: 'anna' } as const
const CONNECTED = call({ kind: 'connected', operator: 'anna' })
const gone = (from: 'callee' | 'us') => call({ kind: 'ended', cause: 'hangUp', from })

describe('the attempt of a person who calls us', () => {
  it('is answered, not placed', () => {
    expect(life('operators', BEGUN).done).toEqual(['answer', 'plan'])
  })

  it('is served whenever an operator comes, and counts for nothing', () => {
    const { state, done } = life('operators', BEGUN, ANSWERED, FOUND, CONNECTED, gone('callee'))
    expect(state).toEqual({ name: 'over', outcome: 'served' })
    expect(done.filter(one => one.startsWith('count'))).toEqual([])
    expect(done).toContain('openCard')
  })

  it.each<[string, readonly AttemptEvent[]]>([
    ['who leaves while it rings', [BEGUN, gone('callee')]],
    ['who waits and leaves', [BEGUN, ANSWERED, gone('callee')]],
    ['who is being joined and leaves', [BEGUN, ANSWERED, FOUND, gone('callee')]],
    ['whom the network loses', [BEGUN, ANSWERED, call({ kind: 'lost' })]],
    ['whom nobody saw go', [BEGUN, call({ kind: 'lost' })]],
    ['who is never answered', [BEGUN, { kind: 'timeUp', timer: 'ring' }, gone('us')]],
    ['who is taken back', [BEGUN, ANSWERED, { kind: 'takenBack' }, gone('us')]],
    [
      'who hears the message',
      [
        ...[BEGUN, ANSWERED, { kind: 'timeUp', timer: 'wait' } as const],
        ...[call({ kind: 'announced', completed: true }), gone('us')],
      ],
    ],
  ])('%s is unserved, and counts for nothing', (_, events) => {
    const { state, done } = life('operators', ...events)
    expect(state).toEqual({ name: 'over', outcome: 'unserved' })
    expect(done.filter(one => one.startsWith('count'))).toEqual([])
  })

  it('hears the message at once where that is all they get, and may press the key', () => {
    const digit = call({ kind: 'digit', digit: '9' })
    const { state, done } = life('message', BEGUN, ANSWERED, digit, gone('us'))
    expect(state).toEqual({ name: 'over', outcome: 'unserved' })
    expect(done).toContain('announce')
    expect(done).toContain('stopNumber')
    expect(done).not.toContain('seek')
  })

  it('is not placed where the store has it in another call', () => {
    const { state, done } = life('operators', { kind: 'refused' })
    expect(state).toEqual({ name: 'over', outcome: 'notPlaced' })
    expect(done).toEqual(['unplan', 'finish'])
  })
})
