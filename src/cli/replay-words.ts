import type { Mode } from '../campaign/campaign.ts'
import { percent, percentAgainst } from '../sim/compare/pacing-table.ts'
import type { RecordedDay } from '../sim/recording/recorded-day.ts'
import type { ReplayResult } from '../sim/replay/replay.ts'
import { abandonmentOf, type DayResult } from '../sim/result.ts'
import { limitOfZero } from './pacing-words.ts'

/**
 * A replay for people: what was recorded beside what came of it now.
 * @param mode the one its policy runs in.
 */
export function replayWords(
  { world, policy, seed, days, recorded }: ReplayResult,
  { promised, limits, policy: before }: Pick<RecordedDay, 'promised' | 'limits' | 'policy'>,
  mode: Mode,
): string {
  const times = days.length === 1 ? '' : `, mean of ${days.length}`
  const rows = figures(limits.abandonment).map(([name, figure, write]) => [
    name,
    write(recorded, figure),
    write(mean(days), figure),
  ])
  const table = [['', 'as recorded', 'replayed'], ...rows]
  const zero = limitOfZero(mode, limits.abandonment)
  const over = days.filter(day => day.overLimit).length
  return [
    `${world}, ${policy}, seed ${seed}${times}`,
    ...table.map(row => `  ${row[0]!.padEnd(26)}${row[1]!.padStart(12)}${row[2]!.padStart(12)}`),
    ...(over === 0 ? [] : [`  Over the abandonment limit: ${over} of ${days.length}.`]),
    ...(zero === null ? [] : [`  ${zero}`]),
    ...meaning(policy === before, days.every(isAsRecorded(recorded)), promised),
  ].join('\n')
}

/** What the figures beside each other may be taken for. */
function meaning(isSamePolicy: boolean, isSameDay: boolean, promised: number): string[] {
  if (isSamePolicy && isSameDay)
    return ['  Under the policy that was recorded the day comes out the same.']
  const own =
    promised === 0
      ? []
      : [
          `  ${promised === 1 ? 'Once' : `${promised} times`} somebody came up whom only their own operator may call; here they are dialed as any other.`,
        ]
  if (!isSamePolicy)
    return ['  Each dial meets the next person of the same quarter of an hour.', ...own]
  return [
    '  The policy is the one that was recorded, and yet the days differ.',
    ...own,
    '  A run that began with what earlier days taught is replayed from nothing, and what a recording lacks is lacking here.',
  ]
}

/** Whether as many were dialed, and as many people came to each end, as was recorded. */
const isAsRecorded =
  (recorded: DayResult) =>
  (day: DayResult): boolean =>
    COMPARED.every(key => day[key] === recorded[key])

const COMPARED = ['dialed', 'answered', 'connected', 'abandoned'] as const

type Figure = (day: DayResult) => number
type Write = (day: DayResult, figure: Figure) => string

/** Sums matter to shares; of everything else the mean is asked. */
function mean(days: readonly DayResult[]): DayResult {
  const keys = Object.keys(days[0]!) as (keyof DayResult)[]
  const of = (key: keyof DayResult) =>
    days.reduce((sum, day) => sum + Number(day[key]), 0) / days.length
  const means = Object.fromEntries(keys.map(key => [key, of(key)]))
  return { ...(means as unknown as DayResult), overLimit: days.some(day => day.overLimit) }
}

const whole: Write = (day, figure) => figure(day).toFixed(0)
const inPercent: Write = (day, figure) => percent(figure(day), 2)
const tenths: Write = (day, figure) => figure(day).toFixed(1)
/** Where nobody was connected there is no call to wait for. */
const eachCall: Write = (day, figure) => (day.connected === 0 ? '–' : tenths(day, figure))

const figures = (limit: number): readonly (readonly [string, Figure, Write])[] => [
  ['dialed', day => day.dialed, whole],
  ['answered by people', day => day.answered, whole],
  ['connected', day => day.connected, whole],
  ['abandoned', day => day.abandoned, whole],
  ['abandonment', abandonmentOf, (day, figure) => percentAgainst(figure(day), limit)],
  ['machines at operators', day => day.machines, whole],
  ['dropped', day => day.cancelled, whole],
  ['operator hours', day => day.operatorSec / 3600, tenths],
  ['occupancy', day => share(day.talkSec + day.wrapSec, day.operatorSec), inPercent],
  ['idle seconds a call', day => share(day.idleSec, day.connected), eachCall],
  ['lines at most', day => day.maxLines, whole],
]

const share = (part: number, all: number): number => (all === 0 ? 0 : part / all)
