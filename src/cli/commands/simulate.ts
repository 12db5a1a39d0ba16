import { Command } from 'commander'
import { newFile } from '../../app/days/new-file.ts'
import { readWorld } from '../../app/days/read-world.ts'
import { type Recorder, recordTo } from '../../app/recorder.ts'
import { CarillonError } from '../../base/errors.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import type { Mode } from '../../campaign/campaign.ts'
import { percent, percentAgainst } from '../../sim/compare/pacing-table.ts'
import { dayPicture } from '../../sim/pictures/day-picture.ts'
import { recordDay } from '../../sim/pictures/record-day.ts'
import { POLICY_USAGE, policyByName } from '../../sim/policy-names.ts'
import type { SimulateResult } from '../../sim/result.ts'
import { simulate } from '../../sim/simulate.ts'
import type { World } from '../../sim/world/world.ts'
import { EXIT, say } from '../output.ts'
import { limitOfZero } from '../pacing-words.ts'
import { jsonOption } from '../places.ts'
import { progressBar } from '../progress-bar.ts'
import { wholeNumber } from '../values.ts'

interface Options {
  readonly policy: string
  readonly days: number
  readonly seed: number
  readonly carryPriors?: boolean
  readonly picture?: string
  readonly record?: string
  readonly json?: boolean
}

/** `carillon simulate WORLD`: days of a world on virtual time, with the production engine. */
export function simulateCommand(finish: (code: number) => void): Command {
  return new Command('simulate')
    .description('run days of a simulated world and print what came of them')
    .argument('<world>', 'a world file, YAML or JSON; bench/worlds has some')
    .option('--policy <policy>', POLICY_USAGE, 'progressive')
    .option('--days <n>', 'how many days', wholeNumber(1, 100_000), 1)
    .option(
      '--seed <n>',
      'the same seed gives the same callees and operators',
      wholeNumber(0, 2 ** 31),
      1,
    )
    .option('--carry-priors', 'begin each day with what the days before taught, not from nothing')
    .option('--picture <file>', 'draw the first day as a new SVG file')
    .option('--record <file>', 'write the day to a new file, as JSON lines; see "replay"')
    .addOption(jsonOption())
    .action(async (file: string, options: Options) => {
      const world = readWorld(file)
      const policy = policyByName(options.policy, world)
      const { days, seed, picture } = options
      const draw = picture === undefined ? null : newFile(picture)
      const recorder = options.record === undefined ? null : recorderOf(options.record, days)
      const bar = progressBar(`${world.name}, ${policy.name}`, days)
      const result = await simulate({
        world,
        policy,
        days,
        seed,
        carryPriors: options.carryPriors === true,
        clock: hostTimeline,
        ...(recorder === null ? {} : { record: recorder.record }),
        onDay: () => bar.step(),
      }).finally(() => recorder?.close())
      bar.end()
      say(options.json ? JSON.stringify(result) : inWords(result, world, policy.mode))
      draw?.(dayPicture(await recordDay({ world, policy, seed, day: 0 })))
      recorder?.checkWhole()
      finish(EXIT.done)
    })
}

/** A recording holds one day. */
function recorderOf(file: string, days: number): Recorder {
  if (days === 1) return recordTo(file)
  throw new CarillonError('USAGE', 'A recording holds one day: leave --days or --record out.')
}

function inWords(
  { world, policy, seed, days, total }: SimulateResult,
  { limits }: World,
  mode: Mode,
): string {
  const { answered, connected, abandoned, daysOverLimit } = total
  const abandonment = percentAgainst(total.abandonment, limits.abandonment)
  const idle =
    connected === 0
      ? '– (nobody was connected)'
      : `${total.idleSecPerCall.toFixed(1)} s for each connected call`
  const zero = limitOfZero(mode, limits.abandonment)
  return [
    `${world}, ${policy}, ${days.length} ${days.length === 1 ? 'day' : 'days'}, seed ${seed}`,
    `  occupancy    ${percent(total.occupancy, 2)} of ${total.operatorHours.toFixed(1)} operator hours`,
    `  idle         ${idle}`,
    `  people       ${answered} answered, ${connected} connected, ${abandoned} abandoned`,
    `  abandonment  ${abandonment} (${abandoned} of ${abandoned + connected}), ${daysOverLimit} of ${days.length} days over the limit`,
    ...(zero === null ? [] : [`  ${zero}`]),
    `  took         ${total.wallSec.toFixed(1)} s, ${total.eventsPerSec} events a second`,
  ].join('\n')
}
