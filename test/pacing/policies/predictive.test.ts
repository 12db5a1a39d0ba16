import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strictRoom } from '../../../src/pacing/budget/strict.ts'
import type { Estimator } from '../../../src/pacing/estimates/estimates.ts'
import type { News, Observation } from '../../../src/pacing/observation.ts'
import { type PredictiveSettings, predictive } from '../../../src/pacing/policies/predictive.ts'
import { seen } from '../../support/observations.ts'
import { beliefs } from '../support/beliefs.ts'
import { sighting } from '../support/sightings.ts'

const settings = (more: Partial<PredictiveSettings> = {}): PredictiveSettings => ({
  ring: { limit: 25_000, minimum: 15_000 },
  connectWithin: 2000,
  drop: true,
  dropShareMax: 1,
  priceMax: 0.2,
  guarantee: 'default',
  ...more,
})

/** Knows everything from the beginning. */
const knowing: Estimator<null> = {
  initial: null,
  learn: state => ({ state, estimates: beliefs() }),
  keep: () => null,
  resume: () => null,
}
const told = (more: Partial<PredictiveSettings> = {}) =>
  predictive(settings(more), knowing as Estimator)
const first = (observation: Observation, more: Partial<PredictiveSettings> = {}) => {
  const policy = told(more)
  const lines = { launched: 1000, dropped: 0 }
  return policy.decide({ ...policy.initial, lines }, observation)
}
const dueOf = ({ free, waiting, ringing }: Observation) => Math.max(0, free - waiting - ringing)

/** A team in the middle of its calls, with nothing in flight. */
const busyTeam = (more: Partial<Observation> = {}) =>
  seen({
    at: 300_000,
    free: 1,
    busy: 9,
    talkingSince: [0, 30_000, 90_000, 150_000, 210_000, 270_000],
    wrappingSince: [285_000, 290_000, 298_000],
    budget: { connected: 985, abandoned: 15, limit: 0.03, atRisk: 0 },
    ...more,
  })

describe('predictive pacing', () => {
  it('says the same of the same, and leaves the state it was handed as it is', () => {
    const sightings = fc.array(sighting(), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(sightings, observations => {
        const policy = predictive(settings())
        let state = policy.initial
        for (const [n, observation] of observations.entries()) {
          const later = { ...observation, at: observation.at + n * 1000 }
          const kept = structuredClone(state)
          const decision = policy.decide(state, later)
          expect(policy.decide(state, later)).toEqual(decision)
          expect(state).toEqual(kept)
          state = decision.state
        }
      }),
      { numRuns: 40 },
    )
  })

  it('starts a whole number of lines, no more than there is room for', () => {
    fc.assert(
      fc.property(sighting(), observation => {
        const { launches } = first(observation)
        expect(Number.isInteger(launches)).toBe(true)
        expect(launches).toBeGreaterThanOrEqual(0)
        expect(launches).toBeLessThanOrEqual(observation.room)
      }),
    )
  })

  it('gives each free operator a line where there is room, in either guarantee', () => {
    const guarantees = fc.constantFrom('default' as const, 'strict' as const)
    fc.assert(
      fc.property(sighting(), guarantees, (observation, guarantee) => {
        const { launches } = first(observation, { guarantee })
        expect(launches).toBeGreaterThanOrEqual(Math.min(observation.room, dueOf(observation)))
      }),
    )
  })

  it('gives each free operator a line also where all of them will have left', () => {
    const leaving = seen({ free: 3, departures: [{ at: 0, operators: 3 }] })
    expect(first(leaving).launches).toBe(3)
  })

  it('starts no line whose burst of answers could use up the credit, cheap as each may be', () => {
    const policy = told()
    // It has learned that people find an operator more often than is foretold.
    const governor = { ...policy.initial.governor, bias: 8 }
    const budget = { connected: 5, abandoned: 0, limit: 0.03, atRisk: 0 }
    const { launches, because } = policy.decide(
      { ...policy.initial, governor },
      busyTeam({ budget }),
    )
    const { chance, price } = because.forecast!
    expect(launches).toBeLessThan(15)
    expect(chance).toBeLessThan(price)
  })

  /** Decides where people were found to meet an operator far more often than is foretold. */
  const bold = (observation: Observation, bias: number, priceMax: number) => {
    const policy = told({ priceMax })
    const governor = { ...policy.initial.governor, bias }
    return policy.decide({ ...policy.initial, governor }, observation)
  }
  const wrapping = (operators: number) => Array.from({ length: operators }, () => 290_000)

  it('starts in a small team no line by which a surge could use up the credit', () => {
    const budget = { connected: 985, abandoned: 27, limit: 0.03, atRisk: 0 }
    const small = seen({ at: 300_000, free: 1, busy: 3, wrappingSince: wrapping(3), budget })
    const { launches, because } = bold(small, 12, 0.2)
    // Of answers as believed, ten lines would be borne, and worth their price.
    expect(launches).toBeLessThan(9)
    expect(because.forecast!.chance).toBeLessThan(because.forecast!.price)
  })

  it('starts in a large team, which notices a surge, no line by which chance could', () => {
    const large = seen({
      at: 300_000,
      free: 4,
      busy: 36,
      talkingSince: Array.from({ length: 24 }, (_, n) => n * 12_500),
      wrappingSince: wrapping(12),
      budget: { connected: 300, abandoned: 8, limit: 0.03, atRisk: 0 },
    })
    const { launches, because } = bold(large, 4, 1)
    // At the price alone it would be 44.
    expect(launches).toBeLessThan(40)
    expect(because.forecast!.chance).toBeLessThan(because.forecast!.price)
  })

  it('starts no more at one moment than a team could ever use', () => {
    const rare: Estimator<null> = {
      ...knowing,
      learn: state => ({ state, estimates: beliefs(() => 0.0005) }),
    }
    const policy = predictive(settings(), rare as Estimator)
    expect(policy.decide(policy.initial, busyTeam()).launches).toBe(15)
  })

  it('never starts more than the strict room where the limit must hold for certain', () => {
    fc.assert(
      fc.property(sighting(), observation => {
        const { launches } = first(observation, { guarantee: 'strict' })
        expect(launches).toBeLessThanOrEqual(strictRoom(observation))
      }),
    )
  })

  it('drops nothing that has not rung for the lawful minimum, and nothing where it may not', () => {
    fc.assert(
      fc.property(sighting(), observation => {
        const { at, ringingSince } = observation
        const old = ringingSince.filter(since => at - since >= 15_000).length
        expect(first(observation).drops).toBeLessThanOrEqual(old)
        expect(first(observation, { drop: false }).drops).toBe(0)
      }),
    )
  })

  it('starts lines ahead of operators who will be free soon', () => {
    const { launches, because } = first(busyTeam())
    expect(launches).toBeGreaterThan(1)
    expect(because).toMatchObject({ rule: 'predictive', target: launches, limitedBy: 'nothing' })
    expect(because.forecast!.chance).toBeGreaterThan(because.forecast!.price)
  })

  it('starts fewer the nearer the budget is to its limit, and then hardly any', () => {
    const at = (abandoned: number) =>
      first(
        busyTeam({ budget: { connected: 1000 - abandoned, abandoned, limit: 0.03, atRisk: 0 } }),
      )
    expect(at(29).launches).toBeLessThan(at(5).launches)
    expect(at(40).because.forecast!.price).toBeLessThan(0.003)
  })

  it('says what holds it', () => {
    expect(first(busyTeam({ room: 1 })).because.limitedBy).toBe('room')
    const spent = { connected: 990, abandoned: 10, limit: 0.03, atRisk: 25 }
    const { launches, because } = first(busyTeam({ budget: spent }), { guarantee: 'strict' })
    expect(launches).toBe(1)
    expect(because.limitedBy).toBe('budget')
  })

  it('gives old lines up for new ones only where the trunks have no line left', () => {
    const ringingSince = [276_000, 276_000, 276_000]
    const waiting = busyTeam({ free: 9, busy: 1, ringing: 3, ringingSince, room: 0 })
    expect(first({ ...waiting, spareLines: 0 }).drops).toBe(3)
    // No call may be started this second, but there are lines for it in the next.
    expect(first({ ...waiting, spareLines: 100 }).drops).toBe(0)
  })

  it('counts people against the budget, not the machines nobody heard', () => {
    const news = Array.from({ length: 30 }, (): News => {
      return { kind: 'abandoned', rang: 16_000, waited: 0 }
    })
    const crowd = busyTeam({
      news,
      budget: { ...busyTeam().budget, connected: 970, abandoned: 30 },
    })
    const creditWith = (person: number) => {
      const estimates = beliefs(undefined, () => person)
      const learn: Estimator<null>['learn'] = state => ({ state, estimates })
      const policy = predictive(settings(), { ...knowing, learn } as Estimator)
      return policy.decide(policy.initial, crowd).because.forecast!.credit
    }
    expect(creditWith(1)).toBeCloseTo((970 * 0.03) / 0.97 - 30)
    expect(creditWith(0.3)).toBeGreaterThan(creditWith(1) + 10)
  })

  it('counts the lines it has started and dropped', () => {
    const ringingSince = Array.from({ length: 20 }, () => 280_000)
    const crowd = busyTeam({ free: 0, ringing: 20, ringingSince })
    const policy = told({ dropShareMax: 0.1 })
    const start = { ...policy.initial, lines: { launched: 100, dropped: 0 } }
    const { drops, state } = policy.decide(start, crowd)
    expect(drops).toBe(10)
    // The network may have said only lately that a line rings: then it is not dropped yet.
    expect(state.lines).toEqual({ launched: 100, dropped: 0 })
    const news = Array.from({ length: 10 }, (): News => {
      return { kind: 'unanswered', rang: 20_000, dropped: true }
    })
    const after10 = policy.decide(state, { ...crowd, news })
    expect(after10.state.lines).toEqual({ launched: 100, dropped: 10 })
    expect(after10.drops).toBe(0)
    expect(first(crowd, { drop: false }).drops).toBe(0)
    const { launches, state: after } = first(busyTeam())
    expect(after.lines.launched).toBe(1000 + launches)
  })
})

describe('predictive pacing is progressive', () => {
  const isProgressive = (observation: Observation, decision: ReturnType<typeof first>) => {
    expect(decision.because.rule).toBe('progressive')
    expect(decision.launches).toBe(Math.min(observation.room, dueOf(observation)))
    expect(decision.drops).toBe(0)
  }

  it('and says so, where nobody may be abandoned', () => {
    fc.assert(
      fc.property(sighting(), observation => {
        const none = { ...observation, budget: { ...observation.budget, limit: 0 } }
        isProgressive(none, first(none))
      }),
    )
  })

  it('and says so, while it knows nothing', () => {
    fc.assert(
      fc.property(sighting(), observation => {
        const policy = predictive(settings())
        const fresh = { ...observation, news: [] }
        isProgressive(fresh, policy.decide(policy.initial, fresh))
      }),
    )
  })

  it('no longer, once some have answered', () => {
    const policy = predictive(settings())
    const news = Array.from({ length: 30 }, () => ({ kind: 'answered' as const, rang: 8000 }))
    expect(policy.decide(policy.initial, busyTeam({ news })).because.rule).toBe('predictive')
  })
})

describe('a policy that has learned', () => {
  const policy = predictive(settings())
  const day = (): typeof policy.initial => {
    const news: News[] = Array.from({ length: 300 }, (): News[] => [
      { kind: 'answered', rang: 8000 },
      { kind: 'unanswered', rang: 25_000, dropped: false },
      { kind: 'unanswered', rang: 25_000, dropped: false },
      { kind: 'talked', lasted: 90_000 },
      { kind: 'wrapped', lasted: 20_000, rang: 8000, waited: 0, heard: 'person' },
    ]).flat()
    const budget = { connected: 300, abandoned: 200, limit: 0.03, atRisk: 0 }
    return policy.decide(policy.initial, busyTeam({ at: 600_000, news, budget })).state
  }
  const kept = (): unknown => JSON.parse(JSON.stringify(policy.memory!.keep(day())))
  const rulesAfter = (state: typeof policy.initial, answers: number) => {
    const news = Array.from({ length: answers }, () => ({ kind: 'answered', rang: 8000 }) as const)
    return policy.decide(state, busyTeam({ news })).because
  }

  it('begins to pace ahead after three answers of another day, and not before', () => {
    const state = policy.memory!.resume(kept())
    expect(rulesAfter(state, 2).rule).toBe('progressive')
    expect(rulesAfter(state, 3).rule).toBe('predictive')
    expect(rulesAfter(policy.initial, 9).rule).toBe('progressive')
    expect(rulesAfter(state, 3).began).toEqual({ from: 'past', answers: 200 })
  })

  it('owes nothing on another day of what it owed before', () => {
    const state = policy.memory!.resume(kept())
    expect(day().governor).not.toEqual(policy.initial.governor)
    expect(state).toMatchObject({ ...policy.initial, learned: {}, began: {} })
  })

  it('begins from nothing, and says so, where what was kept cannot be read', () => {
    expect(rulesAfter(policy.initial, 0).began).toEqual({ from: 'nothing' })
    for (const damaged of [null, 'x', {}, { ...(kept() as object), version: 2 }]) {
      const state = policy.memory!.resume(damaged)
      expect(rulesAfter(state, 9)).toMatchObject({
        rule: 'progressive',
        began: { from: 'unreadable' },
      })
    }
  })
})
