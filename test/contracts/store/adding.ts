import { expect } from 'vitest'
import { LONDON, leaseIds, person, phone, query, ROME, withContacts } from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

export function adding(test: Rule): void {
  test('gives the same first phone to one contact of a campaign only', async store => {
    await withContacts(store, [person(1), person(2)])
    const again = [person(2), person(3), person(3), person(4, { phones: [phone(9), phone(1)] })]
    expect(await store.addContacts('demo', again, 2)).toEqual({ added: 2, duplicates: [0, 2] })
    expect((await store.funnel('demo', 1000)).total).toBe(4)
  })

  test('knows a number by one id in all campaigns', async store => {
    await withContacts(store, [person(1), person(2)])
    await store.putCampaign('other', 'Other')
    expect((await store.addContacts('other', [person(2)], 2)).added).toBe(1)
    const [, second] = (await store.leaseContacts(query())).contacts
    const [other] = (await store.leaseContacts(query({ campaign: 'other' }))).contacts
    expect(other?.phones[0]?.number).toBe(second?.phones[0]?.number)
    expect(other?.id).not.toBe(second?.id)
  })

  test('adds a batch whole or not at all', async store => {
    await withContacts(store, [person(1)])
    const bad = store.addContacts('demo', [person(2), person(3, { phones: ['07946'] })], 2)
    await expect(bad).rejects.toThrow('phones are in E.164')
    expect((await store.funnel('demo', 1000)).total).toBe(1)
    expect((await store.addContacts('demo', [person(2)], 3)).added).toBe(1)
  })

  test('refuses a campaign that nobody made known', async store => {
    const unknown = { code: 'NOT_FOUND' }
    await expect(store.addContacts('demo', [person(1)], 1)).rejects.toMatchObject(unknown)
    await expect(store.markImported('demo', 'abc', 1)).rejects.toMatchObject(unknown)
    await expect(store.startOver('demo', 1)).rejects.toMatchObject(unknown)
  })

  test('says of an unknown campaign that it has no contacts', async store => {
    const empty = { ready: {}, waiting: {}, finished: {}, nextDueAt: null }
    const funnel = { total: 0, leased: 0, atOperator: 0, callbacks: 0, ...empty }
    expect(await store.funnel('demo', 1)).toEqual(funnel)
    expect(await store.zones('demo')).toEqual([])
    expect(await store.run('demo')).toBe(0)
    expect(await store.attempts('demo', null, 10)).toEqual([])
    expect(await store.contactView('demo', 1)).toBeNull()
    expect(await leaseIds(store)).toEqual([])
  })

  test('remembers which files were imported whole, campaign by campaign', async store => {
    await withContacts(store, [])
    await store.putCampaign('other', 'Other')
    await store.markImported('demo', 'abc', 1)
    await store.markImported('demo', 'abc', 2)
    expect(await store.wasImported('demo', 'abc')).toBe(true)
    expect(await store.wasImported('demo', 'abd')).toBe(false)
    expect(await store.wasImported('other', 'abc')).toBe(false)
  })

  test('names the zones of a campaign in order', async store => {
    await withContacts(store, [person(1), person(2, { zone: LONDON }), person(3)])
    expect(await store.zones('demo')).toEqual([LONDON, ROME])
  })
}
