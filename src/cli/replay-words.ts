import type { ReplayResult } from '../sim/replay/replay.ts'
import { abandonmentOf, type DayResult } from '../sim/result.ts'

/** A replay for people: what was recorded beside what came of it now. */
export function replayWords({ world, policy, seed, days, recorded }: ReplayResult): string {
  const times = days.length === 1 ? '' : `, mean of ${days.length}`
  const rows = FIGURES.map(([name, figure, write]) => [
    name,
    write(figure(recorded)),
    write(days.reduce((sum, day) => sum + figure(day), 0) / days.length),
  ])
  const table = [['', 'as recorded', 'replayed'], ...rows]
  const over = days.filter(day => day.overLimit).length
  return [
    `${world}, ${policy}, seed ${seed}${times}`,
    ...table.map(row => `  ${row[0]!.padEnd(26)}${row[1]!.padStart(12)}${row[2]!.padStart(12)}`),
    ...(over === 0 ? [] : [`  Over the abandonment limit: ${over} of ${days.length}.`]),
  ].join('\n')
}

const whole = (n: number): string => n.toFixed(0)
const tenths = (n: number): string => n.toFixed(1)
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

const FIGURES: readonly (readonly [
  name: string,
  figure: (day: DayResult) => number,
  write: (n: number) => string,
])[] = [
  ['dialed', day => day.dialed, whole],
  ['answered by people', day => day.answered, whole],
  ['connected', day => day.connected, whole],
  ['abandoned', day => day.abandoned, whole],
  ['abandonment', abandonmentOf, percent],
  ['machines at operators', day => day.machines, whole],
  ['taken back by us', day => day.cancelled, whole],
  ['operator hours', day => day.operatorSec / 3600, tenths],
  ['occupancy', day => share(day.talkSec + day.wrapSec, day.operatorSec), percent],
  ['idle seconds a call', day => share(day.idleSec, day.connected), tenths],
  ['lines at most', day => day.maxLines, whole],
]

const share = (part: number, all: number): number => (all === 0 ? 0 : part / all)
