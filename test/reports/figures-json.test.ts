import { expect, it } from 'vitest'
import { RunningFigures } from '../../src/reports/figures.ts'
import { figuresJson } from '../../src/reports/figures-json.ts'
import { attempt, talked } from './fixtures.ts'

it('figures go out in seconds, rates and UTC', () => {
  const running = new RunningFigures(2000)
  running.add(talked(65.25, 0.012, { callback: { at: 1, operator: null } }))
  running.add(attempt({ contact: 2, outcome: 'abandoned' }))
  const json = JSON.parse(JSON.stringify(figuresJson(running.figures())))
  expect(json).toMatchObject({
    window: { from: '2026-03-02T09:00:00.000Z', to: '2026-03-02T09:00:08.000Z' },
    attempts: 2,
    live: 0,
    outcomes: { connected: 1, abandoned: 1, busy: 0 },
    answered: 1,
    abandonment: { rate: 0.5, abandoned: 1, connected: 1, lost: 0 },
    callbacks: 1,
    dispositions: { sold: 1 },
    contacts: 2,
    contactsByAttempts: [{ attempts: 1, contacts: 2 }],
    spans: {
      answerToOperator: { count: 1, meanSec: 0.012, p50Sec: 0.012, p99Sec: 0.012, maxSec: 0.012 },
      talk: { meanSec: 65.25 },
    },
    operators: [{ operator: 'anna', calls: 1, talkSec: 65.25, wrapUpSec: 20 }],
  })
})

it('figures of nothing are complete too', () => {
  expect(figuresJson(new RunningFigures(2000).figures())).toMatchObject({
    window: null,
    abandonment: { rate: null },
    spans: { ring: null, talk: null },
    operators: [],
  })
})
