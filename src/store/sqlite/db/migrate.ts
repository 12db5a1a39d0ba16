import { readdirSync, readFileSync } from 'node:fs'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { assert } from '../../../base/assert.ts'
import { CarillonError } from '../../../base/errors.ts'

/** Steps by which an older file becomes a present one; a step that was released is never edited. */
const STEPS = new URL('../sql/', import.meta.url)

interface Migration {
  /** The version that the file has afterwards; steps are numbered from 1. */
  readonly version: number
  readonly sql: string
}

/** Written into every file of ours by the first step: 'CARL'. */
const APPLICATION_ID = 0x4341524c

/**
 * Brings the schema up to date, a step a transaction.
 * @throws as `assertOurs`, and STORE_CORRUPT for a file that does not have the tables of its
 * version.
 */
export function migrate(db: Database, file: string): void {
  const steps = migrations()
  for (;;) {
    assertOurs(db, file)
    const step = steps[versionOf(db)]
    if (step === undefined) return
    const run = db.transaction(() => {
      // Another process may have taken this step since it was looked up.
      if (versionOf(db) >= step.version) return
      take(db, file, step)
      db.pragma(`user_version = ${step.version}`)
    })
    run.immediate()
  }
}

/**
 * A version that was written by hand, or a table that was dropped, keeps a step from being taken.
 */
function take(db: Database, file: string, { version, sql }: Migration): void {
  try {
    db.exec(sql)
  } catch (error) {
    if (!(error instanceof SqliteDatabase.SqliteError) || error.code !== 'SQLITE_ERROR') throw error
    const what = `The store ${file} says it has schema ${version - 1}, and its tables are others`
    const todo = 'Restore it from a backup, or name another file.'
    throw new CarillonError('STORE_CORRUPT', `${what} (${error.message}). ${todo}`)
  }
}

/**
 * @throws STORE_NEWER for a file of a later Carillon; STORE_UNREADABLE for one of another program.
 */
export function assertOurs(db: Database, file: string): void {
  const version = versionOf(db)
  const known = migrations().length
  const mark = db.pragma('application_id', { simple: true })
  const empty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  if (mark !== APPLICATION_ID && !(empty && version === 0)) {
    const what = `The store ${file} is a database of another program.`
    throw new CarillonError('STORE_UNREADABLE', `${what} Name another file.`)
  }
  if (version < 0) {
    const what = `The store ${file} says it has schema ${version}, and there is none.`
    throw new CarillonError('STORE_CORRUPT', `${what} Restore it from a backup.`)
  }
  if (version > known) {
    const what = `The store ${file} has schema ${version}; this Carillon knows ${known}.`
    throw new CarillonError('STORE_NEWER', `${what} Use the version that wrote it, or a later one.`)
  }
}

/** @throws as `assertOurs`, and STORE_UNREADABLE for a file that has to be migrated first. */
export function assertCurrent(db: Database, file: string): void {
  assertOurs(db, file)
  if (versionOf(db) === migrations().length) return
  const what = `The store ${file} was made by an earlier version, or is empty.`
  throw new CarillonError(
    'STORE_UNREADABLE',
    `${what} Run its campaign once to bring it up to date.`,
  )
}

function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

function migrations(): Migration[] {
  const names = readdirSync(STEPS).sort()
  return names.map((name, index) => {
    const version = Number.parseInt(name, 10)
    assert(version === index + 1, `migrations are numbered without a gap up to ${name}`)
    return { version, sql: readFileSync(new URL(name, STEPS), 'utf8') }
  })
}
