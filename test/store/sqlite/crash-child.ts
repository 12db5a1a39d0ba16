import { writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { lockSite } from '../../../src/store/sqlite/site-lock.ts'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts'
import { closing, draft, leaseIds, marks, progress, query, start, waiting } from '../fixtures.ts'

/**
 * A process that calls contact after contact and says on its output what the store has told it is
 * done, until somebody kills it.
 */
const file = process.argv[2]!
const say = (what: string) => writeSync(1, `${what}\n`)

await lockSite(file, { pid: process.pid, host: hostname(), since: 0, runs: 'demo' })
const store = await openSqliteStore({ file })
await store.restore()
say('ready')
for (let n = 0; ; n++) {
  const { contacts } = await store.leaseContacts(query({ limit: 3 }))
  if (contacts.length < 3) break
  const ids = contacts.map((_, i) => `${process.pid}-${String(n).padStart(5, '0')}-${i}`)
  await store.beginAttempts(contacts.map((contact, i) => start(ids[i]!, contact)))
  for (const id of ids) say(`begun ${id}`)
  const [talk, busy] = ids as [string, string]
  // The third stays live; the first two end, one with a card.
  await store.record([
    draft(talk, contacts[0]!.id),
    marks(talk, { answeredAt: 1000, outcome: 'connected' }),
    marks(busy, { outcome: 'busy' }),
    progress(waiting(contacts[1]!.id, 9_000_000)),
  ])
  await store.closeCard(closing(talk, contacts[0]!.id))
  say(`closed ${talk}`)
  await leaseIds(store, { limit: 1 })
}
say('done')
