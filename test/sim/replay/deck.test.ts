import { describe, expect, it } from 'vitest'
import { minutes } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { Deck } from '../../../src/sim/replay/deck.ts'

const NINE = Date.UTC(2026, 2, 2, 9)
const item = (minute: number, name: string) => ({ at: minutes(minute), name })
const random = seededRandom(1)

describe('a deck', () => {
  it('deals each quarter of an hour in its order, and then any of it again', () => {
    const deck = new Deck([item(1, 'a'), item(2, 'b'), item(16, 'c')], NINE)
    const dealt = (minute: number) => deck.deal(minutes(minute), random)?.name
    expect([dealt(0), dealt(3)]).toEqual(['a', 'b'])
    const more = new Set(Array.from({ length: 50 }, () => dealt(14)))
    expect([...more].sort()).toEqual(['a', 'b'])
    // What was left over of a quarter is not dealt in the next.
    expect([dealt(15), dealt(29)]).toEqual(['c', 'c'])
  })

  it('takes quarters by the clock, whenever the day began', () => {
    const deck = new Deck([item(1, 'before ten'), item(11, 'after ten')], NINE + minutes(50))
    expect(deck.deal(minutes(10), random)?.name).toBe('after ten')
    expect(deck.deal(minutes(9), random)?.name).toBe('before ten')
  })

  it('borrows from the nearest quarter that has some', () => {
    const deck = new Deck([item(1, 'early'), item(100, 'late')], NINE)
    expect(deck.deal(minutes(40), random)?.name).toBe('early')
    expect(deck.deal(minutes(70), random)?.name).toBe('late')
    expect(new Deck([], NINE).deal(0, random)).toBeNull()
  })
})
