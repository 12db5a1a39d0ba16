import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { CarillonError } from '../../base/errors.ts'

/** What settings can be tried on, and where it lies. */
export interface GroundPath {
  readonly kind: 'world' | 'recording' | 'campaign'
  /** The file, or the folder of a campaign. */
  readonly path: string
}

/** As a recording begins. */
const RECORDING = /^\s*\{\s*"recording"\s*:/
const BEGINNING = 256

/**
 * Tells campaigns, which are folders, worlds and recordings from one another: files by how they
 * begin, and where that says nothing by the name. Whatever else is wrong with them is for their
 * readers to say.
 *
 * @throws CarillonError FILE_UNREADABLE.
 */
export function groundPath(path: string): GroundPath {
  try {
    if (statSync(path).isDirectory()) return { kind: 'campaign', path }
    if (basename(path) === 'campaign.yaml') return { kind: 'campaign', path: dirname(path) }
    const recorded = RECORDING.test(beginning(path)) || path.endsWith('.jsonl')
    return { kind: recorded ? 'recording' : 'world', path }
  } catch (cause) {
    throw new CarillonError('FILE_UNREADABLE', `${path} cannot be read. Check the path.`, { cause })
  }
}

function beginning(path: string): string {
  const handle = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(BEGINNING)
    return bytes.toString('utf8', 0, readSync(handle, bytes))
  } finally {
    closeSync(handle)
  }
}
