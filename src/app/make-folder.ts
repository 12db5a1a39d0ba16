import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CarillonError } from '../base/errors.ts'

/** Makes the folder of a database, with those above it. @throws CarillonError STORE_UNWRITABLE */
export function makeFolderFor(dbFile: string): void {
  const folder = dirname(resolve(dbFile))
  try {
    make(folder)
  } catch (cause) {
    throw new CarillonError(
      'STORE_UNWRITABLE',
      `The folder ${folder} for the database cannot be made. Choose another place with --db.`,
      { cause },
    )
  }
}

/**
 * One after another: asked for all at once, Node tries for ever where there can be none (/proc).
 */
function make(folder: string): void {
  if (isFolder(folder)) return
  make(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another process may have made it in between.
    if (!isFolder(folder)) throw error
  }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
