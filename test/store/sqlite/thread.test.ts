import { openSync, readSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts'
import { order } from '../../contracts/store/order.ts'
import { rulesFor } from '../../contracts/store/rule.ts'
import { marks, person, query, start, withContacts } from '../fixtures.ts'
import { anyAct, fate } from '../model/acts.ts'
import { reads } from '../model/reads.ts'
import { newFile } from './folder.ts'

const people = [1, 2, 3].map(n => person(n))

const WAL_HEADER = 32
const FRAME_HEADER = 24

/**
 * @returns how many transactions stand in the log: each ends with a frame that names the file's
 * size.
 */
function commitsIn(file: string): number {
  const wal = openSync(`${file}-wal`, 'r')
  const header = Buffer.alloc(WAL_HEADER)
  readSync(wal, header, 0, WAL_HEADER, 0)
  const step = FRAME_HEADER + header.readUInt32BE(8)
  const frame = Buffer.alloc(8)
  let commits = 0
  for (let at = WAL_HEADER; readSync(wal, frame, 0, 8, at) === 8; at += step) {
    if (frame.readUInt32BE(4) > 0) commits++
  }
  return commits
}

describe('the thread of the store', () => {
  describe('does calls in an order that', () => {
    order(
      rulesFor(async () => {
        const store = await openSqliteStore({ file: newFile() })
        return { store, clear: () => store.close() }
      }),
    )
  })

  it('says what the store in memory says, whatever is called', async () => {
    const memory = await withContacts(new MemoryStore(), people)
    const thread = await withContacts(await openSqliteStore({ file: newFile() }), people)
    for (const act of fc.sample(anyAct, { seed: 7, numRuns: 400 })) {
      expect(await fate(act, thread)).toEqual(await fate(act, memory))
    }
    expect(await reads(thread)).toEqual(await reads(memory))
    await thread.close()
  })

  it('gives calls that gathered while it was busy one transaction and one wait for the disk', async () => {
    const file = newFile()
    const store = await openSqliteStore({ file })
    await withContacts(
      store,
      [...Array(60).keys()].map(n => person(n)),
    )
    const { contacts } = await store.leaseContacts(query())
    const before = commitsIn(file)
    const begun = await Promise.all(
      contacts.map((contact, i) => store.beginAttempts([start(`a${i}`, contact)])),
    )
    expect(begun.flat().every(({ kind }) => kind === 'begun')).toBe(true)
    // The first may go by itself; while it waits for the disk the others gather.
    const together = commitsIn(file)
    expect(together - before).toBeLessThanOrEqual(20)
    for (let i = 0; i < 10; i++) await store.record([marks(`a${i}`, { outcome: 'busy' })])
    expect(commitsIn(file) - together).toBe(10)
    await store.close()
  })

  it('refuses calls beyond its bound, and answers all others', async () => {
    const store = await openSqliteStore({ file: newFile() })
    const calls = [...Array(10_050).keys()].map(n => store.run(`campaign ${n}`))
    const fates = await Promise.allSettled(calls)
    const refused = fates.flatMap((fate, i) => (fate.status === 'rejected' ? [i] : []))
    expect(refused).toEqual([...Array(50).keys()].map(n => 10_000 + n))
    expect(fates[10_000]).toMatchObject({ reason: { code: 'OVERLOADED' } })
    expect(await store.run('demo')).toBe(0)
    await store.close()
  })
})
