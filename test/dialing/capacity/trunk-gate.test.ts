import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  give,
  heard,
  isSlowed,
  newTrunkGate,
  refill,
  room,
  type TrunkGate,
  take,
} from '../../../src/dialing/capacity/trunk-gate.ts'

const gateOf = (lines = 10, callsPerSecond = 2) => newTrunkGate(lines, callsPerSecond, 0)

/** Takes as many calls as there is room for. */
function fill(gate: TrunkGate): TrunkGate {
  let full = gate
  while (room(full) > 0) full = take(full)
  return full
}

/** What the carrier says to one call after another, `every` ms, from `from` on. */
function hearing(gate: TrunkGate, from: number, every: number, ...congested: readonly boolean[]) {
  return congested.reduce((now, full, n) => heard(now, full, from + n * every), gate)
}

const refusals = (count: number) => Array<boolean>(count).fill(true)
const soundCalls = (count: number) => Array<boolean>(count).fill(false)

describe('a trunk', () => {
  it('takes no more calls at once than it has lines', () => {
    const full = fill(gateOf(3, 100))
    expect(full.used).toBe(3)
    expect(room(give(full))).toBe(1)
  })

  it('takes no more calls in a second than it is allowed, and saves up one second at most', () => {
    const empty = fill(gateOf(10, 2))
    expect(empty.used).toBe(2)
    expect(room(refill(empty, 499))).toBe(0)
    expect(room(refill(empty, 500))).toBe(1)
    expect(room(refill(empty, 60_000))).toBe(2)
  })

  it('of less than one call a second saves up for one', () => {
    const empty = fill(gateOf(10, 0.25))
    expect(empty.used).toBe(1)
    expect(room(refill(empty, 3999))).toBe(0)
    expect(room(refill(empty, 4000))).toBe(1)
  })

  it('that has fewer lines than are in use takes none', () => {
    expect(room({ ...fill(gateOf(3, 100)), lines: 1 })).toBe(0)
  })

  it('is never used above its lines or its rate, whatever comes', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(800) }),
      fc.record({ kind: fc.constant('take' as const) }),
      fc.record({ kind: fc.constant('give' as const) }),
      fc.record({ kind: fc.constant('hear' as const), congested: fc.boolean() }),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 100, size: 'max' }), acts => {
        let gate = gateOf(5, 3)
        let now = 0
        const taken: number[] = []
        for (const one of acts) {
          if (one.kind === 'pass') gate = refill(gate, (now += one.ms))
          else if (one.kind === 'give' && gate.used > 0) gate = give(gate)
          else if (one.kind === 'hear') gate = heard(gate, one.congested, now)
          else if (one.kind === 'take' && room(gate) > 0) {
            gate = take(gate)
            taken.push(now)
          }
          expect(gate.used).toBeLessThanOrEqual(5)
          expect(gate.pace).toBeGreaterThan(0)
          expect(gate.pace).toBeLessThanOrEqual(1)
        }
        // A bucket of one second lets through at most its size and what flows in meanwhile.
        taken.forEach((from, i) => {
          for (let j = i; j < taken.length; j++)
            expect(j - i + 1).toBeLessThanOrEqual(3 + (3 * (taken[j]! - from)) / 1000 + 1e-6)
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('a carrier that refuses for want of room', () => {
  it('now and then is not spared', () => {
    const calls = Array.from({ length: 60 }, (_, n) => n % 6 === 0)
    expect(isSlowed(hearing(gateOf(), 2000, 500, ...calls))).toBe(false)
    expect(isSlowed(hearing(gateOf(), 2000, 500, ...refusals(3)))).toBe(false)
  })

  it('call after call is given half as many each second, down to a few that probe', () => {
    const four = hearing(gateOf(), 2000, 100, ...refusals(4))
    expect(four.pace).toBe(0.5)
    expect(hearing(four, 2400, 100, ...refusals(4)).pace).toBe(0.5)
    expect(hearing(four, 3400, 1000, ...refusals(1)).pace).toBe(0.25)
    expect(hearing(four, 3400, 1000, ...refusals(30)).pace).toBe(0.15)
    expect(hearing(gateOf(100, 50), 2000, 1000, ...refusals(30)).pace).toBe(0.02)
    expect(hearing(gateOf(9, 0.1), 2000, 1000, ...refusals(30)).pace).toBe(1)
  })

  it('is spared at once, although it had taken a call a moment before', () => {
    const sound = heard(gateOf(), false, 1999)
    expect(hearing(sound, 2000, 100, ...refusals(4)).pace).toBe(0.5)
  })

  it('gets fewer calls while it is spared', () => {
    const spared = { ...fill(gateOf(10, 2)), pace: 0.1 }
    expect(room(refill(spared, 4999))).toBe(0)
    expect(room(refill(spared, 5000))).toBe(1)
  })

  it('and takes calls again is given twice as many each second, until all is as it was', () => {
    const slow = hearing(gateOf(), 2000, 1000, ...refusals(8))
    expect(slow.pace).toBeLessThan(0.2)
    const better = hearing(slow, 20_000, 1000, ...soundCalls(1))
    expect(better.pace).toBeCloseTo(slow.pace * 2)
    expect(hearing(slow, 20_000, 100, ...soundCalls(5)).pace).toBeCloseTo(slow.pace * 2)
    expect(hearing(slow, 20_000, 1000, ...soundCalls(10)).pace).toBe(1)
  })
})
