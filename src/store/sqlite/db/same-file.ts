import { type Stats, statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { CarillonError } from '../../../base/errors.ts'

/**
 * Makes sure that what is written can be found again: a file that was deleted or moved away while
 * it is open takes everything, and keeps it until its last user is gone.
 * @returns a check to be made before writing.
 * @throws by that check, STORE_UNWRITABLE while another file, or none, bears the name.
 */
export function sameFile(db: Database): () => void {
  if (db.memory) return () => {}
  const before = look(db.name)
  return () => {
    const now = look(db.name)
    if (now !== undefined && now.ino === before?.ino && now.dev === before.dev) return
    const what = `The store ${db.name} was deleted, moved or replaced while it was in use.`
    const todo = 'Move it back and dialing goes on; if it is lost, stop and restore a backup.'
    throw new CarillonError('STORE_UNWRITABLE', `${what} ${todo}`)
  }
}

const look = (file: string): Stats | undefined => statSync(file, { throwIfNoEntry: false })
