import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CarillonError } from '../../../src/base/errors.ts'
import type { Store } from '../../../src/store/port.ts'
import { lockSite } from '../../../src/store/sqlite/site-lock.ts'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts'
import { person, query, start, withContacts } from '../fixtures.ts'
import { directStore } from './direct-store.ts'
import { newFile } from './folder.ts'

/** Makes a store with some contacts and closes it. */
async function filled(contacts = 50): Promise<string> {
  const file = newFile()
  const store = await openSqliteStore({ file })
  await withContacts(
    store,
    [...Array(contacts).keys()].map(n => person(n)),
  )
  await store.close()
  return file
}

/** Does something to a file as another program would. */
function meddle(file: string, sql: string): void {
  const db = new SqliteDatabase(file)
  db.exec(sql)
  db.close()
}

/** What is said when the file is opened. */
function refusal(file: string): { code: string; message: string } {
  try {
    directStore({ file })
  } catch (error) {
    return error as CarillonError
  }
  return expect.fail('it opened')
}

describe('opening a file', () => {
  it('keeps what was written', async () => {
    const file = await filled()
    const store = directStore({ file })
    expect((await store.funnel('demo', 1)).total).toBe(50)
    await store.close()
  })

  it('refuses a file of a later version and leaves it as it is', async () => {
    const file = await filled()
    meddle(file, 'PRAGMA user_version = 99')
    const before = readFileSync(file)
    // Through the thread, since that is how a person comes to see it.
    const opening = openSqliteStore({ file })
    await expect(opening).rejects.toMatchObject({ name: 'CarillonError', code: 'STORE_NEWER' })
    await expect(opening).rejects.toThrow('has schema 99')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it.each([
    ['a table', 'CREATE TABLE theirs (a)'],
    ['a version', 'PRAGMA user_version = 1; CREATE TABLE theirs (a)'],
  ])(
    'refuses a database of another program that has %s, and leaves it as it is',
    async (_, sql) => {
      const file = newFile()
      meddle(file, sql)
      const before = readFileSync(file)
      const { code, message } = refusal(file)
      expect(code).toBe('STORE_UNREADABLE')
      expect(message).toContain('database of another program')
      expect(readFileSync(file).equals(before)).toBe(true)
    },
  )

  it('refuses a file that is no database and leaves it as it is', async () => {
    const file = newFile('contacts.csv')
    writeFileSync(file, 'phone,name\n'.repeat(1000))
    const { code, message } = refusal(file)
    expect(code).toBe('STORE_UNREADABLE')
    expect(message).toContain(`${file} is not a database`)
    expect(readFileSync(file, 'utf8')).toBe('phone,name\n'.repeat(1000))
  })

  it('says so when the file cannot be made', async () => {
    const folder = newFile('folder')
    mkdirSync(folder)
    for (const file of [newFile('no/such/site.db'), folder, '/dev/null/site.db']) {
      expect(refusal(file).code).toBe('STORE_UNWRITABLE')
    }
  })

  it('says so when another process holds the file', async () => {
    const file = newFile()
    const db = new SqliteDatabase(file)
    db.exec('BEGIN EXCLUSIVE')
    const { code, message } = refusal(file)
    expect(code).toBe('STORE_BUSY')
    expect(message).toContain('held by another process')
    db.close()
  })

  it.each([
    [1, 'says it has schema 1, and its tables are others (duplicate column name: stopped)'],
    [0, 'says it has schema 0, and its tables are others'],
    [-1, 'says it has schema -1, and there is none'],
  ])('says so when the file has other tables than its version %i', async (version, words) => {
    const file = await filled()
    meddle(file, `PRAGMA user_version = ${version}`)
    const { code, message } = refusal(file)
    expect(code).toBe('STORE_CORRUPT')
    expect(message).toContain(words)
    expect(message).toContain('Restore it from a backup')
  })

  it('says so when the file is damaged', async () => {
    const file = await filled()
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0xee, 100, 4096))
    expect(refusal(file).code).toBe('STORE_CORRUPT')
  })
})

describe('a file that is made', () => {
  it('can be read by its owner only, with everything beside it', async () => {
    const file = newFile()
    const before = process.umask(0o022)
    onTestFinished(() => void process.umask(before))
    const release = await lockSite(file, OWNER)
    const store = await withContacts(directStore({ file }), [person(1)])
    const folder = dirname(file)
    const modes = readdirSync(folder).map(name => [name, modeOf(join(folder, name))] as const)
    const beside = ['-shm', '-wal', '.lock', '.lock-journal', '.owner']
    expect(modes).toEqual(['', ...beside].map(end => [`site.db${end}`, 0o600]))
    await store.close()
    release()
  })

  it('keeps what its owner gave it', async () => {
    const file = await filled()
    chmodSync(file, 0o640)
    const store = directStore({ file })
    await store.putCampaign('new', 'New')
    expect([modeOf(file), modeOf(`${file}-wal`)]).toEqual([0o640, 0o640])
    await store.close()
  })
})

const OWNER = { pid: process.pid, host: 'here', since: 0, runs: 'demo' }
const modeOf = (file: string) => statSync(file).mode & 0o777

describe('opening a file for reading', () => {
  it('refuses one that is not there, or has nothing in it', async () => {
    const file = newFile()
    const reading = () => directStore({ file, readOnly: true })
    expect(reading).toThrow(expect.objectContaining({ code: 'STORE_UNREADABLE' }))
    writeFileSync(file, '')
    expect(reading).toThrow(expect.objectContaining({ code: 'STORE_UNREADABLE' }))
    expect(readFileSync(file)).toHaveLength(0)
  })

  it('shows what an engine writes meanwhile, and changes nothing', async () => {
    const file = newFile()
    const engine = await withContacts(directStore({ file }), [person(1)])
    const reader = await openSqliteStore({ file, readOnly: true })
    expect((await reader.funnel('demo', 1)).total).toBe(1)
    await engine.addContacts('demo', [person(2)], 1)
    expect((await reader.funnel('demo', 1)).total).toBe(2)
    const refused = { code: 'STORE_UNWRITABLE' }
    await expect(reader.leaseContacts(query())).rejects.toMatchObject(refused)
    await expect(reader.addContacts('demo', [person(3)], 1)).rejects.toMatchObject(refused)
    await Promise.all([reader.close(), engine.close()])
  })
})

describe('an open file', () => {
  it('refuses to write while another process holds it, and goes on afterwards', async () => {
    const file = await filled()
    const store = directStore({ file })
    const other = new SqliteDatabase(file)
    other.exec('BEGIN IMMEDIATE')
    await expect(store.putCampaign('new', 'New')).rejects.toMatchObject({ code: 'STORE_BUSY' })
    expect((await store.funnel('demo', 1)).total).toBe(50)
    other.exec('ROLLBACK')
    other.close()
    await store.putCampaign('new', 'New')
    await store.close()
  })

  it('says so when a page turns out to be damaged', async () => {
    const file = await filled(500)
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0xee, bytes.length / 2))
    const store = directStore({ file })
    const lease = store.leaseContacts(query({ limit: 1000 }))
    await expect(lease).rejects.toMatchObject({ code: 'STORE_CORRUPT' })
    await store.close()
  })

  it('does nothing by halves when it is full', async () => {
    const store = directStore({ file: newFile(), maxBytes: 408_192 })
    await store.putCampaign('demo', 'Demo')
    const added = await fillUp(store)
    expect((await store.funnel('demo', 1)).total).toBe(added)
    const { contacts } = await store.leaseContacts(query({ limit: 1000 }))
    expect(contacts).toHaveLength(added)
    const long = { rules: 'x'.repeat(100_000) }
    const begun = store.beginAttempts(
      contacts.slice(0, 3).map((one, i) => start(`a${i}`, one, long)),
    )
    await expect(begun).rejects.toMatchObject({ code: 'STORE_FULL' })
    expect((await store.restore()).live).toEqual([])
    await store.returnContacts(contacts.map(one => one.id))
    await store.close()
  })

  it('says in which folder it looked for room', async () => {
    const file = newFile()
    const store = directStore({ file, maxBytes: 200_000 })
    await store.putCampaign('demo', 'Demo')
    const batch = [...Array(900).keys()].map(n => person(n))
    await expect(store.addContacts('demo', batch, 1)).rejects.toThrow(
      `${dirname(file)}/site.db is full`,
    )
    await store.close()
  })
})

/** Adds contacts until no more go in. @returns how many the store says it took. */
async function fillUp(store: Store): Promise<number> {
  let sum = 0
  for (let n = 0; n < 1000; n += 50) {
    const data = { story: 'long '.repeat(40) }
    const batch = [...Array(50).keys()].map(i => person(n + i, { data }))
    const added = await store.addContacts('demo', batch, 1).catch(error => error)
    if (added instanceof Error) {
      expect(added).toMatchObject({ code: 'STORE_FULL' })
      return sum
    }
    sum += added.added
  }
  return expect.fail('it never became full')
}
