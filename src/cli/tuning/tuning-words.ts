import type { Interval } from '../../sim/compare/interval.ts'
import { percent, shareText } from '../../sim/compare/pacing-table.ts'
import { type Certainty, certaintyOf } from '../../sim/tune/certainty.ts'
import { settingsKeys, settingsName } from '../../sim/tune/settings-keys.ts'
import type { Tried } from '../../sim/tune/tuning.ts'
import type { Tuned } from './tuned.ts'

/** What was tried, as a table, and what is recommended. */
export function tuningWords({ tuning, ground, days, seed }: Tuned): string {
  const { name, limits } = ground.world
  const { tried, recommended } = tuning
  const each = `${days} ${days === 1 ? 'day' : 'days'} each, seed ${seed}`
  return [
    `${name}: ${tried.length} settings, ${each}; a day may abandon ${percent(limits.abandonment, 2)}.`,
    '+ no other has both less idle time and less abandonment. ± is a 95 % interval; "more idle"',
    'is compared with what is recommended, day by day, as all settings met the same people.',
    '',
    row('', 'idle s a call', 'abandoned', 'days over', 'more idle', 'settings'),
    ...tried.map(one => rowOf(one, one === recommended)),
    '',
    advice(tuning, limits.abandonment),
  ].join('\n')
}

function rowOf(one: Tried, best: boolean): string {
  const { idle, abandonment, daysOverLimit, days, linesPerConnection } = one.summary
  return row(
    one.onFront ? '+' : '',
    linesPerConnection === 0 ? 'nobody' : interval(idle),
    shareText(abandonment),
    `${daysOverLimit} of ${days}`,
    best || one.idleBeyond === null ? '' : interval(one.idleBeyond),
    `${settingsName(one)}${best ? '  <- recommended' : ''}`,
  )
}

const row = (...[front, idle, abandoned, over, more, settings]: readonly string[]): string =>
  [
    front!.padEnd(1),
    idle!.padStart(13),
    abandoned!.padStart(14),
    over!.padStart(10),
    more!.padStart(14),
    ` ${settings}`,
  ].join('  ')

function interval({ mean, halfWidth }: Interval): string {
  return Number.isFinite(halfWidth)
    ? `${mean.toFixed(1)} ± ${halfWidth.toFixed(1)}`
    : `${mean.toFixed(1)} ± ?`
}

function advice(tuning: Tuned['tuning'], limit: number): string {
  const certainty = certaintyOf(tuning)
  const { recommended } = tuning
  if (recommended === null || certainty === null)
    return `Nothing is recommended: no settings connected anybody without a day above ${percent(limit, 2)}.`
  return [
    `Recommended: ${settingsName(recommended)}, the least idle time without a day above ${percent(limit, 2)}.`,
    ...settingsKeys(recommended)!
      .trimEnd()
      .split('\n')
      .map(line => `  ${line}`),
    sureOfTheBest(certainty),
    sureOfTheLimit(recommended, certainty),
    ...temptations(tuning.tried, recommended),
  ].join('\n')
}

function sureOfTheBest({ next, nextDiffers, alike }: Certainty): string {
  if (next === null) return 'No others keep the limit every day.'
  const by = `${settingsName(next)}, with ${interval(next.idleBeyond!)} s more`
  if (nextDiffers) return `The next best is ${by}: more than chance explains.`
  const others = alike === 1 ? 'It is' : `${alike} others are`
  return `The next best is ${by}.\n${others} not significantly worse: on other days the order may be another. More --days tell more.`
}

function sureOfTheLimit({ summary }: Tried, { daysOverAtMost }: Certainty): string {
  const { days, worstDay } = summary
  const none = days === 1 ? 'The one day was not' : `None of the ${days} days was`
  return `${none} over the limit, the worst at ${percent(worstDay, 2)}; even so up to ${percent(daysOverAtMost, 0)} of days may be (95 %).`
}

/** Whoever looks at the table sees less idle time above. */
function temptations(tried: readonly Tried[], recommended: Tried): string[] {
  const above = tried.slice(0, tried.indexOf(recommended))
  if (above.length === 0) return []
  const foreign = above.some(({ summary }) => summary.daysOverLimit === 0)
  return [
    `What stands above it has days over the limit${foreign ? ", or is VICIdial's, which no campaign can be set to" : ''}.`,
  ]
}
