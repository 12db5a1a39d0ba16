import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exposure, noRings, ringBin, withEnds } from '../../../src/pacing/estimates/ring-counts.ts'
import type { News } from '../../../src/pacing/observation.ts'
import { anyNews } from '../support/sightings.ts'

const answered = (rang: number): News => ({ kind: 'answered', rang })
const unanswered = (rang: number, dropped = false): News => ({ kind: 'unanswered', rang, dropped })

describe('counts of how lines ended', () => {
  it('know what each came to, and in which second', () => {
    const counts = withEnds(noRings(25), [answered(7400), { kind: 'refused', rang: 900 }])
    expect([counts.answered[7], counts.refused[0]]).toEqual([1, 1])
    expect(counts.within[7]).toBeCloseTo(0.4)
  })

  it('take a line that we ended as one of which only its ring is known', () => {
    const counts = withEnds(noRings(25), [unanswered(25_000), unanswered(24_600)])
    expect(counts.unanswered[24]).toBe(2)
    expect(withEnds(noRings(25), [unanswered(16_000, true)]).unanswered[16]).toBe(1)
  })

  it('take a line given up before the ring limit as refused', () => {
    expect(withEnds(noRings(25), [unanswered(12_000)]).refused[12]).toBe(1)
  })

  it('leave the counts handed in as they are', () => {
    const before = withEnds(noRings(25), [answered(3000)])
    const after = withEnds(before, [answered(3000)])
    expect([before.answered[3], after.answered[3]]).toEqual([1, 2])
    expect(withEnds(before, [{ kind: 'talked', lasted: 9 }])).toBe(before)
  })
})

describe('the time that lines spent in each second of ringing', () => {
  it('is that of every line, ended or still ringing', () => {
    const limits = fc.constantFrom(7.5, 25, 40, 90)
    const ages = fc.array(fc.nat(400).map(n => n / 10))
    fc.assert(
      fc.property(limits, fc.array(anyNews), ages, (limitSec, news, ringing) => {
        const counts = withEnds(noRings(limitSec), news)
        const lines = news
          .flatMap(item => ('rang' in item && isEnd(item) ? [item.rang / 1000] : []))
          .concat(ringing)
        const last = counts.answered.length - 1
        const spent = exposure(counts, ringing)
        for (let bin = 0; bin <= last; bin++) {
          const wide = bin === last ? Infinity : 1
          const each = lines.map(sec => Math.min(wide, Math.max(0, sec - bin)))
          expect(spent[bin]).toBeCloseTo(
            each.reduce((sum, sec) => sum + sec, 0),
            6,
          )
        }
      }),
    )
  })

  it('puts what rings longer than a minute in the last second', () => {
    expect(ringBin(noRings(90), 75)).toBe(59)
  })
})

const isEnd = ({ kind }: News) => kind === 'answered' || kind === 'refused' || kind === 'unanswered'
