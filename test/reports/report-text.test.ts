import { describe, expect, it } from 'vitest'
import { hours, minutes } from '../../src/base/duration.ts'
import { RunningFigures } from '../../src/reports/figures.ts'
import { reportText } from '../../src/reports/report-text.ts'
import type { AttemptRecord } from '../../src/store/records.ts'
import { attempt, NINE, talked } from './fixtures.ts'

function report(records: readonly AttemptRecord[], budgets = [budget]): string {
  const running = new RunningFigures(2000)
  for (const record of records) running.add(record)
  const dispositions = new Map([['sold', 'Sold']])
  return reportText(running.figures(), { title: 'Spring', dispositions, budgets })
}

const budget = {
  id: 'main',
  limit: 0.03,
  from: NINE - hours(9),
  to: NINE + hours(15),
  counts: { abandoned: 2, connected: 98 },
}

const BUDGET_LINE =
  'Budget main: 2.0 % (2 of 100) of at most 3.0 %, all campaigns, ' +
  '2026-03-02 00:00 to 2026-03-03 00:00 UTC.'

describe('a report for people', () => {
  it('shows what came of the calls, with every rate beside its numbers and its window', () => {
    const records = [
      talked(65.25, 0.012),
      talked(30, 0.5, { contact: 2, operator: 'boris', disposition: 'no' }),
      talked(90, 0.2, { contact: 3 }),
      attempt({ contact: 2, outcome: 'abandoned', answeredAt: NINE + minutes(90) }),
      attempt({ contact: 4, outcome: 'lost' }),
      attempt({ contact: 5, outcome: 'noAnswer' }),
      attempt({ contact: 6 }),
    ]
    expect(report(records)).toBe(`\
Spring: 2026-03-02 09:00 to 2026-03-02 10:30 UTC
Abandoned 40.0 % (2 of 5) of the people who answered, 1 of them with an unknown end.
${BUDGET_LINE}

Attempts       7
  connected    3  42.9 %
  abandoned    1  14.3 %
  no answer    1  14.3 %
  end unknown  1  14.3 %
  going on     1  14.3 %
6 contacts, 1.17 attempts each: 5 once, 1 twice.

Dispositions  3
  Sold        2  66.7 %
  no          1  33.3 %

Seconds                   calls   mean  median   90 %   99 %  longest
  ringing until answered      3   8.00    8.00   8.00   8.00     8.00
  answer to operator          3   0.24    0.20   0.50   0.50     0.50
  talk                        3  61.75   65.28  90.00  90.00    90.00
  wrap-up                     3  20.00   20.00  20.00  20.00    20.00

Operators  calls     talk  wrap-up
  anna         2  0:02:35  0:00:40
  boris        1  0:00:30  0:00:20
`)
  })

  it('says which attempts no limit counts, where some contact seems to be called too often', () => {
    const four = [1, 2, 3, 4].map(n => attempt({ id: `a${n}`, outcome: 'noAnswer' }))
    expect(report(four)).not.toContain('attemptsMax')
    const left = ['congestion', 'congestion', 'failed'].map((outcome, n) =>
      attempt({ id: `b${n}`, outcome: outcome as 'failed' }),
    )
    const promised = talked(60, 0, { callback: { at: NINE, operator: 'anna' } })
    expect(report([...four, ...left, promised])).toContain(`
1 contact, 8.00 attempts each: 1 eight times.
Not counted in attemptsMax, as the phone hardly rang: 2 congestion, 1 failed.
Promised callbacks are made beyond attemptsMax too: 1 promised.
`)
  })

  it('says how many of those who were connected are talking still', () => {
    const going = attempt({ answeredAt: NINE, connectedAt: NINE })
    expect(report([attempt({ outcome: 'lost' }), going])).toContain(
      'Abandoned 50.0 % (1 of 2) of the people who answered, 1 of them still talking, ' +
        '1 of them with an unknown end.\n',
    )
  })

  it('says so when nobody was called yet', () => {
    expect(report([], [])).toBe('Spring: nobody was called yet\n')
  })

  it('shows a budget of which nothing was used yet', () => {
    const unused = { ...budget, counts: { abandoned: 0, connected: 0 } }
    expect(report([], [unused])).toContain(
      'Budget main: nobody answered yet; at most 3.0 % may be abandoned, all campaigns, 2026',
    )
  })
})
