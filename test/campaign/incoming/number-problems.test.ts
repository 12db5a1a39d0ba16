import { expect, test } from 'vitest'
import type { DispositionThen } from '../../../src/campaign/disposition.ts'
import { numberProblems } from '../../../src/campaign/incoming/number-problems.ts'

const ALL: readonly DispositionThen[] = [
  'finish',
  'stop',
  'callback',
  'wrongNumber',
  'machine',
  'retry',
]
const dispositions = ALL.map(then => ({ id: then, label: `It is ${then}`, then }))

test('Only of whoever withholds their number nothing can be promised that needs one.', () => {
  const refused = (calledIn: 'shown' | 'withheld' | null) =>
    ALL.filter(id => {
      const of = calledIn === null ? {} : { calledIn }
      return numberProblems(of, dispositions, id).length > 0
    })
  expect(refused('withheld')).toEqual(['stop', 'callback'])
  expect([...refused('shown'), ...refused(null)]).toEqual([])
  expect(numberProblems({ calledIn: 'withheld' }, dispositions, 'none')).toEqual([])
})
