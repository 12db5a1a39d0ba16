import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import {
  atOperator,
  call,
  closing,
  draft,
  marks,
  person,
  phone,
  progress,
  withContacts,
} from '../fixtures.ts'
import { directStore } from './direct-store.ts'
import { newFile } from './folder.ts'

/** The places of personal data; each name here is a promise to whoever asks to be forgotten. */
const PERSONAL = ['numbers', 'people', 'cards']

describe('personal data', () => {
  it('stands in numbers, people and cards and nowhere else', async () => {
    const file = newFile()
    const store = directStore({ file })
    await withContacts(store, [person(7, { key: 'secret-key', data: { name: 'secret-name' } })])
    await call(store, 'a1')
    await store.record([
      marks('a1', { answeredAt: 1, operator: 'anna' }),
      progress(atOperator(1)),
      draft('a1', 1, { wish: 'secret-draft' }),
      { kind: 'operator', at: 1, operator: 'anna', state: 'talking', why: null, by: 'system' },
      { kind: 'note', at: 1, name: 'pacing', data: { lines: 3 } },
    ])
    await store.closeCard(closing('a1', 1, { answers: { wish: 'secret-answer' }, stop: 1 }))
    await store.close()
    const db = new SqliteDatabase(file, { readonly: true })
    const told = (table: string) => JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all())
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    const digits = phone(7).slice(1)
    const telling = (tables as string[]).filter(table => told(table).match(`secret|${digits}`))
    expect(telling.sort()).toEqual([...PERSONAL].sort())
    expect(told('cards')).not.toContain('secret-draft')
    db.close()
  })

  it('is in no row of the journal, which has one for each entry', async () => {
    const file = newFile()
    const store = directStore({ file })
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    await store.record([
      marks('a1', { answeredAt: 5, operator: 'anna' }, 6),
      draft('a1', 1, { wish: 'tea' }, 7),
      progress(atOperator(1), 8),
      { kind: 'operator', at: 9, operator: 'anna', state: 'break', why: 'lunch', by: 'operator' },
      { kind: 'note', at: 10, name: 'pacing', data: { lines: 3 } },
    ])
    await store.close()
    const db = new SqliteDatabase(file, { readonly: true })
    const rows = db.prepare('SELECT * FROM journal ORDER BY seq').raw().all()
    const { contact: _, ...stands } = atOperator(1)
    expect(rows).toEqual([
      [1, 6, 'attempt', 'a1', null, null, JSON.stringify({ answeredAt: 5, operator: 'anna' })],
      [2, 7, 'card', 'a1', 1, 'anna', null],
      [3, 8, 'contact', null, 1, null, JSON.stringify(stands)],
      [4, 9, 'operator', null, null, 'anna', '{"state":"break","why":"lunch","by":"operator"}'],
      [5, 10, 'note', null, null, null, '{"name":"pacing","data":{"lines":3}}'],
    ])
    db.close()
  })
})
