import { describe, expect, it } from 'vitest'
import { connect } from '../../../src/store/sqlite/db/connection.ts'
import { Transactions } from '../../../src/store/sqlite/db/transactions.ts'
import { Groups } from '../../../src/store/sqlite/groups.ts'
import { type Call, DURABILITY } from '../../../src/store/sqlite/protocol.ts'
import { newFile } from './folder.ts'

function opened(file = newFile()) {
  const options = { readOnly: false, patience: 20, maxBytes: null, checkpointPages: 1000 }
  const db = connect({ file, ...options })
  return { db, file, transactions: new Transactions(db, 20) }
}

const put = "INSERT INTO campaigns (name, title) VALUES ('demo', 'Demo')"

describe('a transaction', () => {
  it('is forced to the disk when it is to survive a loss of power, and only then', () => {
    const { db, transactions } = opened()
    const synchronous = () => db.pragma('synchronous', { simple: true })
    const [NORMAL, FULL] = [1, 2]
    expect(transactions.run('full', synchronous)).toBe(FULL)
    expect(transactions.run('full', synchronous)).toBe(FULL)
    expect(transactions.run('normal', synchronous)).toBe(NORMAL)
    db.close()
  })

  it('is that of attempts begun, cards closed, campaigns and numbers stopped', () => {
    const full = Object.entries(DURABILITY).flatMap(([verb, how]) => (how === 'full' ? [verb] : []))
    expect(full).toEqual([
      'setStopped',
      'beginAttempts',
      'beginOutside',
      'closeCard',
      'stopNumbers',
    ])
  })

  it('is as durable as the most demanding call that shares it, whichever came first', () => {
    const { db, file } = opened()
    const options = { file, readOnly: false, patience: 20, maxBytes: null, checkpointPages: 1000 }
    const groups = new Groups(db, options)
    const shared = (...verbs: Call['verb'][]) => {
      const calls = verbs.map(verb => ({ verb, given: [[]] }))
      for (const replies of groups.handle(calls)) expect(replies.every(one => one.ok)).toBe(true)
      return db.pragma('synchronous', { simple: true })
    }
    const [NORMAL, FULL] = [1, 2]
    expect(shared('record', 'returnContacts')).toBe(NORMAL)
    expect(shared('record', 'beginAttempts')).toBe(FULL)
    expect(shared('record', 'returnContacts')).toBe(NORMAL)
    expect(shared('beginAttempts', 'record')).toBe(FULL)
    db.close()
  })

  it('leaves nothing behind when its work fails', () => {
    const { db, transactions } = opened()
    const fails = () =>
      transactions.run('normal', () => {
        db.exec(put)
        throw new Error('and then this')
      })
    expect(fails).toThrow('and then this')
    expect(db.prepare('SELECT count(*) FROM campaigns').pluck().get()).toBe(0)
    expect(transactions.run('normal', () => db.exec(put).inTransaction)).toBe(true)
    db.close()
  })

  it('waits for another writer as long as its patience lasts', () => {
    const { db, file, transactions } = opened()
    const other = opened(file)
    other.transactions.open('normal')
    expect(() => transactions.run('normal', () => {})).toThrow('database is locked')
    other.transactions.close()
    transactions.run('normal', () => db.exec(put))
    other.db.close()
    db.close()
  })
})
