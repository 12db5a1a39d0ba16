import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptEffect, AttemptEvent } from '../../../src/dialing/attempt/attempt.ts'
import { newAttempt, previewedAttempt } from '../../../src/dialing/attempt/attempt.ts'
import { call, Life } from './life.ts'

const operator = fc.constantFrom('anna', 'boris')

/** Anything that can happen to an attempt, at any time, fitting or not. */
const event: fc.Arbitrary<AttemptEvent> = fc.oneof(
  fc.constant<AttemptEvent>({ kind: 'startCall' }),
  fc.boolean().map((allowed): AttemptEvent => ({ kind: 'begun', allowed })),
  fc.constant<AttemptEvent>({ kind: 'refused' }),
  fc.constantFrom('trying', 'ringing', 'earlyMedia', 'lost').map(kind => call({ kind })),
  fc
    .constantFrom('person', 'person', 'unknown', 'machine')
    .map(by => call({ kind: 'answered', by })),
  operator.map(operator => call({ kind: 'connected', operator })),
  fc
    .tuple(operator, fc.constantFrom('leg' as const, 'network' as const))
    .map(([operator, why]) => call({ kind: 'connectFailed', operator, why })),
  fc.constantFrom('1', '9').map(digit => call({ kind: 'digit', digit })),
  fc.boolean().map(completed => call({ kind: 'announced', completed })),
  fc
    .record({
      cause: fc.constantFrom('noAnswer', 'busy', 'congestion', 'cancelled', 'hangUp'),
      from: fc.constantFrom('callee', 'us', 'network'),
    })
    .map(how => call({ kind: 'ended', ...how })),
  operator.map((operator): AttemptEvent => ({ kind: 'operatorFound', operator })),
  operator.map((operator): AttemptEvent => ({ kind: 'operatorGone', operator })),
  fc.constant<AttemptEvent>({ kind: 'operatorHungUp' }),
  operator.map((guest): AttemptEvent => ({ kind: 'guestAsked', guest })),
  fc.constant<AttemptEvent>({ kind: 'guestSent' }),
  operator.map((to): AttemptEvent => ({ kind: 'handOver', to })),
  operator.map(operator => call({ kind: 'transferred', operator })),
  fc.constantFrom('invite', 'transfer').map(act => call({ kind: 'actFailed', act, why: 'failed' })),
  fc.boolean().map((blind): AttemptEvent => ({ kind: 'outsideAsked', outside: 'x', blind })),
  fc
    .constantFrom('answered', 'there', 'gone')
    .map((is): AttemptEvent => ({ kind: 'outside', outside: 'x', is })),
  fc
    .constantFrom('outsideSent', 'outsideGiven', 'outsideKept')
    .map((kind): AttemptEvent => ({ kind })),
  fc.constantFrom('united', 'notUnited').map(kind => call({ kind, outside: 'x' })),
  fc.constantFrom('cardClosed', 'takenBack').map((kind): AttemptEvent => ({ kind })),
  fc
    .constantFrom('ring', 'wait', 'join', 'message', 'end')
    .map((timer): AttemptEvent => ({ kind: 'timeUp', timer })),
)

/** What happens, each after a while; now and then twice. */
const story = fc.array(
  fc.record({ after: fc.constantFrom(0, 0, 100, 1000, 3000), event, twice: fc.boolean() }),
  { maxLength: 40, size: 'max' },
)

const beginning = fc.constantFrom(newAttempt, previewedAttempt)

/** Lets a story happen to an attempt, in front of somebody who looks at each step. */
function live(
  attempt: typeof newAttempt,
  events: readonly { after: number; event: AttemptEvent; twice: boolean }[],
  look: (effects: readonly AttemptEffect[], event: AttemptEvent, life: Life) => void = () => {},
): Life {
  const life = new Life(attempt)
  for (const { after, event, twice } of events) {
    life.wait(after)
    for (let n = 0; n < (twice ? 2 : 1); n++) look(life.step(event), event, life)
  }
  return life
}

const howMany = (life: Life, what: AttemptEffect['do']): number =>
  life.effects.filter(one => one.do === what).length

describe('an attempt, whatever happens to it in whatever order', () => {
  it('finishes once, with the outcome that was written, and does nothing after that', () => {
    fc.assert(
      fc.property(beginning, story, (attempt, events) => {
        const life = live(attempt, events)
        const finish = life.effects.findIndex(one => one.do === 'finish')
        expect(howMany(life, 'finish')).toBe(life.outcome === null ? 0 : 1)
        if (finish < 0) return
        expect(finish).toBe(life.effects.length - 1)
        expect(life.effects[finish]).toMatchObject({ outcome: life.outcome })
        const written = life.effects.filter(one => one.do === 'mark' && one.marks.outcome)
        if (howMany(life, 'originate') > 0) expect(written).toHaveLength(1)
        expect(life.marks.outcome ?? 'notPlaced').toBe(life.outcome)
      }),
      { numRuns: 500 },
    )
  })

  it('counts everybody who answered exactly once, as what the outcome says', () => {
    fc.assert(
      fc.property(beginning, story, (attempt, events) => {
        let person = false
        const life = live(attempt, events, (effects, event) => {
          const marked = effects.some(one => one.do === 'mark' && one.marks.answeredAt)
          if (marked && event.kind === 'call' && event.event.kind === 'answered')
            person ||= event.event.by !== 'machine'
        })
        const counts = life.effects.flatMap(one => (one.do === 'count' ? [one.as] : []))
        expect(counts.length).toBeLessThanOrEqual(1)
        if (life.outcome === null) return
        expect(counts).toHaveLength(person || life.outcome === 'lost' ? 1 : 0)
        const counted = { connected: 'connected', abandoned: 'abandoned', lost: 'abandoned' }
        expect(counts[0]).toBe(counted[life.outcome as 'lost'])
      }),
      { numRuns: 500 },
    )
  })

  it('gives back each operator it was given exactly once, and has one at a time', () => {
    fc.assert(
      fc.property(beginning, story, (attempt, events) => {
        let held: string | null = null
        let talking = false
        const look = (
          effects: readonly AttemptEffect[],
          event: AttemptEvent,
          { attempt }: Life,
        ) => {
          if (talking && event.kind === 'operatorGone' && event.operator === held) held = null
          const { state } = attempt
          talking = state.name === 'talking' || state.name === 'uniting'
          for (const effect of effects) {
            if (effect.do === 'connect') {
              // Back from the way to somebody outside, the person is with the same one again.
              expect([null, effect.operator]).toContain(held)
              held = effect.operator
            }
            if (effect.do === 'handOn') held = effect.to
            if (effect.do === 'openCard') expect(effect.operator).toBe(held)
            if (effect.do === 'callEnded' || effect.do === 'freeOperator') {
              expect(effect.operator).toBe(held)
              held = null
            }
            if (effect.do === 'leaveRinging') {
              expect(effect.operator).toBe(held)
              held = null
            }
            if (effect.do === 'leaveOutside') {
              expect(effect.from).toBe(held)
              held = null
            }
            if (effect.do === 'finish') expect(held).toBeNull()
          }
        }
        live(attempt, events, look)
      }),
      { numRuns: 500 },
    )
  })

  it('waits in the row exactly while it seeks, and commands each thing once', () => {
    fc.assert(
      fc.property(beginning, story, (attempt, events) => {
        let seeking = false
        const life = live(attempt, events, (effects, _, { attempt }) => {
          for (const effect of effects) {
            if (effect.do !== 'seek' && effect.do !== 'stopSeeking') continue
            expect(seeking).toBe(effect.do === 'stopSeeking')
            seeking = !seeking
          }
          expect(seeking).toBe(attempt.state.name === 'seeking')
        })
        for (const once of ['begin', 'originate', 'hangUp', 'announce', 'stopNumber'] as const)
          expect(howMany(life, once)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })
})

describe('somebody outside', () => {
  it('is called off with the call, once, and is in no call without its talk', () => {
    fc.assert(
      fc.property(beginning, story, (attempt, events) => {
        let isIn = false
        live(attempt, events, (effects, event, { attempt }) => {
          for (const effect of effects) {
            if (effect.do === 'callOutside') {
              expect(isIn).toBe(false)
              isIn = true
            }
            if (effect.do === 'dropOutside') {
              expect(isIn).toBe(true)
              isIn = false
            }
          }
          const { state, outside } = attempt
          const isGone = event.kind === 'outside' && event.is === 'gone'
          if (outside === null) {
            if (isGone) isIn = false
            expect(isIn && !isGone).toBe(false)
            isIn = false
          } else expect(['talking', 'awaiting', 'uniting', 'given']).toContain(state.name)
        })
      }),
      { numRuns: 500 },
    )
  })
})

describe('the timer of an attempt', () => {
  const TIMER_OF = {
    preview: null,
    beginning: null,
    placed: 'ring',
    seeking: 'wait',
    joining: 'join',
    talking: 'end',
    handing: 'join',
    awaiting: 'end',
    uniting: 'join',
    given: 'end',
    announcing: 'message',
    ending: 'end',
    over: null,
  } as const

  it('is the one its state needs, and a timer that is not planned changes nothing', () => {
    fc.assert(
      fc.property(beginning, story, (attempt, events) => {
        let planned: string | null = null
        let before = attempt
        live(attempt, events, (effects, event, { attempt }) => {
          if (event.kind === 'timeUp' && event.timer !== planned) expect(attempt).toBe(before)
          before = attempt
          for (const effect of effects) {
            if (effect.do === 'plan') planned = effect.timer
            if (effect.do === 'unplan') planned = null
          }
          expect(planned).toBe(TIMER_OF[attempt.state.name])
        })
      }),
      { numRuns: 500 },
    )
  })

  it('ends every call that was placed, though nobody else ever says anything again', () => {
    fc.assert(
      fc.property(story, events => {
        const life = live(newAttempt, events)
        for (let n = 0; n < 4; n++) {
          const timer = TIMER_OF[life.attempt.state.name]
          if (timer !== null) life.wait(1e8).see({ kind: 'timeUp', timer })
        }
        expect(['beginning', 'over']).toContain(life.attempt.state.name)
      }),
      { numRuns: 500 },
    )
  })
})
