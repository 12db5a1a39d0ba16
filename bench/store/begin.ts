/**
 * How many attempts a second are put on disk before their calls are placed, asked for one by one
 * and in groups, against plain appends of a page to a file, each forced to the disk.
 *
 * Usage: node bench/store/begin.ts [--attempts 500] [--seed 1]
 */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import type { Contact } from '../../src/campaign/contact.ts'
import type { Store } from '../../src/store/port.ts'
import type { AttemptStart } from '../../src/store/records.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { benchFolder, fill, ZONES } from './fill.ts'

const { values } = parseArgs({
  options: {
    attempts: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
})
const ATTEMPTS = Number(values.attempts)
const SEED = Number(values.seed)
const GROUPS = [1, 10, 50]
const PAGE = 4096
const SYNCS = 200

const folder = benchFolder()
const clock = hostTimeline
const print = (line: string) => process.stdout.write(`${line}\n`)

/** @returns appends a second. */
function syncs(): number {
  const plain = openSync(join(folder, 'plain'), 'w')
  const page = Buffer.alloc(PAGE, 1)
  const began = clock.monotonic()
  for (let i = 0; i < SYNCS; i++) {
    writeSync(plain, page)
    fdatasyncSync(plain)
  }
  const seconds = (clock.monotonic() - began) / 1000
  closeSync(plain)
  return SYNCS / seconds
}

async function leaseAll(store: Store): Promise<Contact[]> {
  const all: Contact[] = []
  for (;;) {
    const order = { which: 'general', order: 'fresh' } as const
    const query = { campaign: 'bench', limit: 1000, now: 1, zones: ZONES, ...order }
    const { contacts } = await store.leaseContacts(query)
    if (contacts.length === 0) return all
    all.push(...contacts)
  }
}

function startOf(contact: Contact): AttemptStart {
  return {
    id: `00000000-0000-7000-8000-${String(contact.id).padStart(12, '0')}`,
    contact: contact.id,
    campaign: 'bench',
    position: 0,
    number: contact.phones[0]!.number,
    trunk: 'main',
    callerId: '+999000000000',
    budget: 'day',
    mode: 'progressive',
    reservedFor: 'anna',
    begunAt: 1,
    rules: 'bench@1',
  }
}

/** Begins the attempts, some calls of the port at a time. @returns attempts a second. */
async function rate(store: Store, contacts: readonly Contact[], group: number): Promise<number> {
  const began = clock.monotonic()
  for (let i = 0; i < contacts.length; i += group) {
    const some = contacts.slice(i, i + group)
    await Promise.all(some.map(contact => store.beginAttempts([startOf(contact)])))
  }
  return (contacts.length * 1000) / (clock.monotonic() - began)
}

print(`beginning ${ATTEMPTS} attempts in each of ${GROUPS.length} ways, seed ${SEED}`)
const file = join(folder, 'site.db')
await fill(file, ATTEMPTS * GROUPS.length, SEED)
const store = await openSqliteStore({ file })
const contacts = await leaseAll(store)
const before = syncs()
const rates: number[] = []
for (const [i, group] of GROUPS.entries()) {
  const part = contacts.slice(i * ATTEMPTS, (i + 1) * ATTEMPTS)
  rates.push(await rate(store, part, group))
}
await store.close()
const plain = (before + syncs()) / 2
print(`reference: ${Math.round(plain)} appends/s, each forced to the disk`)
for (const [i, group] of GROUPS.entries()) {
  const ratio = (rates[i]! / plain).toFixed(2)
  print(`${String(group).padStart(2)} at once: ${Math.round(rates[i]!)} attempts/s, ratio ${ratio}`)
}
