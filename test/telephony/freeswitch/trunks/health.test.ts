import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../../../src/base/duration.ts'
import {
  newTrunk,
  stepTrunk,
  type TrunkInput,
  type TrunkState,
  usableLines,
} from '../../../../src/telephony/freeswitch/trunks/health.ts'
import { secondsOf, signOf } from '../../../../src/telephony/freeswitch/trunks/signs.ts'

const SERVED: TrunkInput = { kind: 'served' }
const TIME: TrunkInput = { kind: 'time' }
const ALIVE: TrunkInput = { kind: 'probeAnswered' }
const SILENCE: TrunkInput = { kind: 'probeFailed', fault: 'silent' }
const full = (number: number, retryIn: number | null = null): TrunkInput => ({
  kind: 'full',
  number: `+1212555010${number}`,
  retryIn,
})
const forbidden = (status: 401 | 402 | 403 | 407, number: number): TrunkInput => ({
  kind: 'forbidden',
  status,
  number: `+1212555010${number}`,
  unanswerable: false,
})
const numbers = [0, 1, 2, 3, 4]

/** Steps at the moments told, from a trunk of ten lines. */
function story(inputs: readonly TrunkInput[], now = 0, state = newTrunk(10, true)): TrunkState {
  return inputs.reduce((known, input) => stepTrunk(known, input, now), state)
}
const isOut = (state: TrunkState): boolean => usableLines(state) === 0
/** The trunk when its pause is over. */
const tried = (state: TrunkState): TrunkState => stepTrunk(state, TIME, state.out!.until!)
const pause = (state: TrunkState, since = 0): number => state.out!.until! - since

describe('a carrier without room', () => {
  test('for one route keeps its trunk, however often it says so.', () => {
    expect(isOut(story([full(0)]))).toBe(false)
    expect(isOut(story(numbers.map(() => full(0))))).toBe(false)
    const others = numbers.flatMap(number => [full(0), full(number), SERVED])
    expect(isOut(story(others))).toBe(false)
  })

  test('for five calls in a row to several numbers is spared for a second.', () => {
    const state = story(numbers.map(number => full(number)))
    expect(state.out).toEqual({ trouble: { kind: 'full' }, until: seconds(1) })
    expect(isOut(stepTrunk(state, TIME, 999))).toBe(true)
    expect(usableLines(stepTrunk(state, TIME, 1000))).toBe(1)
  })

  test('that says when to come back is spared for so long, within bounds.', () => {
    expect(pause(story([full(0, 20)]))).toBe(seconds(20))
    expect(pause(story([full(0, 0)]))).toBe(seconds(1))
    expect(pause(story([full(0, 86_400)]))).toBe(minutes(5))
  })

  test('is tried with one call, and trusted twice as far by each that it serves.', () => {
    let state = tried(story([full(0, 20)]))
    const open = [usableLines(state)]
    for (let i = 0; i < 4; i++) {
      state = stepTrunk(state, SERVED, 0)
      open.push(usableLines(state))
    }
    expect(open).toEqual([1, 2, 4, 8, 10])
    expect(isOut(stepTrunk(state, full(0), 0)), 'well again, it has credit again').toBe(false)
  })

  test('that is full again at once is spared twice as long each time, up to a minute.', () => {
    let state = story(numbers.map(number => full(number)))
    const pauses: number[] = []
    for (let i = 0; i < 8; i++) {
      const until = state.out!.until!
      state = stepTrunk(tried(state), full(0), until)
      pauses.push(pause(state, until) / 1000)
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
  })

  test('is not judged again by calls that were under way.', () => {
    const state = story([full(0, 20)])
    const later = story([full(1, 60), full(2), SERVED, forbidden(401, 3)], 500, state)
    expect(later.out).toEqual(state.out)
  })
})

describe('a carrier that does not let us call', () => {
  test.each([401, 402, 407] as const)('by %i is believed the second time.', status => {
    expect(isOut(story([forbidden(status, 0)]))).toBe(false)
    expect(isOut(story([forbidden(status, 0), SERVED, forbidden(status, 0)]))).toBe(false)
    const state = story([forbidden(status, 0), forbidden(status, 0)])
    expect(state.out).toEqual({
      trouble: { kind: 'forbidden', status, unanswerable: false },
      until: minutes(5),
    })
  })

  test('by 403 means single numbers, until five in a row are of three.', () => {
    expect(isOut(story(numbers.map(() => forbidden(403, 0))))).toBe(false)
    expect(isOut(story([0, 1, 2, 3].map(number => forbidden(403, number))))).toBe(false)
    expect(isOut(story([0, 0, 1, 1, 1].map(number => forbidden(403, number))))).toBe(false)
    expect(isOut(story([0, 0, 0, 1, 2].map(number => forbidden(403, number))))).toBe(true)
  })

  test('is tried with a single call ever more rarely, up to once an hour.', () => {
    let state = story([forbidden(407, 0), forbidden(407, 0)])
    const pauses: number[] = []
    for (let i = 0; i < 5; i++) {
      const until = state.out!.until!
      state = stepTrunk(tried(state), forbidden(403, 0), until)
      pauses.push(pause(state, until))
    }
    expect(pauses).toEqual([minutes(10), minutes(20), minutes(40), hours(1), hours(1)])
  })

  test('is not back because it answers OPTIONS.', () => {
    expect(isOut(story([forbidden(407, 0), forbidden(407, 0), ALIVE]))).toBe(true)
  })
})

describe('a carrier that is not there', () => {
  test.each(['unresolved', 'closed'] as const)('is out at once when it is %s.', fault => {
    const state = story([{ kind: 'unreached', fault }])
    expect(state.out).toEqual({ trouble: { kind: 'unreached', fault }, until: null })
    expect(isOut(stepTrunk(state, TIME, hours(9)))).toBe(true)
    expect(usableLines(stepTrunk(state, ALIVE, 0))).toBe(10)
  })

  test('is out after two silences, if nothing was heard between them.', () => {
    expect(isOut(story([SILENCE]))).toBe(false)
    expect(isOut(story([SILENCE, SERVED, SILENCE]))).toBe(false)
    expect(isOut(story([SILENCE, full(0), SILENCE]))).toBe(false)
    expect(story([SILENCE, SILENCE]).out?.trouble).toEqual({ kind: 'unreached', fault: 'silent' })
    expect(isOut(story([SILENCE, { kind: 'unreached', fault: 'silent' }]))).toBe(true)
  })

  test('is well when it is back, and has credit.', () => {
    const back = story([SILENCE, SILENCE, ALIVE, full(0), forbidden(403, 0)])
    expect(isOut(back)).toBe(false)
  })

  test('is out for the reason that it was out for before.', () => {
    const state = story([full(0, 20), { kind: 'unreached', fault: 'closed' }])
    expect(state.out).toEqual({ trouble: { kind: 'full' }, until: seconds(20) })
  })

  test('is back when a late call shows that it is.', () => {
    expect(usableLines(story([SILENCE, SILENCE, SERVED]))).toBe(10)
  })

  test('is tried by a call where it is not probed.', () => {
    const closed: TrunkInput = { kind: 'unreached', fault: 'closed' }
    const state = story([closed], 0, newTrunk(10, false))
    expect(pause(state)).toBe(seconds(5))
    expect(usableLines(tried(state))).toBe(1)
    expect(pause(stepTrunk(tried(state), closed, 0))).toBe(seconds(10))
  })

  test('shows another reason when that is found out.', () => {
    const state = story([SILENCE, SILENCE, { kind: 'probeFailed', fault: 'unresolved' }])
    expect(state.out?.trouble).toEqual({ kind: 'unreached', fault: 'unresolved' })
  })
})

test('Whatever happens, a trunk has no more lines than it has, and its pauses end.', () => {
  const input: fc.Arbitrary<TrunkInput> = fc.oneof(
    fc.constantFrom(SERVED, TIME, ALIVE, SILENCE),
    fc.constantFrom(...numbers).chain(number =>
      fc.oneof(
        fc.option(fc.nat()).map(retryIn => full(number, retryIn)),
        fc.constantFrom(401, 402, 403, 407).map(status => forbidden(status as 401, number)),
      ),
    ),
    fc
      .constantFrom('unresolved', 'closed', 'silent')
      .map(fault => ({ kind: 'unreached', fault }) as TrunkInput),
  )
  const stories = fc.array(fc.tuple(input, fc.nat(10_000)), { maxLength: 40 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.boolean(), stories, (lines, probed, inputs) => {
      let now = 0
      let state = newTrunk(lines, probed)
      for (const [one, passed] of inputs) {
        now += passed
        state = stepTrunk(state, one, now)
        expect(state.open).toBeGreaterThanOrEqual(1)
        expect(state.open).toBeLessThanOrEqual(lines)
        const { out } = state
        if (out === null) continue
        if (out.until === null) expect(probed && out.trouble.kind === 'unreached').toBe(true)
        else expect(out.until - now).toBeLessThanOrEqual(hours(1))
      }
      // What is left is cured by time and a carrier that is well.
      const cures = [TIME, ALIVE, ...Array.from({ length: 6 }, () => SERVED)]
      expect(usableLines(story(cures, now + hours(2), state))).toBe(lines)
    }),
  )
})

describe('a refusal', () => {
  const refusal = (status: number | null, more = {}) => ({
    status,
    q850: null,
    retryAfter: false,
    retryIn: null,
    ours: false,
    fault: null,
    unanswerable: false,
    ...more,
  })

  test('says of the trunk what it says of more than one number.', () => {
    const number = '+12125550100'
    expect(signOf(refusal(486), number)).toEqual(SERVED)
    expect(signOf(refusal(487), number)).toEqual(SERVED)
    expect(signOf(refusal(503, { retryIn: 7 }), number)).toEqual({
      kind: 'full',
      number,
      retryIn: 7,
    })
    for (const status of [401, 402, 403, 407])
      expect(signOf(refusal(status), number)).toMatchObject({ kind: 'forbidden', number, status })
  })

  test('that our own server made up says whether somebody was reached.', () => {
    const closed = refusal(503, { ours: true, fault: 'closed' })
    expect(signOf(closed, '')).toEqual({ kind: 'unreached', fault: 'closed' })
    expect(signOf(refusal(408, { ours: true }), '')).toBeNull()
    expect(signOf(refusal(null, { ours: true }), '')).toBeNull()
  })

  test.each([
    ['120', 120],
    [' 18000;duration=3600', 18_000],
    ['5 (I am in a meeting)', 5],
    ['soon', null],
    ['-1', null],
    ['99999999999999999999', null],
    [undefined, null],
  ])('with Retry-After %j is to be tried again in %j s.', (header, wanted) => {
    expect(secondsOf(header)).toBe(wanted)
  })
})
