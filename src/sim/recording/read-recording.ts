import type { z } from 'zod'
import { CarillonError } from '../../base/errors.ts'
import { problemText } from '../../campaign/parse/problem.ts'
import type { Entry } from '../../dialing/inbox.ts'
import { RECORDING_MAX, SILENCE_MAX } from '../checks/bounds.ts'
import { faultsOf } from '../checks/faults.ts'
import { entrySchema, headerSchema, placedSchema } from './line-schema.ts'
import type { PlacedLine, RecordingHeader } from './recording.ts'

/** Whoever reads a recording: told of each line in order. */
export interface Reader {
  header(header: RecordingHeader): void
  placed(line: PlacedLine): void
  entry(entry: Entry): void
}

/** How the reading of a recording ended. */
export interface ReadRecording {
  readonly lines: number
  /** The number of a last line that was cut off as it was written, and left out; or null. */
  readonly cutOff: number | null
}

/** No line of a recording is nearly so long, in characters; what has longer ones is none. */
const LINE_MAX = 16 * 1024 * 1024

/**
 * Reads a recording piece by piece, holding one line at a time.
 *
 * @param pieces its text, cut anywhere.
 * @param file its name, for messages.
 * @throws CarillonError RECORDING_INVALID that names the line, the path of the key and what is
 * allowed, or says that there is nothing in it.
 */
export async function readRecording(
  pieces: AsyncIterable<string>,
  file: string,
  reader: Reader,
): Promise<ReadRecording> {
  const lines = new Lines(file, reader)
  let rest = ''
  for await (const piece of pieces) {
    const texts = (rest + piece).split('\n')
    rest = texts.pop()!
    for (const text of texts) lines.read(text)
    if (rest.length > LINE_MAX) lines.refuse('goes on for ever: this is no recording.')
  }
  // A recorder that was killed leaves its last line without an end; whole, it may still be there.
  const cutOff = rest !== '' && !isJson(rest) ? lines.number + 1 : null
  if (rest !== '' && cutOff === null) lines.read(rest)
  if (lines.number === 0) throw nothingIn(file)
  return { lines: lines.number, cutOff }
}

class Lines {
  number = 0
  private began: number | null = null
  private at: number | null = null
  private readonly file: string
  private readonly reader: Reader

  constructor(file: string, reader: Reader) {
    this.file = file
    this.reader = reader
  }

  read(text: string): void {
    this.number++
    const value = this.parse(text)
    if (this.number === 1) return this.reader.header(this.check(headerSchema, value))
    if (value !== null && typeof value === 'object' && 'placed' in value) {
      const line = this.check(placedSchema, value)
      this.inOrder(line.at)
      return this.reader.placed(line)
    }
    const entry = this.check(entrySchema, value)
    this.inOrder(entry.at)
    this.reader.entry(entry)
  }

  refuse(problem: string): never {
    throw new CarillonError('RECORDING_INVALID', this.problem(problem))
  }

  private problem(problem: string): string {
    return problemText({ file: this.file, line: this.number, column: 1, problem })
  }

  private parse(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch {
      return this.refuse('this line is not JSON. Name a file that "carillon run --record" wrote.')
    }
  }

  private check<T>(schema: z.ZodType<T>, value: unknown): T {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    // Later lines may all be wrong for one reason: the first of them says it.
    const hint = this.hint(value)
    throw new CarillonError(
      'RECORDING_INVALID',
      faultsOf(parsed.error)
        .map(({ text }) => this.problem(`${text}${hint}`))
        .join('\n'),
    )
  }

  /** The first line says what the others mean. */
  private hint(value: unknown): string {
    if (this.number > 1 || (value !== null && typeof value === 'object' && 'recording' in value))
      return ''
    return '. The first line of a recording holds the figures of the site; record the day anew.'
  }

  /** Time goes on, in steps that an engine makes, for as long as a run may. */
  private inOrder(at: number): void {
    this.began ??= at
    const before = this.at ?? at
    if (at < before) this.refuse(`at: must not be before that of the line above, ${before}`)
    if (at - before > SILENCE_MAX)
      this.refuse(`at: must be within a day of the line above, ${before}, not ${at}`)
    if (at - this.began > RECORDING_MAX)
      this.refuse(`at: must be within a year of the first, ${this.began}, not ${at}`)
    this.at = at
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const nothingIn = (file: string): CarillonError =>
  new CarillonError(
    'RECORDING_INVALID',
    `There is nothing in the recording ${file}. Record a day with "carillon run --record FILE".`,
  )
