import { Command } from 'commander'
import { newFile } from '../../app/days/new-file.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { dayPicture } from '../../sim/pictures/day-picture.ts'
import { recordDay } from '../../sim/pictures/record-day.ts'
import { POLICY_USAGE, policyByName } from '../../sim/policy-names.ts'
import type { RecordedDay } from '../../sim/recording/recorded-day.ts'
import { type ReplayResult, replay } from '../../sim/replay/replay.ts'
import { worldOf } from '../../sim/replay/world-of-day.ts'
import { EXIT, say } from '../output.ts'
import { jsonOption } from '../places.ts'
import { progressBar } from '../progress-bar.ts'
import { dayIn } from '../read-recording.ts'
import { replayWords } from '../replay-words.ts'
import { wholeNumber } from '../values.ts'

interface Options {
  readonly policy?: string
  readonly campaign?: string
  readonly days: number
  readonly seed: number
  readonly picture?: string
  readonly json?: boolean
}

/** `carillon replay RECORDING`: what would have happened on a recorded day under a policy. */
export function replayCommand(finish: (code: number) => void): Command {
  return new Command('replay')
    .description('run a recorded day again, under the same policy or another one')
    .argument('<recording>', 'a file that "run --record" wrote')
    .option('--policy <policy>', `${POLICY_USAGE} (default: the one that was recorded)`)
    .option('--campaign <name>', 'which one, where several were recorded')
    .option(
      '--days <n>',
      'how often, each time with another chance where the recording leaves something open',
      wholeNumber(1, 100_000),
      1,
    )
    .option('--seed <n>', 'the same seed gives the same replay', wholeNumber(0, 2 ** 31), 1)
    .option('--picture <file>', 'draw the first replay as a new SVG file')
    .addOption(jsonOption())
    .action(async (file: string, options: Options) => {
      const recorded = await dayIn(file, options.campaign ?? null)
      const world = worldOf(recorded)
      const policy = policyByName(options.policy ?? recorded.policy, world)
      const draw = options.picture === undefined ? null : newFile(options.picture)
      const result = await run(recorded, options)
      say(options.json ? JSON.stringify(result) : replayWords(result, recorded, policy.mode))
      const { seed } = options
      draw?.(dayPicture(await recordDay({ world, recorded, policy, seed, day: 0 })))
      finish(EXIT.done)
    })
}

async function run(day: RecordedDay, options: Options): Promise<ReplayResult> {
  const { policy = null, days, seed } = options
  const bar = progressBar(`${day.campaign}, ${policy ?? day.policy}`, days)
  const onDay = () => bar.step()
  try {
    return await replay({ day, policy, days, seed, clock: hostTimeline, onDay })
  } finally {
    bar.end()
  }
}
