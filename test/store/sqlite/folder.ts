import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/**
 * @returns the path of a file that does not exist yet, in a folder that is removed after the test.
 */
export function newFile(name = 'site.db'): string {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}
