import { readFileSync } from 'node:fs'
import { CarillonError } from '../../base/errors.ts'
import { parseWorld } from '../../sim/world/parse-world.ts'
import type { World } from '../../sim/world/world.ts'

/**
 * Reads a world file.
 *
 * @throws CarillonError FILE_UNREADABLE, or WORLD_INVALID as `parseWorld`.
 */
export function readWorld(file: string): World {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CarillonError(
      'FILE_UNREADABLE',
      `The world file ${file} cannot be read. Check the path.`,
      { cause },
    )
  }
  return parseWorld(text, file)
}
