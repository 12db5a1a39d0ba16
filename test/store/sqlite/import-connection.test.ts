import { describe, expect, it } from 'vitest'
import { openImportConnection } from '../../../src/store/sqlite/import-connection.ts'
import { leaseIds, person, withContacts } from '../fixtures.ts'
import { directStore } from './direct-store.ts'
import { newFile } from './folder.ts'

const people = (from: number, to: number) => {
  return [...Array(to - from).keys()].map(n => person(from + n))
}

describe('a connection for an import', () => {
  it('adds contacts beside an engine, which sees them and can write between any two batches', async () => {
    const file = newFile()
    const engine = await withContacts(directStore({ file }), [person(3)])
    const connection = openImportConnection({ file, beside: true })
    expect(connection.add('demo', people(0, 5), 1)).toEqual({ added: 4, duplicates: [3] })
    expect(await leaseIds(engine, { limit: 2 })).toEqual([1, 2])
    expect(connection.add('demo', people(5, 7), 1)).toEqual({ added: 2, duplicates: [] })
    await engine.addContacts('demo', [person(7)], 1)
    connection.close()
    expect(await leaseIds(engine)).toEqual([3, 4, 5, 6, 7, 8])
    await engine.close()
  })

  it('counts duplicates through all the pieces of a batch', async () => {
    const file = newFile()
    const engine = await withContacts(directStore({ file }), [])
    const connection = openImportConnection({ file, beside: true })
    const batch = [...people(0, 900), ...people(890, 905)]
    const duplicates = [...Array(10).keys()].map(n => 900 + n)
    expect(connection.add('demo', batch, 1)).toEqual({ added: 905, duplicates })
    connection.close()
    expect((await engine.funnel('demo', 1)).total).toBe(905)
    await engine.close()
  })

  it('gathers batches in one transaction when it is alone, until it is told to write them', async () => {
    const file = newFile()
    const store = await withContacts(directStore({ file }), [])
    const connection = openImportConnection({ file, beside: false })
    connection.add('demo', people(0, 10), 1)
    connection.add('demo', people(10, 20), 1)
    expect((await store.funnel('demo', 1)).total).toBe(0)
    await expect(store.putCampaign('demo', 'Demo')).rejects.toMatchObject({ code: 'STORE_BUSY' })
    connection.flush()
    expect((await store.funnel('demo', 1)).total).toBe(20)
    await store.putCampaign('demo', 'Demo')
    connection.add('demo', people(20, 30), 1)
    connection.close()
    expect((await store.funnel('demo', 1)).total).toBe(30)
    await store.close()
  })

  it('undoes what was not written yet when something goes wrong, and can be repeated', async () => {
    const file = newFile()
    const store = await withContacts(directStore({ file }), [])
    const connection = openImportConnection({ file, beside: false })
    connection.add('demo', people(0, 10), 1)
    const unknown = () => connection.add('nowhere', people(0, 10), 1)
    expect(unknown).toThrow("knows no campaign 'nowhere'")
    expect((await store.funnel('demo', 1)).total).toBe(0)
    expect(connection.add('demo', people(0, 10), 1).added).toBe(10)
    connection.close()
    expect((await store.funnel('demo', 1)).total).toBe(10)
    await store.close()
  })

  it.each([true, false])('says so when the file is full (beside %s)', async beside => {
    const file = newFile()
    const store = await withContacts(directStore({ file }), [])
    const connection = openImportConnection({ file, beside, maxBytes: 200_000 })
    const tooMany = () => connection.add('demo', people(0, 1000), 1)
    expect(tooMany).toThrow(expect.objectContaining({ code: 'STORE_FULL' }))
    connection.close()
    const { total } = await store.funnel('demo', 1)
    expect(total % 500).toBe(0)
    expect(await leaseIds(store, { limit: 1000 })).toHaveLength(total)
    await store.close()
  })
})
