import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { nobodyHeard, personShare, withHeard } from '../../../src/pacing/estimates/people.ts'
import type { News } from '../../../src/pacing/observation.ts'

const card = (rang: number, heard: 'person' | 'machine'): News => ({
  kind: 'wrapped',
  lasted: 5000,
  rang,
  waited: 0,
  heard,
})

describe('the share of people among those who answer', () => {
  it('is all of them until a card names a machine', () => {
    const heard = withHeard(nobodyHeard, [card(4000, 'person')])
    expect(personShare(heard).every(share => share === 1)).toBe(true)
  })

  it('is told by second of ringing', () => {
    const random = seededRandom(4)
    const truth = (sec: number) => (sec < 12 ? 0.9 : 0.2)
    const cards = Array.from({ length: 6000 }, () => {
      const rang = random.integer(0, 24_999)
      return card(rang, random.uniform() < truth(rang / 1000) ? 'person' : 'machine')
    })
    const share = personShare(withHeard(nobodyHeard, cards))
    // Around the second in which it changes its neighbours speak too.
    for (const sec of [2, 5, 8, 16, 20])
      expect(Math.abs(share[sec]! - truth(sec)), `second ${sec}`).toBeLessThan(0.06)
  })

  it('is near the overall share where no card speaks of the second', () => {
    const cards = Array.from({ length: 100 }, (_, n) => card(4000, n % 4 ? 'person' : 'machine'))
    const share = personShare(withHeard(nobodyHeard, cards))
    expect(share[30]).toBeCloseTo(0.75, 1)
  })

  it('is told anew within some hundred cards when others answer', () => {
    const cards = (count: number, machines: number) =>
      Array.from({ length: count }, (_, n) => card(8000, n % 10 < machines ? 'machine' : 'person'))
    const before = withHeard(nobodyHeard, cards(3000, 6))
    expect(personShare(before)[8]).toBeCloseTo(0.4, 1)
    expect(personShare(withHeard(before, cards(400, 1)))[8]).toBeGreaterThan(0.75)
  })

  it('counts closed cards only, and leaves the counts handed in as they are', () => {
    expect(withHeard(nobodyHeard, [{ kind: 'answered', rang: 1000 }])).toBe(nobodyHeard)
    withHeard(nobodyHeard, [card(4000, 'machine')])
    expect(nobodyHeard.machines.every(count => count === 0)).toBe(true)
  })
})
