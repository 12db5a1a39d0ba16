import { describe, expect, it } from 'vitest'
import { certaintyOf } from '../../../src/sim/tune/certainty.ts'
import { type RanBy, tuningOf } from '../../../src/sim/tune/tuning.ts'
import { daysOf, emptyDay } from './tried-days.ts'

const LIMIT = 0.03
const ran = (policy: string, days: RanBy['days'], limit = LIMIT): RanBy => ({ policy, limit, days })

const SAFE = ran('predictive', daysOf([20, 2], [22, 3], [24, 3]))
const FAST = ran('power:3', daysOf([10, 2], [11, 5], [12, 2]))
const SLOW = ran('progressive', daysOf([70, 0], [71, 0], [72, 0]))

const policies = (of: readonly { readonly policy: string }[]) => of.map(({ policy }) => policy)

describe('a tuning', () => {
  it('recommends the least idle time among those without a day over the limit', () => {
    const { tried, recommended } = tuningOf([SLOW, SAFE, FAST], LIMIT)
    expect(policies(tried)).toEqual(['power:3', 'predictive', 'progressive'])
    expect(recommended).toBe(tried[1])
    expect(tried.map(({ summary }) => summary.daysOverLimit)).toEqual([1, 0, 0])
  })

  it("judges days by the world's limit, whatever the settings keep to", () => {
    const kept = daysOf([15, 2], [16, 2])
    const days = kept.map(day => ({ ...day, result: { ...day.result, overLimit: true } }))
    const { recommended } = tuningOf([ran('predictive', days, 0.01)], LIMIT)
    expect(recommended?.summary.daysOverLimit).toBe(0)
    expect(recommended?.limit).toBe(0.01)
  })

  it("never recommends VICIdial's rules, which cannot be set", () => {
    const better = ran('vicidial:average', daysOf([5, 1], [5, 1], [5, 1]))
    const { tried, recommended } = tuningOf([SAFE, better], LIMIT)
    expect(policies(tried)).toEqual(['vicidial:average', 'predictive'])
    expect(recommended?.policy).toBe('predictive')
  })

  it('recommends nothing that connected nobody', () => {
    const nobody = ran('progressive', [emptyDay(), emptyDay(), emptyDay()])
    expect(tuningOf([nobody], LIMIT).recommended).toBeNull()
    expect(policies(tuningOf([nobody, SAFE], LIMIT).tried)).toEqual(['predictive', 'progressive'])
    expect(tuningOf([nobody, SAFE], LIMIT).recommended?.policy).toBe('predictive')
  })

  it('has on its front what no other beats in both', () => {
    const beaten = ran('power:2', daysOf([30, 3], [30, 3], [30, 3]))
    const { tried } = tuningOf([SLOW, SAFE, FAST, beaten], LIMIT)
    const front = tried.filter(one => one.onFront)
    expect(policies(front)).toEqual(['power:3', 'predictive', 'progressive'])
  })

  it('has not on its front what another beats in one and equals in the other', () => {
    const slower = ran('power:1.5', daysOf([90, 0], [91, 0], [92, 0]))
    const twin = ran('power:1', daysOf([70, 0], [71, 0], [72, 0]))
    const { tried } = tuningOf([SLOW, slower, twin], LIMIT)
    const front = policies(tried.filter(one => one.onFront))
    expect(front.sort()).toEqual(['power:1', 'progressive'])
  })

  it('compares day by day, so that what days have in common cancels out', () => {
    const two = ran('predictive,drop=N', daysOf([21, 2], [23, 3], [25, 3]))
    const { tried } = tuningOf([SAFE, two], LIMIT)
    const [best, other] = tried
    expect(best!.idleBeyond).toEqual({ mean: 0, halfWidth: 0 })
    expect(other!.idleBeyond!.mean).toBeCloseTo(1, 1)
    expect(other!.idleBeyond!.halfWidth).toBeLessThan(0.1)
    expect(other!.summary.idle.halfWidth).toBeGreaterThan(2)
  })
})

describe('how sure a recommendation is', () => {
  const surely = ran('predictive,drop=N', daysOf([21, 2], [23, 3], [25, 3]))
  const hardly = ran('predictive,dropShare=0.1', daysOf([26, 2], [19, 3], [24, 3]))

  it('is said of the next best by its paired interval', () => {
    const sure = certaintyOf(tuningOf([SAFE, surely, SLOW], LIMIT))
    expect(sure).toMatchObject({ nextDiffers: true, alike: 0, next: { policy: surely.policy } })
    const unsure = certaintyOf(tuningOf([SAFE, hardly, SLOW], LIMIT))
    expect(unsure).toMatchObject({ nextDiffers: false, alike: 1, next: { policy: hardly.policy } })
  })

  it('leaves out what breaks the limit or cannot be set', () => {
    const foreign = ran('vicidial:average', daysOf([30, 0], [30, 0], [30, 0]))
    const over = ran('power:4', daysOf([30, 9], [30, 9], [30, 9]))
    expect(certaintyOf(tuningOf([SAFE, foreign, over], LIMIT))).toMatchObject({
      next: null,
      nextDiffers: false,
      alike: 0,
    })
  })

  it('is not sure of anything after one day', () => {
    const [one, other] = [ran('predictive', daysOf([20, 2])), ran('power:2', daysOf([60, 2]))]
    expect(certaintyOf(tuningOf([one, other], LIMIT))).toMatchObject({ nextDiffers: false })
  })

  it('knows how many days may be over the limit although none was', () => {
    expect(certaintyOf(tuningOf([SAFE], LIMIT))?.daysOverAtMost).toBeCloseTo(0.632, 3)
    const many = ran('predictive', daysOf(...Array.from({ length: 100 }, () => [20, 1] as const)))
    expect(certaintyOf(tuningOf([many], LIMIT))?.daysOverAtMost).toBeCloseTo(0.0295, 3)
    expect(certaintyOf(tuningOf([FAST], LIMIT))).toBeNull()
  })
})
