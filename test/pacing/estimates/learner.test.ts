import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learner } from '../../../src/pacing/estimates/learner.ts'
import { answerWithin, at } from '../../../src/pacing/estimates/ring-curve.ts'
import type { News, Observation } from '../../../src/pacing/observation.ts'
import { seen } from '../../support/observations.ts'
import { sighting } from '../support/sightings.ts'

const settings = { ringLimit: 25_000, connectWithin: 2000 }

/** What is believed after observations, one a minute. */
function believed(observations: readonly Observation[]) {
  const { initial, learn } = learner(settings)
  let [state, estimates] = [initial, initial.estimates]
  for (const [minute, observation] of observations.entries())
    ({ state, estimates } = learn(state, { ...observation, at: minute * 60_000 }))
  return estimates
}

const minutes = (count: number, ...news: News[]) =>
  Array.from({ length: count }, () => seen({ news }))

describe('the learner', () => {
  it('leaves the state it was handed as it is, and learns the same from the same', () => {
    fc.assert(
      fc.property(fc.array(sighting(), { minLength: 1, maxLength: 4 }), observations => {
        const { initial, learn } = learner(settings)
        const kept = structuredClone(initial)
        const once = observations.reduce((state, one) => learn(state, one).state, initial)
        const again = observations.reduce((state, one) => learn(state, one).state, initial)
        expect(initial).toEqual(kept)
        expect(once).toEqual(again)
      }),
      { numRuns: 30 },
    )
  })

  it('gives chances whatever it sees', () => {
    fc.assert(
      fc.property(fc.array(sighting(), { maxLength: 5 }), observations => {
        const { ring, free, patienceSec } = believed(observations)
        for (const sec of [0, 3, 24.5, 30]) {
          const chance = answerWithin(ring, sec, 5)
          expect(chance >= 0 && chance <= 1).toBe(true)
        }
        for (const row of free.fromTalk)
          for (const chance of row) expect(chance >= 0 && chance <= 1 + 1e-12).toBe(true)
        expect(patienceSec >= 0 && patienceSec <= 2).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('takes people for as patient as those were who gave up, at most as the limit says', () => {
    const left = (waited: number): News => ({ kind: 'abandoned', rang: 5000, waited })
    expect(believed(minutes(30, left(500))).patienceSec).toBeLessThan(0.7)
    expect(believed(minutes(30, left(9000))).patienceSec).toBe(2)
  })

  it('looks no further ahead where people may be let wait for ever', () => {
    const { initial } = learner({ ringLimit: 25_000, connectWithin: 1e9 })
    expect(initial.estimates.patienceSec).toBe(10)
    expect(initial.estimates.free.fromTalk[0]).toHaveLength(25 + 10 + 2)
  })

  it('expects more answers than it has seen while it has seen few', () => {
    const answered: News = { kind: 'answered', rang: 8000 }
    const cut: News = { kind: 'unanswered', rang: 25_000, dropped: false }
    const share = (count: number) => {
      const news = Array.from({ length: count }, () => [answered, cut, cut]).flat()
      return at(believed(minutes(1, ...news)).ring.answered, 25)
    }
    expect(share(6)).toBeGreaterThan(share(600) + 0.05)
    expect(Math.abs(share(600) - 1 / 3)).toBeLessThan(0.05)
  })

  it('hears of a tripled answer rate before the counts are told anew', () => {
    const cut: News = { kind: 'unanswered', rang: 25_000, dropped: false }
    const answered: News = { kind: 'answered', rang: 8000 }
    const before = minutes(40, answered, ...Array.from({ length: 9 }, () => cut))
    const now = minutes(8, ...Array.from({ length: 4 }, () => [answered, cut, cut]).flat())
    const share = (observations: Observation[]) => at(believed(observations).ring.answered, 25)
    expect(share(before)).toBeLessThan(0.15)
    expect(share([...before, ...now])).toBeGreaterThan(0.2)
  })

  it('takes a burst of refusals for refusals, not for an answer rate that fell', () => {
    const answered: News = { kind: 'answered', rang: 8000 }
    const cut: News = { kind: 'unanswered', rang: 25_000, dropped: false }
    const refused: News = { kind: 'refused', rang: 500 }
    const before = minutes(40, answered, cut, cut)
    const burst = minutes(3, ...Array.from({ length: 60 }, () => refused))
    const late = (observations: Observation[]) => answerWithin(believed(observations).ring, 6, 20)
    expect(late([...before, ...burst]) / late(before)).toBeGreaterThan(0.75)
  })

  it('expects no answer of lines that are refused', () => {
    const answered: News = { kind: 'answered', rang: 8000 }
    const refused: News = { kind: 'refused', rang: 2000 }
    const news = Array.from({ length: 300 }, () => [answered, refused, refused]).flat()
    const share = at(believed(minutes(1, ...news)).ring.answered, 25)
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.12)
  })

  it('hears of cards that took long before they are closed', () => {
    const wrapped: News = { kind: 'wrapped', lasted: 8000, rang: 8000, waited: 0, heard: 'person' }
    const closed = minutes(40, wrapped)
    const open = Array.from({ length: 10 }, () => 0)
    const chance = (observations: Observation[]) => believed(observations).free.wrapUp[60]!
    const stuck = seen({ busy: 10, wrappingSince: open })
    expect(chance([...closed, stuck])).toBeLessThan(0.9 * chance([...closed, seen()]))
  })
})

describe('a learner with a past', () => {
  const cut: News = { kind: 'unanswered', rang: 25_000, dropped: false }
  const answered: News = { kind: 'answered', rang: 8000 }
  const lines = (answers: number, cuts: number): News[] => [
    ...Array.from({ length: answers }, () => answered),
    ...Array.from({ length: cuts }, () => cut),
  ]
  const { initial, learn, keep, resume } = learner(settings)
  const live = (from: typeof initial, hours: readonly [hour: number, ...News[]][]) => {
    let state = from
    for (const [minute, [hour, ...news]] of hours.entries())
      ({ state } = learn(state, seen({ at: minute * 60_000, hour, news })))
    return state
  }
  const resumed = (state: typeof initial) => resume(JSON.parse(JSON.stringify(keep(state))))!.state
  const shareOf = ({ estimates }: typeof initial) => at(estimates.ring.answered, 25)
  const minutesOf = (hour: number, count: number, answers: number, cuts: number) =>
    Array.from(
      { length: count },
      (_, minute) => [hour + minute / 60, ...lines(answers, cuts)] as [number, ...News[]],
    )

  it('begins with what was learned, and with little caution', () => {
    const day = live(initial, minutesOf(9, 60, 2, 8))
    const next = resumed(day)
    expect(shareOf(initial)).toBeGreaterThan(0.4)
    expect(shareOf(next)).toBeGreaterThan(0.2)
    expect(shareOf(next)).toBeLessThan(0.3)
    expect(next.estimates.answers).toBe(7)
    expect(next.answers).toBe(7)
    expect(at(next.estimates.free.wrapUp, 30)).toBeCloseTo(at(day.estimates.free.wrapUp, 30), 1)
  })

  it('has not more of a past than there were answers', () => {
    expect(resumed(live(initial, [[9, ...lines(3, 9)]])).answers).toBe(3)
  })

  it('notices within a few dozen answers that people answer three times as often', () => {
    const yesterday = live(initial, minutesOf(9, 120, 10, 90))
    const today = live(resumed(yesterday), minutesOf(9, 12, 3, 7))
    expect(shareOf(resumed(yesterday))).toBeLessThan(0.15)
    expect(shareOf(today)).toBeGreaterThan(0.23)
  })

  it('expects at each hour what that hour brought', () => {
    const hours = [...minutesOf(9, 60, 4, 36), ...minutesOf(12, 60, 16, 24)]
    let state = live(initial, hours)
    for (let day = 0; day < 2; day++) state = live(resumed(state), hours)
    // Another morning, and then noon, of which nothing has been seen yet.
    const morning = live(resumed(state), minutesOf(9, 30, 4, 36))
    const noon = live(morning, [[12.5]])
    expect(shareOf(morning)).toBeLessThan(0.15)
    expect(shareOf(noon)).toBeGreaterThan(0.25)
  })

  it('expects as much right after an hour as right before, however unlike the hour was', () => {
    const flat = [9, 10, 11].flatMap(hour => minutesOf(hour, 60, 3, 27))
    const before = live(resumed(live(initial, flat)), minutesOf(9, 60, 9, 21))
    const { state: turned } = learn(before, seen({ at: before.ringAt + 1000, hour: 10 }))
    expect(Math.abs(shareOf(turned) / shareOf(before) - 1)).toBeLessThan(0.05)
  })

  it('sees no drift where the hours are what they always were, though the counts go on', () => {
    const hours = [...minutesOf(9, 60, 4, 36), ...minutesOf(12, 60, 16, 24)]
    let state = live(initial, hours)
    for (let day = 0; day < 3; day++) state = live(resumed(state), hours)
    for (const minutes of [10, 20, 40]) {
      const { drift } = live(resumed(state), minutesOf(9, minutes, 4, 36))
      expect(Math.abs(drift.ratio - 1)).toBeLessThan(0.05)
    }
  })

  it('goes on in the same hour from what was true of late', () => {
    // The counts are those of a whole morning, of which the last quarter was unlike the rest.
    const busy = live(initial, [...minutesOf(9, 45, 2, 38), ...minutesOf(9.75, 12, 8, 32)])
    const rate = (state: typeof initial) => shareOf(state)
    expect(rate(busy)).toBeGreaterThan(0.14)
    const next = live(resumed(busy), [[9.96]])
    expect(rate(next)).toBeGreaterThan(0.8 * rate(busy))
  })

  it('is nearly the same at every hour of a day of which nothing was known', () => {
    const flat = [9, 10, 11].flatMap(hour => minutesOf(hour, 60, 3, 7))
    const state = live(initial, flat)
    for (const hour of [9.5, 10.5, 12.5]) {
      const then = live(state, [[hour]])
      expect(Math.abs(shareOf(then) / shareOf(state) - 1)).toBeLessThan(0.05)
    }
  })
})
