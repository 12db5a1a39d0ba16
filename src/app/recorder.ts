import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { CarillonError } from '../base/errors.ts'
import type { Entry } from '../dialing/inbox.ts'

/** Writes down everything that comes into an engine. */
export interface Recorder {
  record(entry: Entry): void
  close(): void
}

/** Entries gathered before they are written: a crash loses at most these. */
const BATCH = 500

/**
 * Records an engine's inbox as JSON lines, in order: with the seed and the site's files it is all
 * that is needed to see later why the engine did what it did. It holds ids, never names or numbers.
 *
 * @param file is made; it must not be there yet.
 * @throws CarillonError USAGE when it is, or cannot be written.
 */
export function recordTo(file: string): Recorder {
  const handle = open(file)
  let lines: string[] = []
  let recorded = 0
  const flush = (): void => {
    writeSync(handle, lines.join(''))
    lines = []
  }
  return {
    record(entry) {
      recorded++
      lines.push(`${JSON.stringify(entry)}\n`)
      if (lines.length >= BATCH) flush()
    },
    close() {
      flush()
      closeSync(handle)
      // A run that was refused leaves no empty recording behind.
      if (recorded === 0) rmSync(file)
    },
  }
}

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
