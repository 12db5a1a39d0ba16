import { existsSync } from 'node:fs'
import { CarillonError } from '../../base/errors.ts'
import type { Store } from '../../store/port.ts'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'

/** Opens a site's database to read it, while an engine may be writing to it. */
export async function openReader(dbFile: string): Promise<Store> {
  if (!existsSync(dbFile)) {
    throw new CarillonError(
      'NOT_FOUND',
      `There is no database ${dbFile} yet. Run a campaign first with "carillon run", or name another file with --db.`,
    )
  }
  return openSqliteStore({ file: dbFile, readOnly: true })
}
