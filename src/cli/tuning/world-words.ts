import type { Distribution } from '../../base/distribution.ts'
import { hours } from '../../base/duration.ts'
import { percent } from '../../sim/compare/pacing-table.ts'
import { clockText } from '../../sim/pictures/time-axis.ts'
import type { RecordedDay } from '../../sim/recording/recorded-day.ts'
import { wantOf } from '../../sim/recording/want.ts'
import { operatorsMost, type World } from '../../sim/world/world.ts'

/** What a world was found to be, a line each, so that a recommendation's ground can be judged. */
export function worldWords({ day, operators, callee, talk, wrap, trunk, limits }: World): string[] {
  const shares = callee.shares.map(
    ({ from, shares: { human } }) => `${clockText(day, from)} ${percent(human, 0)}`,
  )
  const patience = mean(callee.patience)
  return [
    `day        ${clockText(day, 0)} to ${clockText(day, day.length)} UTC (${(day.length / hours(1)).toFixed(1)} h), up to ${operatorsMost(operators)} operators at work`,
    `people     answer of all calls: ${shares.join(', ')}; after ${seconds(mean(callee.ring.human))} of ringing on average`,
    `operators  talk ${seconds(mean(talk))}, wrap-up ${seconds(mean(wrap))} on average`,
    `trunk      ${trunk.lines} lines, ${trunk.callsPerSecond} calls a second`,
    `limits     ${percent(limits.abandonment, 2)} abandoned a day, joined within ${seconds(limits.connectWithin / 1000)}, ring ${seconds(limits.ringMinimum / 1000)} to ${seconds(limits.noAnswer / 1000)}`,
    ...(patience < limits.connectWithin / 1000
      ? [`patience   ${seconds(patience)} on average until a person left alone goes`]
      : []),
  ]
}

/** Where a recorded day had nobody to call, as a line; none where it never was so. */
export function wantWords(day: RecordedDay): string[] {
  const want = wantOf(day)
  if (want === null) return []
  const from = clockText({ start: day.start, length: day.length, warmUp: 0 }, want.from)
  return [
    `From ${from} UTC on there was nobody else to call in ${want.minutes} of its minutes: idle time there is want of contacts, under any settings.`,
  ]
}

function mean(of: Distribution): number {
  switch (of.dist) {
    case 'fixed':
      return of.value
    case 'uniform':
      return (of.min + of.max) / 2
    case 'mixture': {
      const weights = of.of.reduce((sum, part) => sum + part.weight, 0)
      return of.of.reduce((sum, part) => sum + (part.weight / weights) * mean(part), 0)
    }
    default:
      return of.mean
  }
}

const seconds = (value: number): string => `${value.toFixed(1)} s`
