import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { News, Observation } from '../../../../src/pacing/observation.ts'
import type { VicidialSettings } from '../../../../src/pacing/policies/vicidial/settings.ts'
import { type VicidialState, vicidial } from '../../../../src/pacing/policies/vicidial/vicidial.ts'
import { observation, seen } from '../../../support/observations.ts'
import { set } from './settings.ts'

const answered = { kind: 'answered', rang: 9000 } as const
const abandoned = { kind: 'abandoned', rang: 9000, waited: 2000 } as const
const moments = (count: number, at = 0) => Array.from({ length: count }, () => at)

/** A campaign that is asked every tenth of a second, and what its policy did. */
class Campaign {
  readonly placed: [at: number, launches: number][] = []
  state: VicidialState | null = null
  view: Partial<Observation>
  private readonly policy
  private at = 0

  constructor(settings: Partial<VicidialSettings>, view: Partial<Observation>) {
    this.policy = vicidial(set(settings))
    this.view = view
  }

  /** Asks until this moment. What is placed rings on, unless the view says what rings. */
  until(end: number, news: readonly News[] = []): this {
    let told = news
    for (; this.at <= end; this.at += 100) {
      const decision = this.policy.decide(
        this.state,
        seen({ ...this.view, at: this.at, news: told }),
      )
      told = []
      this.state = decision.state
      if (decision.launches > 0) this.placed.push([this.at, decision.launches])
      const rings = moments(decision.launches, this.at)
      this.view = { ...this.view, ringingSince: [...(this.view.ringingSince ?? []), ...rings] }
    }
    return this
  }

  get level(): number {
    return this.state!.adapting.level
  }
}

describe('the adapt loop', () => {
  it('moves the level every fifteen loops of a second', () => {
    const campaign = new Campaign({}, { free: 4, busy: 16 })
    expect(campaign.until(14_700).level).toBe(1)
    expect(campaign.until(14_800).level).toBe(1.2)
    expect(campaign.until(30_400).level).toBe(1.2)
    expect(campaign.until(30_500).level).toBe(1.44)
  })

  it('goes by the means of fifteen samples, in which those who wrap up are signed in', () => {
    const campaign = new Campaign({}, { free: 20 })
    campaign.until(7300)
    // Eight samples, of 0 to 7.35 s, are with twenty free, and seven with none.
    campaign.view = { free: 0, busy: 20, wrappingSince: moments(20), waiting: 1 }
    campaign.until(14_800)
    expect(campaign.level).toBe(1 + Math.round(((8 * 20 - 7) / 15 / 20) * 1000) / 1000)
  })

  it('does not depend on how often it is asked', () => {
    const often = new Campaign({}, { free: 4, busy: 16 }).until(31_000)
    const policy = vicidial(set())
    const view = { free: 4, busy: 16 }
    const first = policy.decide(null, seen({ ...view, at: 0 })).state
    expect(policy.decide(first, seen({ ...view, at: 31_000 })).state?.adapting.level).toBe(
      often.level,
    )
  })

  it('makes its drop figures once in sixty loops, so that a burst is seen late', () => {
    const campaign = new Campaign({ maximumLevel: 9 }, { free: 4, busy: 16 })
    campaign.until(10_000).until(20_000, [...moments(60).map(() => answered), abandoned])
    // Four steps and more before the figures are made in loop 61, at 63 s, and read in loop 75.
    expect(campaign.until(77_700).level).toBe(2.074)
    expect(campaign.until(77_800).level).toBe(1)
  })

  it('knows the time of day, by which the tapered rule cuts', () => {
    const midnight = -(14 * 60 + 29) * 60_000
    const campaign = new Campaign({ rule: 'tapered', midnight }, { free: 4, busy: 16 })
    campaign.until(10_000).until(62_000, [...moments(60).map(() => answered), abandoned])
    expect(campaign.level).toBe(2.074)
    // At 14:30: 2100 − 1430 is 670.
    expect(campaign.until(77_800).level).toBeCloseTo(2.489 * 0.67, 12)
  })

  it('forgets the drops of the day at midnight', () => {
    const news = [...moments(60).map(() => answered), abandoned]
    const campaign = new Campaign({ midnight: 30_000 - 24 * 3_600_000 }, { free: 4, busy: 16 })
    campaign.until(10_000).until(20_000, news)
    expect(campaign.until(77_800).level).toBe(2.489)
  })

  it('lets the level stand still while the campaign is not dialing', () => {
    const policy = vicidial(set())
    const first = policy.decide(null, seen({ free: 20, at: 0 })).state
    const late = policy.decide(first, seen({ free: 20, at: 3_600_000 })).state
    expect(late?.adapting).toMatchObject({ level: 1, next: 3_600_000, samples: [] })
  })

  it('takes its limit from the budget', () => {
    const budget = { connected: 0, abandoned: 0, limit: 1, atRisk: 0 }
    const campaign = new Campaign({ maximumLevel: 9 }, { free: 4, busy: 16, budget })
    campaign.until(10_000).until(20_000, [...moments(60).map(() => answered), abandoned])
    expect(campaign.until(77_800).level).toBe(2.489)
  })
})

describe('the dial loop', () => {
  it('fills up to the goal at once, and again when the level has risen', () => {
    const campaign = new Campaign({}, { free: 20 }).until(20_000)
    // 20 calls at 50 a second make a loop of 3.1 s; then loops of 2.7 s: 3.1, … 13.9, 16.6.
    expect(campaign.placed).toEqual([
      [0, 20],
      [16_600, 20],
    ])
  })

  it('places no calls between its loops, whoever comes free', () => {
    const campaign = new Campaign({}, { free: 1 }).until(100)
    campaign.view = { free: 5, ringingSince: [0] }
    expect(campaign.until(2700).placed).toEqual([[0, 1]])
    expect(campaign.until(2800).placed).toEqual([
      [0, 1],
      [2800, 4],
    ])
  })

  it('keeps its own time when it is asked late', () => {
    const policy = vicidial(set({ maximumLevel: 1 }))
    let state: VicidialState | null = null
    let placed = 0
    for (let at = 0; at <= 270_000; at += 1000) {
      const decision = policy.decide(state, seen({ at, free: 1 }))
      state = decision.state
      placed += decision.launches
    }
    // One call in each loop of 2.72 s, the first at 0; asked late each would take 3 s.
    expect(placed).toBe(100)
  })

  it('places what the trunk takes now, and the rest as it can', () => {
    const campaign = new Campaign({ callsPerSecond: 5 }, { free: 20, room: 5 }).until(900)
    expect(campaign.placed).toEqual([
      [0, 5],
      [100, 5],
      [200, 5],
      [300, 5],
    ])
    // 20 calls at 5 a second: the next loop is after 4 s and 2.7 s.
    campaign.view = { free: 20, room: 5 }
    expect(campaign.until(6600).placed).toHaveLength(4)
    expect(campaign.until(6700).placed[4]).toEqual([6700, 5])
  })

  it('holds the line of an unanswered call until its row is cleaned up', () => {
    const campaign = new Campaign({ maximumLevel: 1 }, { free: 1 }).until(24_900)
    campaign.view = { free: 1 }
    campaign.until(40_000, [{ kind: 'unanswered', rang: 25_000, dropped: false }])
    // Placed at 0, the row stands until 34 s. The loop that begins at 2.72 + 12 × 2.7 = 35.12 s
    // still counts it and then cleans up, and the next one, at 37.82 s, places a call.
    expect(campaign.placed).toEqual([
      [0, 1],
      [37_900, 1],
    ])
  })

  it('writes an unanswered call down when its row is cleaned up', () => {
    const campaign = new Campaign({ maximumLevel: 1 }, { free: 1 }).until(24_900)
    campaign.until(37_800, [{ kind: 'unanswered', rang: 25_000, dropped: false }])
    expect(campaign.state!.adapting.log.calls).toBe(0)
    expect(campaign.until(37_900).state!.adapting.log.calls).toBe(1)
  })
})

describe('the policy', () => {
  it('says what it wants and what holds it', () => {
    const { because } = vicidial(set({ rule: 'tapered' })).decide(
      null,
      seen({ free: 5, ringing: 1, ringingSince: [0], room: 3 }),
    )
    expect(because).toEqual({ rule: 'vicidial:tapered', target: 5, limitedBy: 'room' })
  })

  it('starts whole numbers of lines that there is room for, and always the same', () => {
    const settings = fc.record({
      rule: fc.constantFrom('hard-limit', 'average', 'tapered'),
      availableOnly: fc.boolean(),
      maximumLevel: fc.integer({ min: 1, max: 9 }),
    })
    const day = fc.array(fc.tuple(fc.nat(5000), observation), { maxLength: 40 })
    fc.assert(
      fc.property(settings, day, (some, steps) => {
        const policy = vicidial(set(some))
        let state: VicidialState | null = null
        let at = 0
        for (const [later, view] of steps) {
          at += later
          const now: Observation = { ...view, at, talkingSince: moments(view.busy) }
          const decision = policy.decide(state, now)
          expect(policy.decide(state, now)).toEqual(decision)
          const { launches, because, drops } = decision
          expect(Number.isInteger(launches) && launches >= 0 && drops === 0).toBe(true)
          expect(launches).toBeLessThanOrEqual(now.room)
          expect(now.ringing + launches).toBeLessThanOrEqual(because.target)
          state = decision.state
        }
      }),
    )
  })
})
