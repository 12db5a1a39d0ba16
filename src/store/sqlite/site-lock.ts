import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import type { Instant } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import { operatingError } from './db/failures.ts'
import { openFile, PRIVATE } from './db/open-file.ts'

/** Who holds a site: what a second engine is told. */
export interface SiteOwner {
  readonly pid: number
  readonly host: string
  readonly since: Instant
  /** What it runs, in words: the names of its campaigns. */
  readonly runs: string
}

/**
 * Locks of this process. Kept here, since a database that nobody refers to is closed, and its lock
 * with it.
 */
const held = new Set<Database>()

/** How often, and how long between (ms), to look who it is that has just taken the lock. */
const LOOKS = 20
const LOOK_PAUSE = 10

/**
 * Makes this process the one engine of a site. The lock is one of the operating system's on a small
 * database beside the file, `FILE.lock`, so that it ends with the process, whatever ends that; who
 * holds it stands in `FILE.owner`, which may outlive its writer and by itself means nothing.
 * @returns what gives the site free again.
 * @throws SITE_LOCKED naming the process that has it; STORE_UNWRITABLE.
 */
export async function lockSite(file: string, owner: SiteOwner): Promise<() => void> {
  const path = realPath(file)
  const lock = tryLock(`${path}.lock`)
  if (lock === null) throw heldBy(file, await holder(`${path}.owner`))
  held.add(lock)
  // Written beside and renamed, so that nobody reads half of it.
  writeFileSync(`${path}.owner.new`, JSON.stringify(owner), { mode: PRIVATE })
  renameSync(`${path}.owner.new`, `${path}.owner`)
  return () => {
    if (!held.delete(lock)) return
    rmSync(`${path}.owner`, { force: true })
    lock.close()
  }
}

/** Whether somebody alive has said that a site is theirs: that they hold it is not looked at. */
export function isSiteOwned(file: string): boolean {
  const owner = readOwner(`${realPath(file)}.owner`)
  return owner !== null && (owner.host !== hostname() || isAlive(owner.pid))
}

/** One file has one lock, by whatever name it is called. */
function realPath(file: string): string {
  if (existsSync(file)) return realpathSync(file)
  const folder = dirname(file)
  return existsSync(folder) ? join(realpathSync(folder), basename(file)) : file
}

/** @returns null when another process, or another engine of this one, holds it. */
function tryLock(path: string): Database | null {
  let db: Database | undefined
  try {
    db = openFile(path, { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
    return db
  } catch (error) {
    db?.close()
    const failure = operatingError(error, path)
    if (failure?.code === 'STORE_BUSY') return null
    throw failure ?? error
  }
}

/**
 * Whoever has just taken the lock is about to write its name: one that is not alive is of the one
 * before.
 */
async function holder(path: string): Promise<SiteOwner | null> {
  for (let look = 0; look < LOOKS; look++) {
    const owner = readOwner(path)
    if (owner !== null && (owner.host !== hostname() || isAlive(owner.pid))) return owner
    await pause(LOOK_PAUSE)
  }
  return null
}

function readOwner(path: string): SiteOwner | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // A process of another user is alive, though it may not be spoken to.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function heldBy(file: string, owner: SiteOwner | null): CarillonError {
  const who =
    owner === null
      ? 'another process'
      : `process ${owner.pid} on ${owner.host} since ${new Date(owner.since).toISOString()}, ` +
        `which runs ${owner.runs}`
  const what = `The site of ${file} is held by ${who}.`
  return new CarillonError('SITE_LOCKED', `${what} A site has one engine: end that one first.`)
}
