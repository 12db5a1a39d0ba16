import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { CarillonError } from '../../base/errors.ts'

/**
 * Sees to it that a file can be made, so that a wrong path is refused before long work; nothing is
 * left behind should the work be given up.
 *
 * @returns a function that makes it, to be called once.
 * @throws CarillonError USAGE when it is there already: nothing of anybody's is written over;
 * FILE_UNWRITABLE.
 */
export function newFile(path: string): (text: string) => void {
  tried(path, () => closeSync(openSync(path, 'wx')))
  rmSync(path)
  return text => tried(path, () => writeFileSync(path, text, { flag: 'wx' }))
}

function tried(path: string, work: () => void): void {
  try {
    work()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new CarillonError('USAGE', `${path} is there already. Name a new file.`, { cause })
    throw new CarillonError(
      'FILE_UNWRITABLE',
      `The file ${path} cannot be written. Check that its folder is there and yours.`,
      { cause },
    )
  }
}
