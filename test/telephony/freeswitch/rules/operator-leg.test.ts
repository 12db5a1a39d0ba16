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
  expect(last(...UP, is('lost'))).toEqual(['bye', 'release', 'down lost'])
  expect(last(...UP, is('bye'))).toEqual(['release', 'down hungUp'])
})

test('Media that are lost while the phone is in its call are made anew, once without a word.', () => {
  expect(last(...UP, is('mediaFailed'))).toEqual(['release', 'mend'])
  expect(last(...UP, is('mediaFailed'), is('joined'))).toEqual([])
  const failed = [...UP, is('mediaFailed'), is('mediaFailed')]
  expect(last(...failed)).toEqual(['release', 'down lost', 'wait'])
  expect(last(...failed, is('raised'))).toEqual(['mend'])
  expect(last(...failed, is('raised'), is('joined'))).toEqual(['up'])
  const twice = [...failed, is('raised'), is('mediaFailed')]
  expect(last(...twice)).toEqual(['bye', 'release', 'down lost'])
})

test('A phone that takes no new media in its call, or does not answer, is hung up.', () => {
  const asked = [...UP, is('doubted')]
  expect(last(...asked)).toEqual(['release', 'mend'])
  expect(last(...asked, is('unanswered'))).toEqual(['bye', 'release', 'down lost'])
  expect(last(...UP, is('mediaLost'), is('raised'), is('unanswered'))).toEqual([
    'bye',
    'release',
    'down lost',
  ])
  expect(last(...UP, is('unanswered'))).toEqual([])
  expect(last(...asked, is('doubted'))).toEqual([])
})

test('A phone waits for a media server that is gone, for a time, and is told as down once.', () => {
  expect(last(READY, is('mediaLost'))).toEqual(['cancel', 'release', 'down lost'])
  expect(last(READY, is('answered'), is('mediaLost'))).toEqual(['bye', 'release', 'down lost'])
  const bare = [...UP, is('mediaLost')]
  expect(last(...bare)).toEqual(['release', 'down lost', 'wait'])
  expect(last(...bare, is('mediaLost'))).toEqual([])
  expect(last(...bare, is('mediaFailed'))).toEqual([])
  expect(last(...bare, is('bareLimit'))).toEqual(['bye', 'release'])
  expect(last(...bare, is('asked'))).toEqual(['bye', 'release'])
  expect(last(...bare, is('bye'))).toEqual(['release'])
  expect(last(...bare, is('raised'), is('bareLimit'))).toEqual([])
  expect(last(...bare, is('raised'), is('asked'))).toEqual(['bye', 'release', 'down asked'])
  expect(last(...bare, is('raised'), is('mediaLost'))).toEqual(['release', 'down lost', 'wait'])
  expect(last(...UP, is('raised'))).toEqual([])
})

test('A ring limit takes the call back, and means nothing once the leg is up.', () => {
  expect(last(READY, is('ringLimit'))).toEqual(['cancel', 'release', 'down noAnswer'])
  expect(last(...UP, is('ringLimit'))).toEqual([])
})

test('A phone that answers too late is hung up.', () => {
  expect(last(READY, is('ringLimit'), is('answered'))).toEqual(['bye'])
})

test('Whatever comes, a leg is told as down once for each time it was raised or up.', () => {
  const kinds = [
    'mediaFailed',
    'mediaLost',
    'answered',
    'ringLimit',
    'joined',
    'raised',
    'bareLimit',
    'bye',
    'asked',
    'unanswered',
    'doubted',
  ] as const
  const input = fc.oneof(fc.constantFrom(...kinds).map(is), fc.constant(refused(486)))
  const happens = ({ kind }: LegInput, phase: string): boolean =>
    (kind !== 'answered' || phase === 'ringing') &&
    (kind !== 'joined' || phase === 'joining' || phase === 'mending')
  fc.assert(
    fc.property(fc.array(input, { maxLength: 12 }), inputs => {
      let state = newLeg('anna')
      let owed = true
      for (const one of [READY, ...inputs, is('lost')]) {
        if (!happens(one, state.phase)) continue
        owed ||= one.kind === 'raised' && state.phase === 'bare'
        const { state: next, effects } = stepLeg(state, one)
        state = next
        const downs = named(effects).filter(word => word.startsWith('down')).length
        expect(downs).toBeLessThanOrEqual(owed ? 1 : 0)
        if (downs > 0) owed = false
      }
      expect([state.phase, owed]).toEqual(['over', false])
    }),
  )
})
