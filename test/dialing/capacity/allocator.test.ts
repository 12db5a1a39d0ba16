import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate, type Claimant, shareLines } from '../../../src/dialing/capacity/allocator.ts'

const claimant = (id: string, more: Partial<Claimant> = {}): Claimant => ({
  id,
  priority: 5,
  weight: 1,
  held: 0,
  wants: 100,
  ...more,
})

const candidates = (count: number, campaigns: readonly string[]) =>
  Array.from({ length: count }, (_, n) => ({ id: `operator-${n}`, campaigns }))

/** How many candidates each campaign was given. */
function tally(given: ReadonlyMap<string, string>): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const campaign of given.values()) sums[campaign] = (sums[campaign] ?? 0) + 1
  return sums
}

describe('free operators of several campaigns', () => {
  it('are shared out by weight, counting those a campaign has already', () => {
    const claimants = [claimant('a', { weight: 3, held: 2 }), claimant('b', { weight: 1 })]
    expect(tally(allocate(claimants, candidates(6, ['a', 'b'])))).toEqual({ a: 4, b: 2 })
  })

  it('go to the best priority first, as far as it wants them', () => {
    const claimants = [claimant('a', { priority: 2 }), claimant('b', { priority: 1, wants: 2 })]
    expect(tally(allocate(claimants, candidates(5, ['a', 'b'])))).toEqual({ a: 3, b: 2 })
  })

  it('go nowhere they do not serve, and to nobody who does not want them', () => {
    const claimants = [claimant('a', { wants: 0 }), claimant('b')]
    expect(tally(allocate(claimants, candidates(2, ['a'])))).toEqual({})
    expect(tally(allocate(claimants, candidates(2, ['a', 'c'])))).toEqual({})
  })

  it('are each given once, never more than wanted, and never kept from a better priority', () => {
    const ids = ['a', 'b', 'c']
    const some = fc.subarray(ids, { minLength: 1 })
    const claimants = fc.tuple(
      ...ids.map(id =>
        fc.record({
          id: fc.constant(id),
          priority: fc.integer({ min: 1, max: 3 }),
          weight: fc.integer({ min: 1, max: 5 }),
          held: fc.nat(5),
          wants: fc.integer({ min: -2, max: 6 }),
        }),
      ),
    )
    fc.assert(
      fc.property(claimants, fc.array(some, { maxLength: 15, size: 'max' }), (all, serving) => {
        const free = serving.map((campaigns, n) => ({ id: `operator-${n}`, campaigns }))
        const given = allocate(all, free)
        const sums = tally(given)
        for (const { id, wants } of all)
          expect(sums[id] ?? 0).toBeLessThanOrEqual(Math.max(0, wants))
        for (const { id, campaigns } of free) {
          const to = all.find(one => one.id === given.get(id))
          const unserved = all.filter(
            one => campaigns.includes(one.id) && (sums[one.id] ?? 0) < one.wants,
          )
          // Whoever still wants this operator has a worse priority than whoever got them.
          for (const other of unserved) {
            expect(to).toBeDefined()
            expect(to!.priority).toBeLessThanOrEqual(other.priority)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the lines of a trunk', () => {
  it('are all granted where there is room', () => {
    const wishes = [
      { id: 'a', weight: 1, held: 0, wanted: 2 },
      { id: 'b', weight: 1, held: 0, wanted: 3 },
    ]
    expect([...shareLines(wishes, 5)]).toEqual([
      ['a', 2],
      ['b', 3],
    ])
  })

  it('are shared out by weight, and what one does not want goes to the others', () => {
    const wishes = [
      { id: 'a', weight: 2, held: 0, wanted: 10 },
      { id: 'b', weight: 1, held: 0, wanted: 10 },
      { id: 'c', weight: 5, held: 0, wanted: 1 },
    ]
    expect([...shareLines(wishes, 7)]).toEqual([
      ['a', 4],
      ['b', 2],
      ['c', 1],
    ])
  })

  it('go one by one to whoever has the fewest for its weight', () => {
    const wishes = [
      { id: 'a', weight: 2, held: 5, wanted: 10 },
      { id: 'b', weight: 1, held: 2, wanted: 10 },
    ]
    expect([...shareLines(wishes, 1)]).toEqual([
      ['a', 0],
      ['b', 1],
    ])
  })

  it('are never more than wanted or than there is room, and none is left that is wanted', () => {
    const wish = fc.record({
      weight: fc.integer({ min: 1, max: 9 }),
      held: fc.nat(9),
      wanted: fc.nat(20),
    })
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 6 }), fc.nat(40), (wishes, room) => {
        const named = wishes.map((one, n) => ({ ...one, id: `campaign-${n}` }))
        const granted = shareLines(named, room)
        let sum = 0
        for (const { id, wanted, weight, held } of named) {
          const mine = granted.get(id)!
          expect(mine).toBeLessThanOrEqual(wanted)
          sum += mine
          // Nobody who wants more has less for its weight than another, but for one line.
          for (const other of named) {
            if (mine === wanted || granted.get(other.id) === 0) continue
            const theirs = (other.held + granted.get(other.id)! - 1) / other.weight
            expect(theirs).toBeLessThanOrEqual((held + mine) / weight + 1e-9)
          }
        }
        const total = named.reduce((all, one) => all + one.wanted, 0)
        expect(sum).toBe(Math.min(room, total))
      }),
      { numRuns: 300 },
    )
  })
})
