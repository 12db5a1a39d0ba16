import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import type { World } from '../../../src/sim/world/world.ts'
import { type DialKind, drawKind, WorldCallees } from '../../../src/sim/world/world-callees.ts'
import type { CalleeScript } from '../../../src/telephony/virtual/script.ts'
import { smallWorld } from '../worlds.ts'

const world = smallWorld({
  callee: `
  human: 0.25
  machine: 0.1
  busy: 0.05
  invalid: 0.04
  congestion: 0.02
  ring_s:
    human: { dist: lognormal, mean: 10, cv: 0.5 }
    machine: { dist: lognormal, mean: 18, cv: 0.3 }`,
})

/** The kinds and scripts of dials `from` … `to` at one minute of the day. */
function dials(of: World, seed: number, from: number, to: number, minute = 0) {
  const kinds: DialKind[] = []
  const callees = new WorldCallees(of, seededRandom(seed), (_, kind) => kinds.push(kind))
  const scripts: CalleeScript[] = []
  for (let n = from; n < to; n++) {
    const at = of.day.start + minute * 60_000
    const call = { attempt: `a${n}`, to: '', trunk: 'trunk', dialedIndex: n, at }
    scripts.push(callees.script(call))
  }
  return { kinds, scripts }
}

describe('the callees of a world', () => {
  it('answer in the shares of the file', () => {
    const n = 40_000
    const { kinds } = dials(world, 1, 0, n)
    const expected = {
      human: 0.25,
      machine: 0.1,
      busy: 0.05,
      invalid: 0.04,
      congestion: 0.02,
      unanswered: 0.54,
    }
    for (const [kind, share] of Object.entries(expected)) {
      const seen = kinds.filter(it => it === kind).length / n
      // Four standard errors of a share.
      expect(Math.abs(seen - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / n))
    }
  })

  it('are laid end to end: human, machine, busy, invalid, congestion, unanswered', () => {
    const shares = world.callee.shares[0]!.shares
    const kinds = [0, 0.24, 0.26, 0.34, 0.36, 0.41, 0.45, 0.47, 0.999].map(u => drawKind(shares, u))
    expect(kinds).toEqual([
      'human',
      'human',
      'machine',
      'machine',
      'busy',
      'invalid',
      'congestion',
      'unanswered',
      'unanswered',
    ])
  })

  it('are the same for every policy: the n-th does not depend on those before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer(), (n, seed) => {
        expect(dials(world, seed, n, n + 1).scripts[0]).toEqual(
          dials(world, seed, 0, n + 1).scripts[n],
        )
      }),
      { numRuns: 20 },
    )
  })

  it('differ from seed to seed', () => {
    expect(dials(world, 1, 0, 50).scripts).not.toEqual(dials(world, 2, 0, 50).scripts)
  })

  it('are not reached while the trunk is at fault, and are the same people after it', () => {
    const faulty = smallWorld({
      callee:
        '{ human: 0.5, ring_s: { human: { dist: exponential, mean: 9 }, ' +
        'congestion: { dist: fixed, value: 0.4 } } }',
      trunk: '{ lines: 10, cps: 10, faults: [ { from_min: 5, to_min: 6, congestion: 1.0 } ] }',
    })
    const during = dials(faulty, 3, 0, 20, 5)
    expect(new Set(during.kinds)).toEqual(new Set(['congestion']))
    expect(during.scripts[0]!.outcome).toEqual({ kind: 'congestion', after: 400 })
    expect(dials(faulty, 3, 20, 40, 6)).toEqual(dials(faulty, 3, 20, 40, 4))
  })

  it('that are machines end at once when nobody is free, whatever the patience of people', () => {
    const { kinds, scripts } = dials(world, 1, 0, 200)
    scripts.forEach(({ outcome }, n) => {
      if (outcome.kind !== 'answers') return
      expect(outcome.callee.patience).toBe(kinds[n] === 'machine' ? 0 : 2000)
      expect(outcome.callee.by).toBe(kinds[n] === 'machine' ? 'machine' : 'person')
    })
  })
})
