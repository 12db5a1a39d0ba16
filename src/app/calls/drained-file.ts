import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { CarillonError } from '../../base/errors.ts'

const PRIVATE = 0o600

/** Which servers are drained, kept from run to run: whoever mends one is not surprised by calls. */
export interface DrainedFile {
  /** Those that were drained when the last run ended, however it did. */
  readonly left: readonly string[]
  /** Takes it down. @returns why that could not be done, and what it means; null: it was done. */
  set(server: string, on: boolean): string | null
}

/**
 * Opens the list beside a database, in `FILE.drained`, a server's name a line. There is no file
 * while none is drained.
 *
 * @throws CarillonError FILE_UNREADABLE: nobody knows then which servers may be used.
 */
export function openDrained(dbFile: string): DrainedFile {
  const path = `${dbFile}.drained`
  let names: ReadonlySet<string> = new Set(read(path))
  return {
    left: [...names],
    set(server, on) {
      if (names.has(server) === on) return null
      const next = new Set(names)
      if (on) next.add(server)
      else next.delete(server)
      try {
        write(path, [...next])
        names = next
        return null
      } catch (error) {
        const { code = 'unknown' } = error as NodeJS.ErrnoException
        const now = on ? 'is drained' : 'is used again'
        const later = on ? 'uses it again' : 'has it drained'
        const todo = 'Look at the disk and the folder, and say it once more.'
        return `${server} ${now}, but ${path} cannot be written (${code}): the next run ${later}. ${todo}`
      }
    },
  }
}

function read(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter(line => line !== '')
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    const todo = 'Make it readable, or delete it: then every server is used.'
    throw new CarillonError('FILE_UNREADABLE', `${path} cannot be read (${code}). ${todo}`)
  }
}

/** Written beside, on disk, and then renamed: a death on the way leaves the list of before. */
function write(path: string, names: readonly string[]): void {
  if (names.length === 0) return rmSync(path, { force: true })
  const file = openSync(`${path}.new`, 'w', PRIVATE)
  try {
    writeSync(file, names.map(name => `${name}\n`).join(''))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}
