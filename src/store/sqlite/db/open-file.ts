import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { CarillonError } from '../../../base/errors.ts'

/** Opens a database file. @throws STORE_UNWRITABLE, and what SQLite has against the file. */
export function openFile(file: string, options: SqliteDatabase.Options): Database {
  // The library reports this one as a mistake of the programmer.
  if (!existsSync(dirname(file))) {
    const what = `There is no folder for the store ${file}.`
    throw new CarillonError('STORE_UNWRITABLE', `${what} Make it, or name another file.`)
  }
  return new SqliteDatabase(file, options)
}
