import SqliteDatabase from 'better-sqlite3'
import { CarillonError, type ErrorCode } from '../../../base/errors.ts'

/** What SQLite says, and what that means to somebody who has to do something about it. */
const MEANINGS: readonly [prefix: string, code: ErrorCode, says: string][] = [
  ['SQLITE_FULL', 'STORE_FULL', 'is full. Make room on its disk, or raise its bound, and go on.'],
  ['SQLITE_IOERR', 'STORE_UNWRITABLE', 'could not be read or written. Check its disk, then go on.'],
  ['SQLITE_READONLY', 'STORE_UNWRITABLE', 'may not be written. Check who owns it and its folder.'],
  [
    'SQLITE_CANTOPEN',
    'STORE_UNWRITABLE',
    'could not be opened. Check that its folder exists and may be written, and that it is a file.',
  ],
  ['SQLITE_PERM', 'STORE_UNWRITABLE', 'may not be opened. Check who owns it and its folder.'],
  ['SQLITE_BUSY', 'STORE_BUSY', 'is held by another process. Wait for it or end it, then go on.'],
  ['SQLITE_LOCKED', 'STORE_BUSY', 'is held by another process. Wait for it or end it, then go on.'],
  [
    'SQLITE_NOTADB',
    'STORE_UNREADABLE',
    'is not a database. Name another file, or move this one away to begin a new one.',
  ],
  [
    'SQLITE_CORRUPT',
    'STORE_CORRUPT',
    "is damaged. Restore it from a backup, or save what can be read with `sqlite3 FILE '.recover'`.",
  ],
]

/**
 * @returns the operating error that SQLite's error is, or null if it is none but a bug of ours.
 * Extended codes (`SQLITE_IOERR_WRITE`) mean what their first part means.
 */
export function operatingError(error: unknown, file: string): CarillonError | null {
  if (error instanceof CarillonError) return error
  if (!(error instanceof SqliteDatabase.SqliteError)) return null
  const found = MEANINGS.find(([prefix]) => error.code.startsWith(prefix))
  if (found === undefined) return null
  const [, code, says] = found
  return new CarillonError(code, `The store ${file} ${says} (${error.message})`, { cause: error })
}

/** Runs `work`, so that what SQLite throws at it comes out as an operating error. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw operatingError(error, file) ?? error
  }
}
