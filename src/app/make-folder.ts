import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CarillonError } from '../base/errors.ts'

/** Makes the folder of a database, with those above it. @throws CarillonError STORE_UNWRITABLE */
export function makeFolderFor(dbFile: string): void {
  const folder = dirname(resolve(dbFile))
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new CarillonError(
      'STORE_UNWRITABLE',
      `The folder ${folder} for the database cannot be made. Choose another place with --db.`,
      { cause },
    )
  }
}
