import { readFileSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { expect, it } from 'vitest'
import { phone } from '../../fixtures.ts'
import { directStore } from '../direct-store.ts'
import { newFile } from '../folder.ts'

const step = (n: number): string =>
  readFileSync(new URL(`../../../../src/store/sqlite/sql/00000${n}.sql`, import.meta.url), 'utf8')

/** A file of version 6: 1 is listed, 2 has called in, 3 has as well, and their card was closed. */
function ofVersionSix(): string {
  const file = newFile()
  const db = new SqliteDatabase(file)
  for (const n of [1, 2, 3, 4, 5, 6]) db.exec(step(n))
  db.exec(`INSERT INTO campaigns (id, name, title) VALUES (1, 'demo', 'Demo');
           INSERT INTO zones (id, name) VALUES (1, 'Europe/Rome');
           PRAGMA user_version = 6`)
  const rows = [
    ['K1', '{"name":"Person 1"}', 'disposition'],
    [null, '{}', 'calledIn'],
    [null, '{}', 'disposition'],
  ] as const
  for (const [i, [key, data, finished]] of rows.entries()) {
    const [id, digits] = [i + 1, Number(phone(i + 1).slice(1))]
    db.prepare('INSERT INTO numbers VALUES (?, ?)').run(id, digits)
    db.prepare(
      `INSERT INTO contacts (id, campaign_id, zone_id, priority, lane, place, finished, added_at)
       VALUES (?, 1, 1, 5, 10, 3, ?, 1)`,
    ).run(id, finished)
    db.prepare('INSERT INTO phones (contact_id, position, number_id) VALUES (?, 0, ?)').run(id, id)
    db.prepare('INSERT INTO people VALUES (?, ?, ?)').run(id, key, data)
    db.prepare(
      'INSERT INTO tallies VALUES (1, 1, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
    ).run(`finished/${finished}`)
  }
  db.close()
  return file
}

it('An older file knows who called in by themselves, those who were talked to included.', async () => {
  const store = directStore({ file: ofVersionSix() })
  const calledIn = async (n: number) => (await store.contactView('demo', n))?.contact.calledIn
  expect([await calledIn(1), await calledIn(2), await calledIn(3)]).toEqual([
    undefined,
    'shown',
    'shown',
  ])
  await store.startOver('demo', 2)
  expect(await store.funnel('demo', 3)).toMatchObject({
    total: 3,
    ready: { 'Europe/Rome': 1 },
    finished: { calledIn: 1, disposition: 1 },
  })
  await store.close()
})
