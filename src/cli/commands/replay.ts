import { createReadStream, statSync } from 'node:fs'
import { Command } from 'commander'
import { CarillonError } from '../../base/errors.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { POLICY_USAGE } from '../../sim/policy-names.ts'
import { DayReader } from '../../sim/recording/day-reader.ts'
import { readRecording } from '../../sim/recording/read-recording.ts'
import type { RecordedDay } from '../../sim/recording/recorded-day.ts'
import { type ReplayResult, replay } from '../../sim/replay/replay.ts'
import { EXIT, say, tell } from '../output.ts'
import { jsonOption } from '../places.ts'
import { progressBar } from '../progress-bar.ts'
import { replayWords } from '../replay-words.ts'
import { wholeNumber } from '../values.ts'

interface Options {
  readonly policy?: string
  readonly campaign?: string
  readonly days: number
  readonly seed: number
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
    .addOption(jsonOption())
    .action(async (file: string, options: Options) => {
      const day = await read(file, options.campaign ?? null)
      const result = await run(day, options)
      say(options.json ? JSON.stringify(result) : replayWords(result))
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

/** Reads a recording piece by piece: one of a month may be larger than memory. */
async function read(file: string, campaign: string | null): Promise<RecordedDay> {
  const reader = new DayReader(campaign)
  const bar = progressBar(`reading ${file}, MB`, megabytes(sizeOf(file)))
  try {
    const { cutOff } = await readRecording(pieces(file, bar.step), file, reader)
    if (cutOff !== null)
      tell(`${file}:${cutOff}: The last line is cut off, as when recording was killed; left out.`)
  } finally {
    bar.end()
  }
  return reader.day()
}

async function* pieces(file: string, step: (by: number) => void): AsyncIterable<string> {
  let [read, told] = [0, 0]
  try {
    for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: PIECE })) {
      yield piece as string
      read += (piece as string).length
      step(megabytes(read) - told)
      told = megabytes(read)
    }
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === undefined ? cause : unreadable(file, cause)
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

const unreadable = (file: string, cause: unknown): CarillonError =>
  new CarillonError('FILE_UNREADABLE', `The recording ${file} cannot be read. Check the path.`, {
    cause,
  })

/** Read at once, in bytes: large enough that the disk, and not the asking, takes the time. */
const PIECE = 1024 * 1024

const megabytes = (bytes: number): number => Math.floor(bytes / 1e6)
