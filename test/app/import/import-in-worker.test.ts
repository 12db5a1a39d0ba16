import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { importInWorker } from '../../../src/app/import/import-in-worker.ts'
import type { ImportProgress } from '../../../src/lists/report.ts'
import type { Store } from '../../../src/store/port.ts'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts'

const AT = Date.UTC(2026, 0, 5)

const rows = (count: number): string =>
  Array.from({ length: count }, (_, i) => `A,+7495000${String(i).padStart(4, '0')}\n`).join('')

/** A site’s file, its store as an engine has it open, and a list. */
async function site(list: string, beside: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-import-'))
  const [dbFile, file] = [join(folder, 'site.db'), join(folder, 'list.csv')]
  writeFileSync(file, list)
  const store = await openSqliteStore({ file: dbFile })
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  await store.putCampaign('demo', 'Demo')
  const request = {
    campaign: 'demo',
    file,
    source: { phones: ['phone'], country: 'RU', zone: null, priority: null, key: null },
    zone: 'Europe/Moscow',
    at: AT,
    hints: { encoding: null, separator: null },
    rejectedFile: null,
  }
  return { store, work: { request, dbFile, store, beside } }
}

const total = async (store: Store): Promise<number> => (await store.funnel('demo', AT)).total

describe.each([
  { how: 'beside an engine', beside: true },
  { how: 'alone', beside: false },
])('an import with the help of a thread, $how,', { timeout: 20_000 }, ({ beside }) => {
  it('adds what the list holds while the engine’s store goes on, and remembers the file', async () => {
    const { store, work } = await site(`name,phone\n${rows(3000)}A,123\n`, beside)
    const seen: ImportProgress[] = []
    let ended = false
    const done = importInWorker(work, { onProgress: progress => seen.push(progress) })
    done.finally(() => (ended = true))
    let turns = 0
    // The engine's store gets its turns; an import alone may keep it waiting for a second.
    while (!ended && beside) await store.putCampaign('demo', `Demo ${++turns}`)
    expect(await done).toMatchObject({
      result: 'imported',
      rows: 3001,
      added: 3000,
      rejected: { count: 1, byRule: { tooShort: 1 } },
    })
    if (beside) expect(turns).toBeGreaterThan(1)
    expect(seen.at(-1)).toMatchObject({ rows: 3001, of: 3001, added: 3000 })
    expect(await total(store)).toBe(3000)
    expect(await importInWorker(work)).toMatchObject({ result: 'known' })
  })

  it('says what is wrong as it would in this thread, and changes nothing', async () => {
    const { store, work } = await site(`name,tel\n${rows(10)}`, beside)
    await expect(importInWorker(work)).rejects.toMatchObject({
      name: 'CarillonError',
      code: 'LIST_INVALID',
      message: expect.stringContaining('there is no column "phone"'),
    })
    expect(await total(store)).toBe(0)
  })

  it('hands on what the store cannot do', async () => {
    const { store, work } = await site(`name,phone\n${rows(10)}`, beside)
    const request = { ...work.request, campaign: 'unknown' }
    await expect(importInWorker({ ...work, request })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(
      importInWorker({ ...work, dbFile: join(work.dbFile, 'no') }),
    ).rejects.toMatchObject({ name: 'CarillonError' })
    const mute = { ...store, wasImported: () => Promise.reject(new Error('no answer')) }
    await expect(importInWorker({ ...work, store: mute })).rejects.toThrow('no answer')
  })

  it('stops when it is told to, keeps what it has, and goes on when it is run again', async () => {
    const { store, work } = await site(`name,phone\n${rows(4000)}`, beside)
    const stop = new AbortController()
    stop.abort()
    const first = await importInWorker(work, { signal: stop.signal })
    expect(first.result).toBe('interrupted')
    expect(await total(store)).toBe(first.added)
    const second = await importInWorker({ ...work, beside: !beside })
    expect(second).toMatchObject({ result: 'imported', rows: 4000 })
    expect(second.duplicates.inCampaign).toBe(first.added)
    expect(await total(store)).toBe(4000)
  })
})
