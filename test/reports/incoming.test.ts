import { expect, test } from 'vitest'
import { seconds } from '../../src/base/duration.ts'
import { RunningFigures } from '../../src/reports/figures.ts'
import { reportText } from '../../src/reports/report-text.ts'
import { attempt, NINE, talked } from './fixtures.ts'

const IN = { mode: 'incoming', rules: 'incoming' } as const

const figures = (() => {
  const running = new RunningFigures(2000)
  running.add(talked(60, 0.1, { contact: 1 }))
  running.add(talked(30, 15, { ...IN, contact: 2, outcome: 'served' }))
  running.add(attempt({ ...IN, contact: 3, answeredAt: NINE, outcome: 'unserved' }))
  running.add(attempt({ ...IN, contact: 4, answeredAt: NINE, connectedAt: NINE + seconds(9) }))
  return running.figures()
})()

test('Whoever calls us is counted beside the attempts, and in no abandonment.', () => {
  expect(figures).toMatchObject({ attempts: 1, answered: 1, live: 0, contacts: 1 })
  expect(figures.incoming).toEqual({ calls: 3, served: 1, unserved: 1 })
  expect(figures.abandonment).toMatchObject({ connected: 1, abandoned: 0, talking: 0 })
})

test('What operators do for callers is work like any other; how long they wait is no delay.', () => {
  expect(figures.operators).toEqual([
    { operator: 'anna', calls: 2, talk: seconds(90), wrapUp: seconds(40) },
  ])
  expect(figures.dispositions.get('sold')).toBe(2)
  expect(figures.spans.answerToOperator?.count).toBe(1)
})

test('The report says it in a line.', () => {
  const heading = { title: 'Spring', dispositions: new Map<string, string>(), budgets: [] }
  expect(reportText(figures, heading)).toContain(
    '3 calls from outside, in no abandonment budget: 1 served by an operator, 1 not served, 1 going on.\n',
  )
})
