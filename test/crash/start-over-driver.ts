import { writeSync } from 'node:fs'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { finished, leaseIds, person, progress, withContacts } from '../store/fixtures.ts'

/**
 * A process that finishes every contact of a campaign and starts it over, again and again, until
 * somebody kills it. It writes a byte before each start.
 */
const store = await openSqliteStore({ file: process.argv[2]! })
const people = Array.from({ length: 1000 }, (_, n) => person(n))
if ((await store.funnel('demo', 1)).total === 0) await withContacts(store, people)
for (;;) {
  const ids = await leaseIds(store, { limit: 1000 })
  await store.record(ids.map(id => progress(finished(id))))
  writeSync(1, '.')
  await store.startOver('demo', 1000)
}
