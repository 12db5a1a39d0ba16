import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The longest path a local socket may have on every system (108 bytes on Linux, 104 on macOS). */
const PATH_MAX = 100

/**
 * Where the running engine of a database listens for other commands: a local socket beside the
 * file, or in the system's folder for temporary files when that path would be too long.
 */
export function controlPath(dbFile: string): string {
  const beside = `${resolve(dbFile)}.sock`
  if (Buffer.byteLength(beside) <= PATH_MAX) return beside
  const digest = createHash('sha256').update(beside).digest('hex').slice(0, 24)
  return join(tmpdir(), `carillon-${digest}.sock`)
}
