/**
 * How long it takes to lease 50 contacts from a file of millions, through the store's thread and
 * back: found, marked, and read with the person's data. A part of the contacts was called before,
 * some of them due again and some not yet; every lease asks for another set of zones, and for the
 * two orders in turn. The reference is a plain indexed SELECT of 50 ids on the same file.
 *
 * Usage: node bench/store/lease.ts [--contacts 20000] [--leases 200] [--seed 1]
 * The aim is meant for: node bench/store/lease.ts --contacts 5000000 --leases 500
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { type Random, seededRandom } from '../../src/base/random.ts'
import type { Store } from '../../src/store/port.ts'
import type { ContactProgress } from '../../src/store/records.ts'
import { connect } from '../../src/store/sqlite/db/connection.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { benchFolder, fill, megabytes, quantile, ZONES } from './fill.ts'

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '20000' },
    leases: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
})
const CONTACTS = Number(values.contacts)
const LEASES = Number(values.leases)
const SEED = Number(values.seed)
const NOW = 1_000_000
const LIMIT = 50
/** In ms: what a lease may take in 99 of 100 cases. */
const AIM = 2

const file = join(benchFolder(), 'site.db')
const clock = hostTimeline
const print = (line: string) => process.stdout.write(`${line}\n`)

/** Calls a part of the contacts once; half of these are due again at `NOW`. */
async function callSome(store: Store, share: number, random: Random): Promise<void> {
  for (let called = 0; called < share * CONTACTS; called += 1000) {
    const order = { which: 'general', order: 'fresh' } as const
    const query = { campaign: 'bench', limit: 1000, now: 1, zones: ZONES, ...order }
    const { contacts } = await store.leaseContacts(query)
    const entries = contacts.map(({ id }) => {
      const at = random.integer(2, 2 * NOW)
      const next = { kind: 'wait', at, position: 0, demand: null } as const
      const counts = { attempts: 1, counts: { busy: 1 }, phones: [] }
      const progress: ContactProgress = { contact: id, state: 'waiting', ...counts, next }
      return { kind: 'contact', at: 1, progress } as const
    })
    await store.record(entries)
  }
}

async function leases(store: Store, random: Random): Promise<number[]> {
  const taken: number[] = []
  for (let i = 0; i < LEASES; i++) {
    const zones = ZONES.filter(() => random.uniform() < 0.6)
    const order = i % 2 === 0 ? 'fresh' : 'retries'
    const query = { campaign: 'bench', limit: LIMIT, now: NOW, zones, which: 'general' } as const
    const began = clock.monotonic()
    await store.leaseContacts({ ...query, order })
    taken.push(clock.monotonic() - began)
  }
  return taken
}

function references(random: Random): number[] {
  const options = { readOnly: true, patience: 1000, maxBytes: null, checkpointPages: 1000 }
  const db = connect({ file, ...options })
  const select = db.prepare(
    `SELECT contact_id FROM queue
     WHERE campaign_id = 1 AND zone_id = ? AND lane = ? ORDER BY due LIMIT ?`,
  )
  const taken: number[] = []
  for (let i = 0; i < LEASES; i++) {
    const [zone, lane] = [random.integer(1, ZONES.length), 2 * random.integer(4, 6)]
    const began = clock.monotonic()
    select.all(zone, lane, LIMIT)
    taken.push(clock.monotonic() - began)
  }
  db.close()
  return taken
}

const shown = (ms: readonly number[]) =>
  `p50 ${quantile(ms, 0.5).toFixed(3)} ms, p99 ${quantile(ms, 0.99).toFixed(3)} ms, ` +
  `longest ${quantile(ms, 1).toFixed(3)} ms`

print(
  `leasing ${LIMIT} of ${CONTACTS} contacts, ${LEASES} times, seed ${SEED}; aim: p99 < ${AIM} ms`,
)
const began = clock.monotonic()
await fill(file, CONTACTS, SEED)
const seconds = (clock.monotonic() - began) / 1000
const rate = Math.round(CONTACTS / seconds)
print(`filled:    ${seconds.toFixed(1)} s, ${rate} contacts/s, ${megabytes(file)} MB`)
const random = seededRandom(SEED).fork('leases')
const store = await openSqliteStore({ file })
await callSome(store, 0.04, random)
await leases(store, random.fork('warming up'))
const ours = await leases(store, random)
const funnelBegan = clock.monotonic()
const { leased } = await store.funnel('bench', NOW)
const funnel = clock.monotonic() - funnelBegan
await store.close()
const plain = references(random)
print(`lease:     ${shown(ours)}`)
print(`reference: ${shown(plain)}`)
const ratio = (share: number) => (quantile(ours, share) / quantile(plain, share)).toFixed(1)
print(`ratio:     ${ratio(0.5)} times at p50, ${ratio(0.99)} times at p99`)
print(`funnel:    ${funnel.toFixed(3)} ms, ${leased} leased`)
