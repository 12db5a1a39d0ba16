import { describe, expect, it } from 'vitest'
import { NOT_RESPONDING, newOperator, type Operator } from '../../src/desk/operator.ts'
import { type OperatorEvent, stepOperator } from '../../src/desk/operator-machine.ts'

/** Lets things happen to an operator, the first at 1 s and each a second after the one before. */
function lived(...events: readonly OperatorEvent[]): Operator {
  let operator = newOperator
  events.forEach((event, n) => {
    operator = stepOperator(operator, event, (n + 1) * 1000)
  })
  return operator
}

const IN: OperatorEvent = { kind: 'signedIn' }
const OUT: OperatorEvent = { kind: 'signedOut', awaited: false }
const READY: OperatorEvent = { kind: 'ready' }
const ACTED: OperatorEvent = { kind: 'acted' }
const TEA = { kind: 'breakAsked', reason: 'tea', by: 'operator', awaited: false } as const
const RESERVED: OperatorEvent = { kind: 'reserved', campaign: 'demo', attempt: 'a' }
const JOINED: OperatorEvent = { kind: 'joined', attempt: 'a' }
const ENDED: OperatorEvent = { kind: 'callEnded', until: 60_000 }
const CLOSED: OperatorEvent = { kind: 'cardClosed', attempt: 'a' }
const LIMIT: OperatorEvent = { kind: 'wrapUpLimit' }
const restored = (attempt: string): OperatorEvent => ({ kind: 'cardRestored', attempt })

const nameAfter = (...events: readonly OperatorEvent[]) => lived(...events).state.name

describe('an operator at work', () => {
  it('is free once signed in, and again when the card of a call is closed', () => {
    expect(lived(IN).state).toEqual({ name: 'free', since: 1000 })
    expect(nameAfter(IN, RESERVED, JOINED)).toBe('talking')
    expect(nameAfter(IN, RESERVED, JOINED, ENDED)).toBe('wrapUp')
    expect(lived(IN, RESERVED, JOINED, ENDED, CLOSED).state).toEqual({ name: 'free', since: 5000 })
  })

  it('keeps the place in the row while reserved, and when nobody was heard', () => {
    expect(lived(IN, RESERVED).state).toMatchObject({ name: 'reserved', since: 1000 })
    expect(lived(IN, RESERVED, { kind: 'released' }).state).toEqual({ name: 'free', since: 1000 })
    expect(lived(IN, JOINED, { kind: 'callTaken' }).state).toEqual({ name: 'free', since: 1000 })
  })

  it('is not free by the closing of a card that is not in hand', () => {
    const other: OperatorEvent = { kind: 'cardClosed', attempt: 'b' }
    expect(nameAfter(IN, JOINED, ENDED, other)).toBe('wrapUp')
    expect(nameAfter(IN, JOINED, CLOSED)).toBe('talking')
  })

  it('cannot be reserved or joined on a break, in a call or before signing in', () => {
    for (const events of [[], [IN, TEA], [IN, JOINED], [IN, JOINED, ENDED]]) {
      const before = lived(...events)
      expect(stepOperator(before, RESERVED, 9000)).toBe(before)
      expect(stepOperator(before, { kind: 'joined', attempt: 'b' }, 9000)).toBe(before)
    }
  })
})

describe('a break or a sign-out', () => {
  it('begins at once for whoever has no task', () => {
    const onBreak = { name: 'break', reason: 'tea', by: 'operator' }
    expect(lived(IN, TEA).state).toMatchObject(onBreak)
    expect(lived(IN, RESERVED, TEA).state).toMatchObject(onBreak)
    expect(nameAfter(IN, TEA, READY)).toBe('free')
    expect(nameAfter(IN, OUT)).toBe('signedOut')
  })

  it('is nothing to whoever is not signed in', () => {
    for (const event of [OUT, TEA, READY])
      expect(stepOperator(newOperator, event, 1)).toBe(newOperator)
    expect(stepOperator(newOperator, { kind: 'vanished', why: 'phone' }, 1)).toBe(newOperator)
  })

  it('asked for in a call begins when the card is closed, by whoever asked for it', () => {
    const asked: OperatorEvent = { ...TEA, reason: 'meeting', by: 'supervisor' }
    expect(nameAfter(IN, JOINED, asked, ENDED)).toBe('wrapUp')
    expect(lived(IN, JOINED, asked, ENDED, CLOSED).state).toMatchObject({
      name: 'break',
      reason: 'meeting',
      by: 'supervisor',
    })
    expect(nameAfter(IN, JOINED, ENDED, OUT)).toBe('wrapUp')
    expect(nameAfter(IN, JOINED, ENDED, OUT, CLOSED)).toBe('signedOut')
  })

  it('asked for in a call is taken back by "ready"', () => {
    expect(nameAfter(IN, JOINED, TEA, READY, ENDED, CLOSED)).toBe('free')
    expect(nameAfter(IN, JOINED, OUT, ENDED, READY, CLOSED)).toBe('free')
  })

  it('asked for in one shift does not hang over to the next', () => {
    const gone: OperatorEvent = { kind: 'vanished', why: 'gone' }
    expect(nameAfter(IN, JOINED, OUT, gone, IN, JOINED, ENDED, CLOSED)).toBe('free')
  })

  it('asked for in a wrap-up that ran out still comes with its card', () => {
    const back = [IN, JOINED, OUT, ENDED, LIMIT, READY]
    expect(nameAfter(...back)).toBe('wrapUp')
    expect(nameAfter(...back, CLOSED)).toBe('signedOut')
    expect(nameAfter(...back, LIMIT, READY, CLOSED)).toBe('signedOut')
    expect(nameAfter(...back, READY, CLOSED)).toBe('free')
    expect(nameAfter(IN, JOINED, OUT, ENDED, LIMIT, CLOSED)).toBe('signedOut')
    expect(nameAfter(IN, JOINED, ENDED, LIMIT, CLOSED)).toBe('break')
    expect(nameAfter(IN, JOINED, ENDED, LIMIT, OUT, IN, CLOSED)).toBe('free')
  })
})

describe('a break or a sign-out asked for while a line rings for the operator alone', () => {
  const tea: OperatorEvent = { ...TEA, awaited: true }
  const out: OperatorEvent = { kind: 'signedOut', awaited: true }
  const released: OperatorEvent = { kind: 'released' }

  it('begins when the line has ended unanswered', () => {
    expect(nameAfter(IN, RESERVED, tea)).toBe('reserved')
    expect(lived(IN, RESERVED, tea, released).state).toMatchObject({ name: 'break', since: 4000 })
    expect(nameAfter(IN, RESERVED, out)).toBe('reserved')
    expect(nameAfter(IN, RESERVED, out, released)).toBe('signedOut')
  })

  it('begins after the call and its card when somebody answered, or when nobody was heard', () => {
    expect(nameAfter(IN, RESERVED, tea, JOINED, ENDED)).toBe('wrapUp')
    expect(nameAfter(IN, RESERVED, tea, JOINED, ENDED, CLOSED)).toBe('break')
    expect(nameAfter(IN, RESERVED, out, JOINED, { kind: 'callTaken' })).toBe('signedOut')
  })

  it('is taken back by "ready", and does not keep whoever vanishes', () => {
    expect(lived(IN, RESERVED, tea, READY, released).state).toEqual({ name: 'free', since: 1000 })
    expect(nameAfter(IN, RESERVED, out, READY, released)).toBe('free')
    expect(nameAfter(IN, RESERVED, tea, { kind: 'vanished', why: 'gone' })).toBe('signedOut')
  })

  it('comes before another promise', () => {
    const again: OperatorEvent = { kind: 'reserved', campaign: 'demo', attempt: 'b' }
    expect(nameAfter(IN, RESERVED, tea, again)).toBe('break')
    expect(nameAfter(IN, RESERVED, out, again)).toBe('signedOut')
    expect(nameAfter(IN, RESERVED, restored('c'), again)).toBe('wrapUp')
    expect(nameAfter(IN, RESERVED, again)).toBe('reserved')
  })

  it('begins at once for whoever is reserved for the campaign as a whole', () => {
    const all: OperatorEvent = { kind: 'reserved', campaign: 'demo', attempt: null }
    expect(nameAfter(IN, all, tea)).toBe('break')
    expect(nameAfter(IN, all, out)).toBe('signedOut')
  })
})

describe('an operator who gives no sign of life', () => {
  it('for two connected calls in a row is put on a break, with the card kept', () => {
    const silent = [JOINED, ENDED, CLOSED]
    expect(nameAfter(IN, ...silent, JOINED)).toBe('talking')
    const away = lived(IN, ...silent, JOINED, ENDED)
    expect(away.state).toMatchObject({ name: 'break', reason: NOT_RESPONDING, by: 'system' })
    expect(away.memory.openCards).toEqual(['a'])
  })

  it.each([
    ['in the first call', [JOINED, ACTED, ENDED, CLOSED, JOINED, ENDED]],
    ['after the first call', [JOINED, ENDED, ACTED, CLOSED, JOINED, ENDED]],
    ['in the second call', [JOINED, ENDED, CLOSED, JOINED, ACTED, ENDED]],
    ['by asking for a break', [JOINED, ENDED, CLOSED, JOINED, TEA, ENDED]],
    ['by asking to sign out', [JOINED, ENDED, CLOSED, JOINED, OUT, ENDED]],
    ['by coming back from a break', [JOINED, ENDED, CLOSED, TEA, READY, JOINED, ENDED]],
  ] as const)('is not taken to be away after a sign of life %s', (_, events) => {
    expect(nameAfter(IN, ...events)).toBe('wrapUp')
  })

  it('is not credited with a break that a supervisor asked for', () => {
    const asked: OperatorEvent = { ...TEA, reason: 'meeting', by: 'supervisor' }
    expect(nameAfter(IN, JOINED, ENDED, CLOSED, JOINED, asked, ENDED)).toBe('break')
  })

  it('until the limit of the wrap-up is put on a break and finds the card again', () => {
    expect(lived(IN, JOINED, ENDED, LIMIT).state).toMatchObject({ reason: NOT_RESPONDING })
    const back = lived(IN, JOINED, ENDED, LIMIT, READY)
    expect(back.state).toMatchObject({ name: 'wrapUp', attempt: 'a', until: null })
    expect(back.memory.openCards).toEqual([])
  })

  it('by phone is put on a break, without a screen signed out, and the card is kept', () => {
    const lost: OperatorEvent = { kind: 'vanished', why: 'phone' }
    const gone: OperatorEvent = { kind: 'vanished', why: 'gone' }
    expect(lived(IN, RESERVED, lost).state).toMatchObject({ reason: NOT_RESPONDING })
    expect(nameAfter(IN, RESERVED, gone)).toBe('signedOut')
    expect(lived(IN, JOINED, ENDED, lost).memory.openCards).toEqual(['a'])
    expect(lived(IN, JOINED, ENDED, gone).memory.openCards).toEqual(['a'])
    expect(lived(IN, JOINED, gone).memory.openCards).toEqual([])
    expect(lived(IN, TEA, lost).state).toMatchObject({ reason: 'tea' })
  })
})

describe('a wrap-up', () => {
  const more: OperatorEvent = { kind: 'extended', by: 30_000, max: 1 }

  it('can be extended as often as the campaign allows', () => {
    const once = lived(IN, JOINED, ENDED, more)
    expect(once.state).toMatchObject({ until: 90_000, extensions: 1 })
    expect(stepOperator(once, more, 9000)).toBe(once)
  })

  it('that has no limit is not extended', () => {
    const before = lived(IN, JOINED, { kind: 'callEnded', until: null })
    expect(stepOperator(before, more, 9000)).toBe(before)
  })
})

describe('cards left open', () => {
  it('come one after another before anything new', () => {
    const back = lived(restored('b'), restored('c'), restored('b'), IN)
    expect(back.state).toMatchObject({ name: 'wrapUp', attempt: 'b' })
    const next = stepOperator(back, { kind: 'cardClosed', attempt: 'b' }, 9000)
    expect(next.state).toMatchObject({ name: 'wrapUp', attempt: 'c' })
    const last = stepOperator(next, { kind: 'cardClosed', attempt: 'c' }, 10_000)
    expect(last.state).toEqual({ name: 'free', since: 10_000 })
  })

  it('interrupt whoever is free, and wait for the end of a task', () => {
    const all: OperatorEvent = { kind: 'reserved', campaign: 'demo', attempt: null }
    expect(nameAfter(IN, restored('b'))).toBe('wrapUp')
    expect(nameAfter(IN, all, restored('b'))).toBe('wrapUp')
    expect(nameAfter(IN, RESERVED, restored('b'))).toBe('reserved')
    expect(nameAfter(IN, RESERVED, restored('b'), { kind: 'released' })).toBe('wrapUp')
    expect(nameAfter(IN, JOINED, restored('b'))).toBe('talking')
    expect(lived(IN, JOINED, restored('b'), { kind: 'callTaken' }).state).toMatchObject({
      name: 'wrapUp',
      attempt: 'b',
    })
  })

  it('have the limit that is said as they are taken up, and keep it', () => {
    const takenUp = (attempt: string, until: number): OperatorEvent => {
      return { kind: 'cardTakenUp', attempt, until }
    }
    const back = lived(IN, restored('b'), takenUp('a', 50_000), takenUp('b', 60_000))
    expect(back.state).toMatchObject({ name: 'wrapUp', until: 60_000 })
    expect(stepOperator(back, takenUp('b', 70_000), 9000)).toBe(back)
    expect(nameAfter(IN, restored('b'), takenUp('b', 60_000), LIMIT)).toBe('break')
    expect(nameAfter(IN, takenUp('b', 60_000))).toBe('free')
  })

  it('that were closed meanwhile do not come back', () => {
    expect(nameAfter(IN, JOINED, ENDED, LIMIT, CLOSED, READY)).toBe('free')
  })
})
