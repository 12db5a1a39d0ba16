import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BrokenRule } from '../../../../src/base/assert.ts'
import { newCallee, stepCallee } from '../../../../src/telephony/freeswitch/rules/callee.ts'
import type {
  Callee,
  CalleeEffect,
  CalleeInput,
} from '../../../../src/telephony/freeswitch/rules/callee-state.ts'

/** A call after some inputs, with all that was to be done on the way. */
function story(...inputs: CalleeInput[]): { state: Callee; done: CalleeEffect[]; last: string[] } {
  let state = newCallee('a')
  const done: CalleeEffect[] = []
  let last: string[] = []
  for (const input of inputs) {
    const step = stepCallee(state, input)
    state = step.state
    done.push(...step.effects)
    last = step.effects.map(named)
  }
  return { state, done, last }
}

/** An effect in a word; of an event its kind. */
const named = (effect: CalleeEffect): string =>
  effect.kind === 'tell' ? `tell ${effect.event.kind}` : effect.kind
const told = (done: readonly CalleeEffect[]) =>
  done.flatMap(effect => (effect.kind === 'tell' ? [effect.event] : []))

const READY: CalleeInput = { kind: 'mediaReady' }
const ANSWERED: CalleeInput = { kind: 'answered' }
const HANG_UP: CalleeInput = { kind: 'hangUp' }
const MEDIA_FAILED: CalleeInput = { kind: 'mediaFailed' }
const LOST: CalleeInput = { kind: 'lost' }
const BYE: CalleeInput = { kind: 'bye', from: 'callee', q850: null }
const FELL: CalleeInput = { kind: 'legFell', operator: 'anna' }
const CONNECT: CalleeInput = { kind: 'connect', operator: 'anna' }
const JOINED: CalleeInput = { kind: 'joined', turn: 1 }
const ANNOUNCE: CalleeInput = {
  kind: 'announce',
  announcement: { message: 'Carillon called you.', stopKey: '9' },
}
const refused = (status: number): CalleeInput => ({
  kind: 'refused',
  final: { status, q850: null, retryAfter: false, ours: false },
})

describe('before the answer', () => {
  test('Nobody is called before our media are ready.', () => {
    expect(story().done).toEqual([])
    expect(story(READY).last).toEqual(['invite'])
  })

  test('A call taken back before anybody was called ends at once, and nobody is called.', () => {
    const { done } = story(HANG_UP, READY)
    expect(done.map(named)).toEqual(['release', 'tell ended'])
    expect(told(done)[0]).toMatchObject({ cause: 'cancelled', from: 'us' })
  })

  test('Without media the call fails on our side.', () => {
    expect(told(story(MEDIA_FAILED).done)[0]).toMatchObject({ cause: 'failed', from: 'us' })
  })

  test('Provisional responses are told once each, and never backwards.', () => {
    const progress = (['trying', 'earlyMedia', 'ringing', 'earlyMedia'] as const).map(
      kind => ({ kind: 'provisional', told: kind }) as const,
    )
    expect(told(story(READY, ...progress).done).map(({ kind }) => kind)).toEqual([
      'trying',
      'earlyMedia',
    ])
  })

  test('A CANCEL is sent once, and the end waits for the network.', () => {
    const { done, state } = story(READY, HANG_UP, { kind: 'ringLimit' }, HANG_UP)
    expect(done.map(named)).toEqual(['invite', 'cancel'])
    expect(told(stepCallee(state, refused(487)).effects)[0]).toMatchObject({ cause: 'cancelled' })
  })

  test('Media lost while it rings take the call back as our failure.', () => {
    const { done } = story(READY, MEDIA_FAILED, refused(487))
    expect(done.map(named)).toEqual(['invite', 'cancel', 'release', 'tell ended'])
    expect(told(done)[0]).toMatchObject({ cause: 'failed', from: 'us' })
  })

  test('An answer that crosses our CANCEL is told and hung up.', () => {
    for (const withdrawal of [HANG_UP, { kind: 'ringLimit' } as const]) {
      const { done } = story(READY, withdrawal, ANSWERED, { kind: 'byeDone' })
      expect(done.map(named).slice(2)).toEqual([
        'tell answered',
        'bye',
        'release',
        'release',
        'tell ended',
      ])
      expect(told(done)[1]).toMatchObject({ cause: 'hangUp', from: 'us', sip: 200 })
    }
  })
})

describe('after the answer', () => {
  test('Media are attached at once, before anybody asks for an operator.', () => {
    expect(story(READY, ANSWERED).last).toEqual(['attach', 'tell answered'])
  })

  test('A join that came too late for the operator who fell is not taken for the next.', () => {
    const { state } = story(READY, ANSWERED, CONNECT, FELL, CONNECT)
    expect(state).toMatchObject({ phase: 'joining', turn: 2 })
    expect(stepCallee(state, JOINED)).toEqual({ state, effects: [] })
    const joined = stepCallee(state, { kind: 'joined', turn: 2 })
    expect(joined.effects.map(named)).toEqual(['tell connected'])
  })

  test('An operator who falls out of a joining fails it, and one who falls out of a talk does not.', () => {
    expect(story(READY, ANSWERED, CONNECT, FELL).last).toEqual(['leave', 'tell connectFailed'])
    expect(story(READY, ANSWERED, CONNECT, JOINED, FELL).last).toEqual(['leave'])
  })

  test('Media lost after the answer hang the callee up, by the network’s doing.', () => {
    const { done } = story(READY, ANSWERED, CONNECT, MEDIA_FAILED, { kind: 'byeDone' })
    expect(done.map(named).slice(-4)).toEqual(['bye', 'release', 'release', 'tell ended'])
    expect(told(done).at(-1)).toMatchObject({ cause: 'hangUp', from: 'network' })
  })

  test('The stop key ends the message; other keys and late keys do nothing.', () => {
    const digit = (digit: string) => ({ kind: 'digit', digit }) as const
    const { state } = story(READY, ANSWERED, ANNOUNCE)
    expect(stepCallee(state, digit('1')).effects).toEqual([])
    const stopped = stepCallee(state, digit('9'))
    expect(stopped.effects.map(named)).toEqual(['stopPlaying', 'tell digit', 'tell announced'])
    expect(told(stopped.effects)[1]).toMatchObject({ completed: false })
    expect(stepCallee(stopped.state, digit('9')).effects).toEqual([])
    const played = { kind: 'played', turn: 1, completed: true } as const
    expect(stepCallee(stopped.state, played).effects).toEqual([])
  })

  test('A lost server loses the call, and what can be hung up is.', () => {
    // Nobody has been called yet.
    expect(story(LOST).last).toEqual(['release', 'tell ended'])
    expect(story(READY, LOST).last).toEqual(['cancel', 'release', 'tell lost'])
    expect(story(READY, ANSWERED, LOST).last).toEqual(['bye', 'release', 'tell lost'])
  })

  test('An answer to a call that was lost is hung up.', () => {
    expect(story(READY, LOST, ANSWERED).last).toEqual(['bye'])
  })

  test('Commands in the wrong phase are mistakes, unless the call is being ended.', () => {
    for (const command of [CONNECT, ANNOUNCE]) {
      expect(() => story(READY, command)).toThrow(BrokenRule)
      expect(() => story(READY, ANSWERED, CONNECT, command)).toThrow(BrokenRule)
      expect(story(READY, HANG_UP, command).last).toEqual([])
      expect(story(READY, ANSWERED, HANG_UP, command).last).toEqual([])
      expect(story(READY, ANSWERED, BYE, command).last).toEqual([])
    }
  })
})

/** Anything that can come to a call. */
const input = anything()

test('Whatever comes, a call tells one end, its last word, and hangs up what was answered.', () => {
  fc.assert(
    fc.property(fc.array(input, { maxLength: 14 }), inputs => {
      let state = newCallee('a')
      const done: CalleeEffect[] = []
      for (const one of [...inputs, LOST]) {
        const mistake = one.kind === 'connect' || one.kind === 'announce'
        try {
          const step = stepCallee(state, one)
          state = step.state
          done.push(...step.effects)
        } catch (error) {
          if (!(mistake && error instanceof BrokenRule)) throw error
        }
      }
      const events = told(done).map(({ kind }) => kind)
      const ends = events.filter(kind => kind === 'ended' || kind === 'lost')
      expect(ends).toHaveLength(1)
      expect(events.at(-1)).toBe(ends[0])
      expect(events.filter(kind => kind === 'answered').length).toBeLessThanOrEqual(1)
      const words = done.map(named)
      expect(words.filter(word => word === 'invite').length).toBeLessThanOrEqual(1)
      // Its media were given back, or were never had.
      expect(words).toContain('release')
      const ended = told(done).find(({ kind }) => kind === 'ended')
      if (ended?.kind === 'ended')
        expect(ended.cause === 'hangUp').toBe(events.includes('answered'))
    }),
    { numRuns: 2000 },
  )
})

/** In all of these a callee hears people or a message, or is about to. */
const WITHOUT_MUSIC = [
  'joining',
  'joined',
  'resuming',
  'announcing',
  'visiting',
  'uniting',
  'united',
]

test('Whatever comes, no callee hears music that was not to be, or two kinds of it at once.', () => {
  fc.assert(
    fc.property(fc.array(input, { maxLength: 14 }), fc.boolean(), (inputs, isCaller) => {
      let state = newCallee('a', isCaller)
      let plays = false
      for (const one of [READY, ANSWERED, CONNECT, JOINED, ...inputs]) {
        if ((one.kind === 'connect' || one.kind === 'announce') && state.phase !== 'waiting')
          continue
        const step = stepCallee(state, one)
        state = step.state
        for (const effect of step.effects) {
          if (effect.kind === 'music') expect(plays).toBe(false)
          const isOver = ['stopMusic', 'release', 'tell transferred'].includes(named(effect))
          if (effect.kind === 'music' || isOver) plays = effect.kind === 'music'
        }
        if (state.phase === 'waiting') expect(plays).toBe(state.music)
        if (state.phase === 'held' || state.phase === 'holding') expect(plays).toBe(true)
        if (WITHOUT_MUSIC.includes(state.phase)) expect(plays).toBe(false)
      }
    }),
    { numRuns: 2000 },
  )
})

function anything(): fc.Arbitrary<CalleeInput> {
  const simple = [
    'mediaReady',
    'mediaFailed',
    'answered',
    'byeDone',
    'ringLimit',
    'hangUp',
  ] as const
  const whom = fc.constantFrom('anna', 'bert')
  const act: fc.Arbitrary<CalleeInput> = fc.oneof(
    fc.record({ kind: fc.constantFrom('hold', 'mute'), on: fc.boolean() }),
    fc.record({
      kind: fc.constantFrom('invite', 'transfer'),
      operator: whom,
      free: fc.boolean(),
    }),
    fc.record({ kind: fc.constantFrom('outside', 'moveFailed', 'joined'), turn: fc.nat(4) }),
    fc.record({ kind: fc.constantFrom('guestIn', 'guestFailed'), operator: whom }),
    fc.constantFrom('dismiss', 'leaveOnHold').map(kind => ({ kind }) as CalleeInput),
    fc.constantFrom('bring' as const, 'alone' as const).map(kind => ({ kind })),
    fc.record({ kind: fc.constant('visit'), welcome: fc.boolean() }),
    fc.record({ kind: fc.constant('unite'), outside: fc.constant('x'), there: fc.boolean() }),
    fc.record({
      kind: fc.constantFrom('visited', 'met', 'brought'),
      turn: fc.nat(4),
      done: fc.boolean(),
    }),
  )
  return fc.oneof(
    fc.constantFrom(...simple, 'lost' as const).map(kind => ({ kind })),
    whom.map(operator => ({ kind: 'legFell', operator }) as const),
    act,
    fc.constantFrom(486, 487, 503).map(refused),
    fc.constantFrom(BYE, CONNECT, ANNOUNCE),
    fc.constantFrom<CalleeInput>(JOINED, { kind: 'joinFailed', turn: 1, why: 'network' }),
    fc.boolean().map(completed => ({ kind: 'played', turn: 1, completed }) as const),
    fc.constantFrom('1', '9').map(digit => ({ kind: 'digit', digit }) as const),
  )
}
