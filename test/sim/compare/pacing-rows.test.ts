import { describe, expect, it } from 'vitest'
import { comparisonsOf, type PacingRow } from '../../../src/sim/compare/pacing-rows.ts'
import { comparisonTable, rowLine } from '../../../src/sim/compare/pacing-table.ts'
import { summaryOf } from '../../../src/sim/compare/summary.ts'

const row = (asked: string, policy: string, idle: number): PacingRow => ({
  world: 'small',
  asked,
  policy,
  limit: 0.03,
  summary: { ...summaryOf([]), idle: { mean: idle, halfWidth: 1 } },
})

describe("Carillon's idle time beside others'", () => {
  const rows = [
    row('ratio:best', 'ratio:2.9', 25),
    row('ratio:9', 'ratio:9', 5),
    row('vicidial:best', 'vicidial:average', 40),
    row('predictive', 'predictive', 20),
    row('predictive,drop=N', 'predictive,drop=N', 22),
    row('omniscient', 'omniscient', 19),
  ]

  it('is a multiple of the best in hindsight, and of the omniscient of the same settings', () => {
    expect(comparisonsOf(rows)).toEqual([
      {
        world: 'small',
        policy: 'predictive',
        idleSecPerCall: 20,
        toRatio: 0.8,
        toVicidial: 0.5,
        toOmniscient: 20 / 19,
      },
      {
        world: 'small',
        policy: 'predictive,drop=N',
        idleSecPerCall: 22,
        toRatio: 0.88,
        toVicidial: 0.55,
        toOmniscient: null,
      },
    ])
  })

  it('is written as one table for each setting, with a dash for what was not run', () => {
    const table = comparisonTable(comparisonsOf(rows))
    expect(table).toContain('| small | 20.0 | 0.800 | 0.500 | 1.053 |')
    expect(table).toContain('| small | 22.0 | 0.880 | 0.550 | – |')
  })
})

it('a row says how sure it is of its abandonment, and nothing where one day cannot know', () => {
  const { summary, ...rest } = row('predictive', 'predictive', 20)
  const sure = { ...summary, abandonment: { mean: 0.0281, halfWidth: 0.0012 } }
  expect(rowLine({ ...rest, summary: sure })).toContain('| 2.81 ± 0.12 % |')
  const unsure = { ...summary, abandonment: { mean: 0.0281, halfWidth: Infinity } }
  expect(rowLine({ ...rest, summary: unsure })).toContain('| 2.81 % |')
})
