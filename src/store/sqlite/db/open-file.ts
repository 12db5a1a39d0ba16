import { closeSync, existsSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { CarillonError } from '../../../base/errors.ts'

/**
 * Opens a database file. One that is made by that may be read by its owner only: it holds names and
 * numbers. Its write-ahead log and its index take after it; a file that is there keeps what its
 * owner gave it.
 *
 * @throws STORE_UNWRITABLE, and what SQLite has against the file.
 */
export function openFile(file: string, options: SqliteDatabase.Options): Database {
  // The library reports this one as a mistake of the programmer.
  if (!existsSync(dirname(file))) {
    const what = `There is no folder for the store ${file}.`
    throw new CarillonError('STORE_UNWRITABLE', `${what} Make it, or name another file.`)
  }
  if (options.readonly !== true && file !== ':memory:') makePrivate(file)
  return new SqliteDatabase(file, options)
}

/** Read and written by its owner, by nobody else. */
export const PRIVATE = 0o600

/**
 * Makes the file if there is none. One that is there is not even opened: to close it again would
 * give up the locks that this process has on it (POSIX fcntl).
 */
function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', PRIVATE))
  } catch {
    // It is there, or it cannot be made: SQLite says which, and what is wrong.
  }
}
