import { createReadStream, statSync } from 'node:fs'
import { CarillonError } from '../base/errors.ts'
import { DayReader } from '../sim/recording/day-reader.ts'
import { readRecording } from '../sim/recording/read-recording.ts'
import type { RecordedDay } from '../sim/recording/recorded-day.ts'
import { tell } from './output.ts'
import { progressBar } from './progress-bar.ts'

/**
 * The day that a file tells of, read piece by piece: one of a month may be larger than memory. A
 * bar shows how far it is, and a last line that is cut off is told of.
 *
 * @param campaign which one, or null where the recording holds only one.
 * @throws CarillonError FILE_UNREADABLE; as `readRecording` and `DayReader`.
 */
export async function dayIn(file: string, campaign: string | null): Promise<RecordedDay> {
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
