import { expect, it } from 'vitest'
import type { DayFigures } from '../../../src/sim/compare/day-job.ts'
import { summaryOf } from '../../../src/sim/compare/summary.ts'

const day = (
  changes: Partial<DayFigures['result']>,
  quarters: DayFigures['quarters'] = [],
): DayFigures => ({
  result: {
    day: 0,
    dialed: 0,
    answered: 0,
    connected: 0,
    abandoned: 0,
    machines: 0,
    cancelled: 0,
    operatorSec: 0,
    idleSec: 0,
    talkSec: 0,
    wrapSec: 0,
    maxLines: 0,
    answerToOperatorMsP50: 0,
    answerToOperatorMsP99: 0,
    overLimit: false,
    ...changes,
  },
  quarters,
})

it('days are summed up by their sums', () => {
  const one = day({ dialed: 300, connected: 90, abandoned: 10, cancelled: 30, overLimit: true })
  const other = day({ operatorSec: 1000, idleSec: 180, talkSec: 700, wrapSec: 120 })
  const summary = summaryOf([one, other])
  expect(summary).toMatchObject({
    days: 2,
    occupancy: 0.82,
    worstDay: 0.1,
    daysOverLimit: 1,
    linesPerConnection: 300 / 90,
    dropped: 0.1,
  })
  expect(summary.idle.mean).toBe(2)
  expect(summary.abandonment.mean).toBe(0.1)
})

it('the worst 15 minutes are of any day, and need people enough to say anything', () => {
  const summary = summaryOf([
    day({}, [
      { connected: 0, abandoned: 3 },
      { connected: 95, abandoned: 5 },
    ]),
    day({}, [{ connected: 8, abandoned: 2 }]),
  ])
  expect(summary.worstQuarter).toBe(0.2)
})

it('days on which nothing happened have figures too', () => {
  const { occupancy, linesPerConnection, worstDay } = summaryOf([day({}), day({})])
  expect({ occupancy, linesPerConnection, worstDay }).toEqual({
    occupancy: 0,
    linesPerConnection: 0,
    worstDay: 0,
  })
})
