import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newOperator, type Operator } from '../../src/desk/operator.ts'
import { type OperatorEvent, stepOperator } from '../../src/desk/operator-machine.ts'

const attempt = fc.constantFrom('a', 'b', 'c')

/** Anything that can happen to an operator, fitting or not. */
const event: fc.Arbitrary<OperatorEvent> = fc.oneof(
  fc
    .constantFrom('signedIn', 'ready', 'released', 'callTaken', 'acted', 'wrapUpLimit')
    .map(kind => ({ kind }) as OperatorEvent),
  fc.constantFrom('gone', 'phone').map((why): OperatorEvent => ({ kind: 'vanished', why })),
  fc.boolean().map((awaited): OperatorEvent => ({ kind: 'signedOut', awaited })),
  fc
    .tuple(fc.constantFrom('operator', 'supervisor', 'system'), fc.boolean())
    .map(([by, awaited]): OperatorEvent => ({ kind: 'breakAsked', reason: 'tea', by, awaited })),
  fc
    .option(attempt)
    .map((attempt): OperatorEvent => ({ kind: 'reserved', campaign: 'demo', attempt })),
  attempt.map((attempt): OperatorEvent => ({ kind: 'joined', attempt })),
  fc.constantFrom(null, 60_000).map((until): OperatorEvent => ({ kind: 'callEnded', until })),
  fc.constant<OperatorEvent>({ kind: 'extended', by: 1000, max: 2 }),
  attempt.map((attempt): OperatorEvent => ({ kind: 'cardClosed', attempt })),
  attempt.map((attempt): OperatorEvent => ({ kind: 'cardRestored', attempt })),
  attempt.map((attempt): OperatorEvent => ({ kind: 'cardTakenUp', attempt, until: 60_000 })),
)

const story = fc.array(event, { maxLength: 60, size: 'max' })

/** Lets a story happen, in front of somebody who looks at each step. */
function live(
  events: readonly OperatorEvent[],
  look: (before: Operator, event: OperatorEvent, after: Operator, now: number) => void,
): void {
  let operator = newOperator
  events.forEach((event, now) => {
    const before = operator
    operator = stepOperator(before, event, now)
    look(before, event, operator, now)
  })
}

/** The cards an operator has in hand or is still to close. */
const cardsOf = ({ state, memory }: Operator): string[] =>
  [...memory.openCards, ...(state.name === 'wrapUp' ? [state.attempt] : [])].sort()

const isPromised = (state: Operator['state']) => state.name === 'reserved' && state.attempt !== null

const isIdle = ({ state }: Operator) => state.name === 'free' || state.name === 'reserved'

describe('an operator, whatever happens in whatever order', () => {
  it('becomes free only by signing in, saying so, closing a card, or when nobody was heard', () => {
    fc.assert(
      fc.property(story, events => {
        live(events, (before, event, after) => {
          if (isIdle(before) || !isIdle(after)) return
          expect(['signedIn', 'ready', 'cardClosed', 'callTaken']).toContain(event.kind)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('keeps every open card until it is closed, and has each once', () => {
    fc.assert(
      fc.property(story, events => {
        const model = new Set<string>()
        live(events, (before, event, after) => {
          const talk = before.state.name === 'talking' ? before.state.attempt : null
          // In talk the card goes with the person.
          if (event.kind === 'cardRestored' && event.attempt !== talk) model.add(event.attempt)
          if (event.kind === 'callEnded' && talk !== null) model.add(talk)
          if (talk === null && after.state.name === 'talking') model.delete(after.state.attempt)
          if (event.kind === 'cardClosed') model.delete(event.attempt)
          expect(cardsOf(after)).toEqual([...model].sort())
        })
      }),
      { numRuns: 500 },
    )
  })

  it('is never free while a card is open, but for the attempt they are promised to', () => {
    fc.assert(
      fc.property(story, events => {
        live(events, (_, __, after) => {
          const { state, memory } = after
          if (isIdle(after) && !isPromised(state)) expect(memory.openCards).toEqual([])
        })
      }),
      { numRuns: 500 },
    )
  })

  it('is the same object when nothing changed', () => {
    fc.assert(
      fc.property(story, events => {
        live(events, (before, event, after) => {
          const asked = event.kind === 'reserved' || event.kind === 'breakAsked'
          if (!asked && isDeepStrictEqual(before, after)) expect(after).toBe(before)
        })
      }),
    )
  })

  it('has been free since the last task ended, whether reserved meanwhile or not', () => {
    fc.assert(
      fc.property(story, events => {
        let since = -1
        live(events, (before, event, after, now) => {
          const nobodyHeard = event.kind === 'callTaken'
          if (!isIdle(before) && isIdle(after) && !nobodyHeard) since = now
          if (after.state.name === 'free' || after.state.name === 'reserved')
            expect(after.state.since).toBe(since)
        })
      }),
      { numRuns: 500 },
    )
  })
})
