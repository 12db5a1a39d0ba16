import { existsSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { Duration } from '../../../base/duration.ts'
import { CarillonError } from '../../../base/errors.ts'
import { guarded } from './failures.ts'
import { assertCurrent, assertOurs, migrate } from './migrate.ts'
import { openFile } from './open-file.ts'

/** How a file is opened. */
export interface ConnectionOptions {
  readonly file: string
  readonly readOnly: boolean
  /** How long to wait for another process that holds the file, in ms. */
  readonly patience: Duration
  /** A bound on the file's size in bytes, or null for that of its disk. */
  readonly maxBytes: number | null
  /** How many pages the write-ahead log may gather before they are brought into the file. */
  readonly checkpointPages: number
}

/** In KiB. The index of a million numbers fits in. */
const CACHE = 65_536

/**
 * @returns the file, opened with the schema of today. @throws CarillonError saying what is wrong
 * with it.
 */
export function connect(options: ConnectionOptions): Database {
  const { file, readOnly, patience } = options
  if (readOnly && !existsSync(file)) {
    const what = `There is no store ${file}.`
    throw new CarillonError('STORE_UNREADABLE', `${what} Check its name, or run a campaign first.`)
  }
  return guarded(file, () => {
    const db = openFile(file, { readonly: readOnly, timeout: patience })
    try {
      if (readOnly) assertCurrent(db, file)
      else prepareToWrite(db, options)
      db.pragma(`cache_size = -${CACHE}`)
      // What a statement may have to take back, it keeps in memory: a file costs an import a third
      // more.
      db.pragma('temp_store = MEMORY')
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

function prepareToWrite(
  db: Database,
  { file, maxBytes, checkpointPages }: ConnectionOptions,
): void {
  // A file of another program or of a later version is looked at and not touched.
  assertOurs(db, file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('foreign_keys = ON')
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  if (maxBytes !== null) {
    const pageSize = Number(db.pragma('page_size', { simple: true }))
    db.pragma(`max_page_count = ${Math.floor(maxBytes / pageSize)}`)
  }
  migrate(db, file)
  // From here on `Transactions` waits: SQLite's own waiting sleeps for longer and longer, and would
  // miss the short gaps that an import leaves.
  db.pragma('busy_timeout = 1')
}
