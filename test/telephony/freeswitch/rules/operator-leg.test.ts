import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type LegEffect,
  type LegInput,
  newLeg,
  stepLeg,
} from '../../../../src/telephony/freeswitch/rules/operator-leg.ts'

function story(...inputs: LegInput[]): LegEffect[][] {
  let state = newLeg('anna')
  return inputs.map(input => {
    const step = stepLeg(state, input)
    state = step.state
    return [...step.effects]
  })
}

const named = (effects: readonly LegEffect[] | undefined): string[] =>
  effects!.map(effect => {
    if (effect.kind !== 'tell') return effect.kind
    return effect.event.kind === 'operatorDown' ? `down ${effect.event.why}` : 'up'
  })
const last = (...inputs: LegInput[]): string[] => named(story(...inputs).at(-1))
const is = (kind: Exclude<LegInput['kind'], 'refused'>): LegInput => ({ kind })
const refused = (status: number | null, ours = false): LegInput => ({
  kind: 'refused',
  final: { status, q850: null, retryAfter: false, ours },
})
const READY = is('mediaReady')
const UP = [READY, is('answered'), is('joined')]

test('A phone is called when our media are ready, and is up when it is in its room.', () => {
  expect(UP.map((_, i) => last(...UP.slice(0, i + 1)))).toEqual([['invite'], ['enter'], ['up']])
})

test.each([
  [486, 'refused'],
  [600, 'refused'],
  [603, 'refused'],
  [403, 'refused'],
  [480, 'noAnswer'],
  [408, 'noAnswer'],
  [404, 'noAnswer'],
  [503, 'noAnswer'],
] as const)('A phone that says %i is down as %s.', (status, why) => {
  expect(last(READY, refused(status))).toEqual(['release', `down ${why}`])
})

test('A phone that our own server could not reach has not declined.', () => {
  expect(last(READY, refused(403, true))).toEqual(['release', 'down noAnswer'])
  expect(last(READY, refused(null))).toEqual(['release', 'down noAnswer'])
})

test('Whatever the leg is in, its end is ended on the network too.', () => {
  expect(last(is('asked'))).toEqual(['release', 'down asked'])
  expect(last(READY, is('asked'))).toEqual(['cancel', 'release', 'down asked'])
  expect(last(READY, is('answered'), is('asked'))).toEqual(['bye', 'release', 'down asked'])
  expect(last(...UP, is('asked'))).toEqual(['bye', 'release', 'down asked'])
  expect(last(...UP, is('mediaFailed'))).toEqual(['bye', 'release', 'down lost'])
  expect(last(...UP, is('lost'))).toEqual(['bye', 'release', 'down lost'])
  expect(last(...UP, is('bye'))).toEqual(['release', 'down lost'])
})

test('A ring limit takes the call back, and means nothing once the leg is up.', () => {
  expect(last(READY, is('ringLimit'))).toEqual(['cancel', 'release', 'down noAnswer'])
  expect(last(...UP, is('ringLimit'))).toEqual([])
})

test('A phone that answers too late is hung up.', () => {
  expect(last(READY, is('ringLimit'), is('answered'))).toEqual(['bye'])
})

test('Whatever comes, a leg goes down once and gives its media back once.', () => {
  const kinds = ['mediaFailed', 'answered', 'ringLimit', 'joined', 'bye', 'asked'] as const
  const input = fc.oneof(fc.constantFrom(...kinds).map(is), fc.constant(refused(486)))
  fc.assert(
    fc.property(fc.array(input, { maxLength: 8 }), inputs => {
      const words = story(READY, ...inputs, is('lost')).flatMap(named)
      expect(words.filter(word => word.startsWith('down'))).toHaveLength(1)
      expect(words.filter(word => word === 'release')).toHaveLength(1)
    }),
  )
})
