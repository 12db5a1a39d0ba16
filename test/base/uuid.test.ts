import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { uuidV7 } from '../../src/base/uuid.ts'

/** Makes ids at the moments given. */
function idsAt(...moments: readonly number[]): string[] {
  let now = 0
  const make = uuidV7({ monotonic: () => 0, wall: () => now }, seededRandom(1))
  return moments.map(moment => {
    now = moment
    return make()
  })
}

const START = Date.parse('2026-03-03T10:00:00Z')

describe('an id', () => {
  it('has the shape of a UUID of version 7 and says when it was made', () => {
    const [id] = idsAt(START)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(id!.replaceAll('-', '').slice(0, 12), 16)).toBe(START)
  })

  it('made later sorts later, within a millisecond and beyond', () => {
    const ids = idsAt(START, START, START, START + 1, START + 1, START + 5000)
    expect([...ids].sort()).toEqual(ids)
  })

  it('made later sorts later even when a millisecond has more ids than its counter', () => {
    const ids = idsAt(...Array<number>(10_000).fill(START), START + 1, START + 3)
    expect(new Set(ids).size).toBe(ids.length)
    expect([...ids].sort()).toEqual(ids)
  })

  it('made later sorts later even when the clock is set back', () => {
    const ids = idsAt(START, START - 60_000, START - 60_000, START + 1)
    expect([...ids].sort()).toEqual(ids)
  })

  it('is repeated by the same seed, and by no other', () => {
    const clock = { monotonic: () => 0, wall: () => START }
    const made = (seed: number) => uuidV7(clock, seededRandom(seed))()
    expect(made(7)).toBe(made(7))
    expect(made(8)).not.toBe(made(7))
  })
})
