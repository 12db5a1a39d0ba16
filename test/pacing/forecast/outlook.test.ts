import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import {
  freeFromTalkWithin,
  freeFromWrapUpWithin,
} from '../../../src/pacing/estimates/free-curve.ts'
import { answerWithin, at } from '../../../src/pacing/estimates/ring-curve.ts'
import {
  launched,
  nobodyChance,
  outlook,
  ruinChance,
  surgeChance,
} from '../../../src/pacing/forecast/outlook.ts'
import type { Situation } from '../../../src/pacing/forecast/situation.ts'
import { beliefs, situation } from '../support/beliefs.ts'

const believed = beliefs()

/** A busy moment of a team: a tenth is free, the rest in the middle of something. */
function moment(team: number): Situation {
  const free = Math.floor(team / 10)
  const wrapping = Math.floor(team / 6)
  const spread = (count: number, step: number) => Array.from({ length: count }, (_, n) => n * step)
  const talking = team - free - wrapping
  return situation({
    free,
    busy: talking + wrapping,
    talking: spread(talking, 170 / team),
    wrapping: spread(wrapping, 2),
    ringing: spread(Math.max(1, Math.round(team / 3)), 40 / team),
  })
}

/** The share of many futures in which the person who answers a new line finds nobody. */
function inFutures(now: Situation, count: number): number {
  const random = seededRandom(21)
  const { ring, free, patienceSec } = believed
  const hits = (chance: number) => Number(random.uniform() < chance)
  let nobody = 0
  for (let future = 0; future < count; future++) {
    const sec = answeredAfter(random.uniform())
    let left = now.free - now.waiting
    for (const age of now.talking) left += hits(freeFromTalkWithin(free, age, sec + patienceSec))
    for (const age of now.wrapping) left += hits(freeFromWrapUpWithin(free, age, sec + patienceSec))
    for (const age of now.ringing) left -= hits(answerWithin(ring, age, sec))
    nobody += Number(left <= 0)
  }
  return nobody / count
}

/** The moment at which a new line is answered by a person, if it is, for a draw from 0 to 1. */
function answeredAfter(draw: number): number {
  const { people } = believed.ring
  const wanted = draw * people[people.length - 1]!
  let [from, to] = [0, people.length - 1]
  while (to - from > 1e-6) {
    const middle = (from + to) / 2
    if (at(people, middle) < wanted) from = middle
    else to = middle
  }
  return from
}

const chance = (now: Situation) => nobodyChance(outlook(now, believed))

describe('the chance that a new line’s answer finds nobody', () => {
  it.each([1, 5, 20, 50])('agrees with many futures drawn for a team of %i', team => {
    const now = moment(team)
    const [told, drawn] = [chance(now), inFutures(now, 8000)]
    expect(Math.abs(told - drawn), `${told} told, ${drawn} drawn`).toBeLessThan(0.03)
  })

  it('grows with each line started', () => {
    const ahead = outlook(moment(5), believed)
    let before = nobodyChance(ahead)
    for (let line = 0; line < 5; line++) {
      launched(ahead, believed)
      expect(nobodyChance(ahead)).toBeGreaterThan(before)
      before = nobodyChance(ahead)
    }
  })

  it('counts a line started now like one that has not rung yet', () => {
    const now = moment(5)
    const ahead = outlook(now, believed)
    launched(ahead, believed)
    const ringing = [...now.ringing, 0]
    expect(nobodyChance(ahead)).toBeCloseTo(chance({ ...now, ringing }), 10)
  })

  it('knows lines by their age', () => {
    const at6 = chance(situation({ free: 1, ringing: [6] }))
    expect(at6).toBeGreaterThan(1.3 * chance(situation({ free: 1, ringing: [20] })))
  })

  it('knows operators by what they do, and for how long', () => {
    const wrapping = (age: number) => chance(situation({ busy: 1, wrapping: [age] }))
    expect(wrapping(12)).toBeLessThan(0.8 * wrapping(0))
    expect(chance(situation({ busy: 1, talking: [12] }))).toBeGreaterThan(wrapping(0))
  })

  it('counts on the time for which a person may be kept waiting', () => {
    const now = situation({ busy: 1, wrapping: [10] })
    const atOnce = nobodyChance(outlook(now, { ...believed, patienceSec: 0 }))
    expect(chance(now)).toBeLessThan(atOnce - 0.02)
  })

  it('lets those who wait already go first', () => {
    expect(chance(situation({ free: 1, waiting: 1 }))).toBe(1)
    expect(chance(situation({ free: 1 }))).toBe(0)
  })

  it('counts on nobody who does not come back', () => {
    expect(chance(situation({ busy: 1 }))).toBe(1)
  })

  it('counts on fewer from the moment on at which some will leave', () => {
    const now = moment(20)
    const leaving = (inSec: number) => chance({ ...now, departures: [{ inSec, operators: 10 }] })
    expect(leaving(0)).toBeGreaterThan(chance(now) + 0.1)
    expect(leaving(600)).toBe(chance(now))
  })
})

describe('answers that are certain', () => {
  // A new line is answered much later than those that have rung for 10 s.
  const sure = beliefs(sec => (sec < 10 ? 0.05 : 50))
  const crowd = (team: number, ringing: number) =>
    outlook(situation({ free: team, ringing: Array.from({ length: ringing }, () => 10) }), sure)

  it.each([1, 20, 59, 79])('leave nobody exactly when they are as many as a team of %i', team => {
    // A team of more than 60 is partly told by the normal distribution.
    expect(nobodyChance(crowd(team, team))).toBeGreaterThan(0.9)
    expect(nobodyChance(crowd(team, team - 1))).toBeLessThan(0.1)
  })

  it.each([1, 20, 59, 79])('take more than can be borne from one more on: team of %i', team => {
    for (const bearable of [0, 3, 10]) {
      expect(ruinChance(crowd(team, team + bearable), bearable)).toBeLessThan(0.1)
      expect(ruinChance(crowd(team, team + bearable + 1), bearable)).toBeGreaterThan(0.9)
    }
  })
})

describe('the chance that a burst takes more, should far more people answer than is believed', () => {
  const ringing = [1, 4, 8, 12]
  const few = situation({ free: 1, busy: 3, talking: [5, 30, 60], ringing })

  it('is that of a burst of lines answered eight times as often, for four operators', () => {
    const random = seededRandom(23)
    const { ring, free, patienceSec } = believed
    const hits = (chance: number) => Number(random.uniform() < chance)
    const shares = outlook(few, believed).map(({ sec }) => {
      let ruined = 0
      for (let future = 0; future < 4000; future++) {
        let left = few.free
        for (const age of few.talking)
          left += hits(freeFromTalkWithin(free, age, sec + patienceSec))
        for (const age of ringing) left -= hits(1 - (1 - answerWithin(ring, age, sec)) ** 8)
        ruined += Number(-left > 1)
      }
      return ruined / 4000
    })
    const told = surgeChance(outlook(few, believed), 1)
    expect(Math.abs(told - Math.max(...shares))).toBeLessThan(0.025)
    expect(told).toBeGreaterThan(3 * ruinChance(outlook(few, believed), 1))
  })

  it('rises with each line started, and falls with what can be borne', () => {
    const ahead = outlook(few, believed)
    const before = surgeChance(ahead, 1)
    expect(surgeChance(ahead, 2)).toBeLessThan(before)
    launched(ahead, believed)
    expect(surgeChance(ahead, 1)).toBeGreaterThan(before)
  })

  it('is none for a team that notices a change in time', () => {
    expect(surgeChance(outlook(moment(32), believed), 0)).toBe(0)
  })
})

describe('the chance that a burst of answers takes more than can be borne', () => {
  const now = moment(20)

  it('agrees with many futures drawn at the worst moment', () => {
    const random = seededRandom(22)
    const { ring, free, patienceSec } = believed
    const hits = (chance: number) => Number(random.uniform() < chance)
    for (const bearable of [0, 2]) {
      const shares = outlook(now, believed).map(({ sec }) => {
        let ruined = 0
        for (let future = 0; future < 4000; future++) {
          let left = now.free
          for (const age of now.talking)
            left += hits(freeFromTalkWithin(free, age, sec + patienceSec))
          for (const age of now.wrapping)
            left += hits(freeFromWrapUpWithin(free, age, sec + patienceSec))
          for (const age of now.ringing) left -= hits(answerWithin(ring, age, sec))
          ruined += Number(-left > bearable)
        }
        return ruined / 4000
      })
      const told = ruinChance(outlook(now, believed), bearable)
      expect(Math.abs(told - Math.max(...shares)), `${bearable} bearable`).toBeLessThan(0.025)
    }
  })

  it('falls with what can be borne, and rises with each line', () => {
    const ahead = outlook(now, believed)
    const before = ruinChance(ahead, 1)
    expect(ruinChance(ahead, 3)).toBeLessThan(before)
    launched(ahead, believed)
    expect(ruinChance(ahead, 1)).toBeGreaterThan(before)
  })
})
