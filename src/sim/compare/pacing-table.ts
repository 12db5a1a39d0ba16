import type { Interval } from './interval.ts'
import type { Comparison, PacingRow } from './pacing-rows.ts'

/** The heading of the table of policies, in Markdown. */
export const ROWS_HEADING = heading(
  'world',
  'policy',
  'occupancy',
  'idle s a call',
  'abandoned, 95 %',
  'worst day',
  'days over',
  'worst 15 min',
  'lines a connection',
)

/** One line of it. */
export const rowLine = ({ world, policy, summary: it }: PacingRow): string =>
  line(
    world,
    policy,
    percent(it.occupancy, 1),
    it.idle.mean.toFixed(1),
    shareText(it.abandonment),
    percent(it.worstDay, 2),
    `${it.daysOverLimit} of ${it.days}`,
    percent(it.worstQuarter, 1),
    it.linesPerConnection.toFixed(1),
  )

/** The table of Carillon's idle time as a multiple of others', in Markdown. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const names = [...new Set(comparisons.map(it => it.policy))]
  const worlds = [...new Set(comparisons.map(it => it.world))]
  return names
    .map(name => {
      const mine = comparisons.filter(it => it.policy === name)
      const lines = worlds.flatMap(world => mine.filter(it => it.world === world).map(comparedLine))
      const title = heading(
        `\`${name}\``,
        'idle s a call',
        '× best ratio',
        '× best VICIdial',
        '× omniscient',
      )
      return [title, ...lines].join('\n')
    })
    .join('\n\n')
}

const comparedLine = (it: Comparison): string =>
  line(
    it.world,
    it.idleSecPerCall.toFixed(1),
    times(it.toRatio),
    times(it.toVicidial),
    times(it.toOmniscient),
  )

/** A share and half of its interval, in percent. */
export function shareText({ mean, halfWidth }: Interval): string {
  const known = Number.isFinite(halfWidth)
  return known ? `${(100 * mean).toFixed(2)} ± ${percent(halfWidth, 2)}` : percent(mean, 2)
}

/** A share in percent. */
export const percent = (share: number, places: number): string =>
  `${(100 * share).toFixed(places)} %`

/**
 * The same with two places, or so many more that it is seen to be above a limit: 3.00 % over a
 * limit of 3 % would puzzle whoever reads it.
 */
export function percentAgainst(share: number, limit: number): string {
  let places = 2
  const looksWithin = () => Number((100 * share).toFixed(places)) <= 100 * limit
  while (share > limit && places < PLACES_MAX && looksWithin()) places++
  return percent(share, places)
}

/** A millionth of a percent tells any two shares of people apart. */
const PLACES_MAX = 8

const times = (ratio: number | null): string => (ratio === null ? '–' : ratio.toFixed(3))

function line(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function heading(...cells: readonly string[]): string {
  return `${line(...cells)}\n|${' --- |'.repeat(cells.length)}`
}
