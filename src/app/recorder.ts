import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import type { Clock } from '../base/clock.ts'
import { CarillonError } from '../base/errors.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { Site } from '../campaign/site.ts'
import type { Engine } from '../dialing/engine.ts'
import { headerOf, placedLine, type RecordingLine } from '../sim/recording/recording.ts'

/** Writes down a recording, line by line. */
export interface Recorder {
  record(line: RecordingLine): void
  close(): void
  /** @throws CarillonError FILE_UNWRITABLE when not everything could be written. */
  checkWhole(): void
}

/** Entries gathered before they are written: a crash loses at most these. */
const BATCH = 500

/**
 * Records an engine as JSON lines, in order: the figures of its site, all that came into its inbox,
 * and the calls it placed. `carillon replay` runs the day again by it. It holds ids, never names or
 * numbers, nor which keys were pressed: whoever does so in a talk may be giving a card number.
 *
 * @param file is made; it must not be there yet.
 * @throws CarillonError USAGE when it is, or cannot be written.
 */
export function recordTo(file: string): Recorder {
  const handle = open(file)
  let lines: string[] = []
  let recorded = 0
  let failure: CarillonError | null = null
  const flush = (): void => {
    try {
      // Calls go on without it: what was written is the recording of a shorter day.
      if (failure === null) writeSync(handle, lines.join(''))
    } catch (cause) {
      failure = unwritable(file, cause)
    }
    lines = []
  }
  return {
    record(line) {
      recorded++
      lines.push(`${JSON.stringify(withoutKeys(line))}\n`)
      if (lines.length >= BATCH) flush()
    },
    close() {
      flush()
      closeSync(handle)
      // A run that was refused leaves no empty recording behind.
      if (recorded === 0) rmSync(file)
    },
    checkWhole() {
      if (failure !== null) throw failure
    },
  }
}

/** Writes down by which figures an engine dials, and from now on which calls it places. */
export function follow(
  engine: Engine,
  { site, campaigns }: { readonly site: Site; readonly campaigns: readonly Campaign[] },
  clock: Clock,
  record: (line: RecordingLine) => void,
): void {
  record(headerOf(site, campaigns))
  engine.events$.subscribe(event => {
    const line = placedLine(event, clock)
    if (line !== null) record(line)
  })
}

/** That keys were pressed is kept; which, neither here nor for a replay, which asks for none. */
function withoutKeys(line: RecordingLine): RecordingLine {
  if (!('input' in line)) return line
  const { input } = line
  if (input.from === 'telephony' && input.event.kind === 'digit')
    return { ...line, input: { ...input, event: { ...input.event, digit: HIDDEN } } }
  if (input.from === 'desk' && input.action.kind === 'sendDigits')
    return { ...line, input: { ...input, action: { ...input.action, digits: HIDDEN } } }
  return line
}

const HIDDEN = '?'

function open(file: string): number {
  try {
    return openSync(file, 'wx')
  } catch (cause) {
    throw new CarillonError(
      'USAGE',
      `The recording ${file} cannot be made. Name a new file in a folder that is there.`,
      { cause },
    )
  }
}

const unwritable = (file: string, cause: unknown): CarillonError =>
  new CarillonError(
    'FILE_UNWRITABLE',
    `The recording ${file} could not be written to its end. Make room on its disk, or record elsewhere.`,
    { cause },
  )
