import { closeSync, openSync, writeSync } from 'node:fs'
import { CarillonError } from '../../base/errors.ts'

/**
 * Opens a file for what long work will bring, so that a wrong path is refused before the work.
 *
 * @returns a function that writes the whole of it, to be called once.
 * @throws CarillonError FILE_UNWRITABLE.
 */
export function fileWriter(file: string): (text: string) => void {
  let handle: number
  try {
    handle = openSync(file, 'w')
  } catch (cause) {
    throw new CarillonError(
      'FILE_UNWRITABLE',
      `The file ${file} cannot be written. Check that its folder is there and yours.`,
      { cause },
    )
  }
  return text => {
    writeSync(handle, text)
    closeSync(handle)
  }
}
