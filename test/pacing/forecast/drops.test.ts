import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestRing } from '../../../src/pacing/estimates/ring-curve.ts'
import { type DropRules, dropsOf } from '../../../src/pacing/forecast/drops.ts'
import { situationOf } from '../../../src/pacing/forecast/situation.ts'
import { beliefs, situation } from '../support/beliefs.ts'
import { sighting } from '../support/sightings.ts'

const believed = beliefs()
const rules = (more: Partial<DropRules> = {}): DropRules => ({
  price: 0.03,
  credit: { handled: 500, earned: 15, left: 4 },
  settings: { ring: { minimum: 15_000 }, dropShareMax: 1 },
  wanting: 0,
  lines: { launched: 1000, dropped: 0 },
  ...more,
})
const aged = (count: number, from: number) => Array.from({ length: count }, () => from)

describe('lines to drop', () => {
  it('have rung for the lawful minimum, and never pass their share, whatever is seen', () => {
    const share = fc.constantFrom(0, 0.1, 0.5, 1)
    const counts = fc.tuple(fc.nat(200), fc.nat(100))
    fc.assert(
      fc.property(
        sighting(),
        share,
        counts,
        fc.nat(30),
        (seen, dropShareMax, [launched, dropped], wanting) => {
          const now = situationOf(seen)
          const settings = { ring: { minimum: 15_000 }, dropShareMax }
          const lines = { launched, dropped: Math.min(launched, dropped) }
          const drops = dropsOf(now, believed, rules({ settings, lines, wanting }))
          expect(Number.isInteger(drops)).toBe(true)
          expect(drops).toBeLessThanOrEqual(now.ringing.filter(age => age >= 15).length)
          const most = Math.floor(dropShareMax * launched)
          if (drops > 0) expect(lines.dropped + drops).toBeLessThanOrEqual(most)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('are those whose answer would find nobody', () => {
    const now = situation({ busy: 3, talking: [5, 9, 12], ringing: aged(6, 16) })
    expect(dropsOf(now, believed, rules())).toBe(6)
    const idle = situation({ free: 9, ringing: aged(6, 16) })
    expect(dropsOf(idle, believed, rules())).toBe(0)
  })

  it('stop as soon as the rest would find somebody', () => {
    const now = situation({ free: 1, busy: 8, talking: aged(8, 60), ringing: aged(14, 16) })
    const drops = dropsOf(now, believed, rules())
    expect(drops).toBeGreaterThan(0)
    expect(drops).toBeLessThan(14)
  })

  it('are more where it is machines that answer so late', () => {
    const now = situation({ free: 1, busy: 8, talking: aged(8, 60), ringing: aged(14, 16) })
    const late = (share: number) => beliefs(undefined, sec => (sec < 15 ? 1 : share))
    const mostly = dropsOf(now, late(0.2), rules())
    expect(mostly).toBeGreaterThan(dropsOf(now, late(1), rules()))
    expect(dropsOf(now, late(1), rules())).toBe(dropsOf(now, believed, rules()))
  })

  it('are none where operators are free for half of the lines', () => {
    const eager = beliefs(() => 0.06)
    const [few, many] = [situation({ free: 2, ringing: aged(4, 16) }), aged(5, 16)]
    expect(dropsOf(few, eager, rules({ price: 0 }))).toBe(0)
    expect(dropsOf(situation({ free: 2, ringing: many }), eager, rules({ price: 0 }))).not.toBe(0)
  })

  it('are more where the budget is nearly used up', () => {
    const now = situation({ free: 2, busy: 6, talking: aged(6, 60), ringing: aged(9, 16) })
    const drops = (left: number, earned: number) =>
      dropsOf(now, believed, rules({ price: 0, credit: { handled: 500, earned, left } }))
    expect(drops(0.9, 15)).toBeGreaterThan(drops(1.1, 15))
    expect(drops(0.9, 5)).toBe(drops(1.1, 15))
  })

  it('are fewer where a line is worth more', () => {
    const now = situation({ free: 1, busy: 8, talking: aged(8, 60), ringing: aged(14, 16) })
    const at = (price: number) => dropsOf(now, believed, rules({ price }))
    expect(at(0.15)).toBeLessThan(at(0.001))
  })

  it('make way for new ones where the trunks have none left and they are past their best', () => {
    const best = bestRing(believed.ring)
    expect(best).toBeGreaterThan(10)
    const now = situation({ free: 30, ringing: [...aged(3, 22), ...aged(2, best - 1)] })
    const settings = { ring: { minimum: 1000 }, dropShareMax: 1 }
    expect(dropsOf(now, believed, rules({ settings, wanting: 2 }))).toBe(2)
    expect(dropsOf(now, believed, rules({ settings, wanting: 9 }))).toBe(3)
    expect(dropsOf(now, believed, rules({ settings, wanting: 0 }))).toBe(0)
  })
})
