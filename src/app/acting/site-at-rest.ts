import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Instant } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import type { Store } from '../../store/port.ts'
import { lockSite } from '../../store/sqlite/site-lock.ts'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'

/**
 * Does something to a site on which no engine runs; none can start meanwhile.
 *
 * @param what says what is done, for an engine that finds the site held.
 * @param work is handed the moment at which the last run ended: virtual time may be ahead of the
 * clock or behind it, and what is done now must not move it.
 * @throws CarillonError NOT_FOUND where there is no database; SITE_LOCKED.
 */
export async function atRest<T>(
  dbFile: string,
  what: string,
  work: (store: Store, at: Instant) => Promise<T>,
): Promise<T> {
  if (!existsSync(dbFile)) {
    const none = `There is no database ${dbFile} yet, and no engine runs on it.`
    const todo = 'Run a campaign first with "carillon run", or name another file with --db.'
    throw new CarillonError('NOT_FOUND', `${none} ${todo}`)
  }
  const since = hostTimeline.wall()
  const owner = { pid: process.pid, host: hostname(), since, runs: what }
  const unlock = await lockSite(dbFile, owner)
  try {
    const store = await openSqliteStore({ file: dbFile })
    try {
      return await work(store, (await store.lastAt()) ?? since)
    } finally {
      await store.close()
    }
  } finally {
    unlock()
  }
}
