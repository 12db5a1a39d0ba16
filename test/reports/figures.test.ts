import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/base/duration.ts'
import { OUTCOMES } from '../../src/campaign/outcome.ts'
import { resultOf } from '../../src/reports/attempt-result.ts'
import { RunningFigures } from '../../src/reports/figures.ts'
import type { AttemptRecord } from '../../src/store/records.ts'
import { attempt, NINE, talked } from './fixtures.ts'

function figuresOf(records: readonly AttemptRecord[]) {
  const running = new RunningFigures(2000)
  for (const record of records) running.add(record)
  return running.figures()
}

const records = fc.array(
  fc
    .record({
      contact: fc.integer({ min: 1, max: 5 }),
      outcome: fc.option(fc.constantFrom(...OUTCOMES), { nil: undefined }),
      machine: fc.boolean(),
      begunAt: fc.integer({ min: NINE, max: NINE + 1e6 }),
    })
    .map(({ outcome, ...about }) => attempt({ ...about, ...(outcome && { outcome }) })),
)

describe('the figures of a campaign', () => {
  it('count each attempt once, under one outcome or as going on', () => {
    fc.assert(
      fc.property(records, all => {
        const { attempts, live, outcomes, contactsByAttempts, contacts } = figuresOf(all)
        expect(attempts).toBe(all.length)
        expect(live + OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0)).toBe(attempts)
        expect(contactsByAttempts.reduce((sum, [, count]) => sum + count, 0)).toBe(contacts)
        const sum = contactsByAttempts.reduce((sum, [times, count]) => sum + times * count, 0)
        expect(sum).toBe(attempts)
      }),
    )
  })

  it('do not depend on the order of the attempts', () => {
    fc.assert(
      fc.property(records, all => {
        expect(figuresOf(all.toReversed())).toEqual(figuresOf(all))
      }),
    )
  })

  it('say how many of those who answered were left without an operator', () => {
    const { abandonment } = figuresOf([
      ...Array.from({ length: 97 }, () => attempt({ outcome: 'connected' })),
      ...Array.from({ length: 3 }, () => attempt({ outcome: 'abandoned' })),
      attempt({ outcome: 'noAnswer' }),
      attempt(),
    ])
    expect(abandonment).toEqual({ rate: 0.03, abandoned: 3, connected: 97, talking: 0, lost: 0 })
  })

  it('count an unknown end at its worst, and a connection to a machine as none', () => {
    const { abandonment, outcomes } = figuresOf([
      attempt({ outcome: 'connected' }),
      attempt({ outcome: 'lost' }),
      attempt({ outcome: 'connected', machine: true }),
    ])
    expect(abandonment).toEqual({ rate: 0.5, abandoned: 1, connected: 1, talking: 0, lost: 1 })
    expect(outcomes).toMatchObject({ connected: 1, machine: 1, lost: 1 })
  })

  it('count people as connected from the moment they are, unless that was too late', () => {
    const talking = (late: number, more: Partial<AttemptRecord> = {}) =>
      attempt({ answeredAt: NINE, connectedAt: NINE + late, ...more })
    const { abandonment, live, outcomes } = figuresOf([
      attempt({ outcome: 'lost' }),
      talking(0),
      talking(2000),
      talking(2001),
      talking(0, { machine: true }),
      attempt({ answeredAt: NINE }),
    ])
    expect(abandonment).toEqual({ rate: 0.5, abandoned: 2, connected: 2, talking: 2, lost: 1 })
    expect([live, outcomes.connected]).toEqual([5, 0])
  })

  it('have no rate while nobody answered', () => {
    expect(figuresOf([attempt({ outcome: 'busy' })]).abandonment.rate).toBeNull()
  })

  it('name the window by the moment of answer, or of beginning where nobody answered', () => {
    const late = NINE + seconds(100)
    const { window } = figuresOf([
      attempt({ begunAt: NINE + seconds(1), answeredAt: late, outcome: 'abandoned' }),
      attempt({ begunAt: NINE + seconds(2), outcome: 'busy' }),
    ])
    expect(window).toEqual({ from: NINE + seconds(2), to: late })
    expect(figuresOf([]).window).toBeNull()
  })

  it('measure ringing, the way to the operator, talk and wrap-up', () => {
    const { spans } = figuresOf([talked(60, 0.1), talked(120, 0.3)])
    expect(spans.ring).toMatchObject({ count: 2, mean: 8000 })
    expect(spans.answerToOperator).toMatchObject({ p50: 100, max: 300 })
    expect(spans.talk).toMatchObject({ mean: 90_000, max: 120_000 })
    expect(spans.wrapUp).toMatchObject({ mean: 20_000 })
    expect(figuresOf([attempt({ outcome: 'busy' })]).spans).toEqual({
      ring: null,
      answerToOperator: null,
      talk: null,
      wrapUp: null,
    })
  })

  it('share a call out among those who were in it, and give its card to the last of them', () => {
    const start = NINE + seconds(8)
    const talks = [
      { operator: 'boris', from: start, to: start + seconds(129) },
      { operator: 'anna', from: start + seconds(129), to: start + seconds(183), wrapsUp: true },
    ]
    const closedAt = start + seconds(195)
    const outside = talked(212, 0, { talks, closedAt })
    const { spans, operators } = figuresOf([outside, talked(30, 0)])
    expect(operators).toEqual([
      { operator: 'anna', calls: 2, talk: seconds(54 + 30), wrapUp: seconds(12 + 20) },
      { operator: 'boris', calls: 1, talk: seconds(129), wrapUp: 0 },
    ])
    expect(spans.talk).toMatchObject({ max: seconds(212) })
    expect(resultOf(outside)).toMatchObject({ operator: 'anna', talkSec: 212, wrapUpSec: 12 })
  })

  it('measure a wrap-up from the end of the call where nobody left it before', () => {
    const start = NINE + seconds(8)
    const dropped = { operator: 'anna', from: start, to: start + seconds(10) }
    const again = { operator: 'anna', from: start + seconds(15) }
    const { operators } = figuresOf([
      talked(20, 0, { talks: [dropped] }),
      talked(20, 0, { talks: [dropped, again] }),
    ])
    expect(operators).toEqual([
      { operator: 'anna', calls: 2, talk: seconds(10 + 10 + 5), wrapUp: seconds(20 + 20) },
    ])
  })

  it('share the work out among the operators who talked', () => {
    const { operators } = figuresOf([
      talked(60, 0.1, { operator: 'boris' }),
      talked(30, 0.1),
      talked(30, 0.1),
      attempt({ operator: 'carol', outcome: 'abandoned' }),
    ])
    expect(operators).toEqual([
      { operator: 'anna', calls: 2, talk: 60_000, wrapUp: 40_000 },
      { operator: 'boris', calls: 1, talk: 60_000, wrapUp: 20_000 },
    ])
  })

  it('count dispositions', () => {
    const { dispositions } = figuresOf([talked(1, 0), talked(1, 0, { disposition: 'no' })])
    expect([...dispositions]).toEqual([
      ['sold', 1],
      ['no', 1],
    ])
  })
})
