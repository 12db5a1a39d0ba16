import { expect } from 'vitest'
import { leaseIds, person, query, start, withContacts } from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

export function order(test: Rule): void {
  test('is that in which they were made, whether or not anybody waits', async store => {
    const all = [
      store.putCampaign('demo', 'Demo'),
      store.addContacts('demo', [person(1), person(2)], 1),
      leaseIds(store, { limit: 1 }),
      store.returnContacts([1]),
      leaseIds(store),
      leaseIds(store),
    ]
    expect((await Promise.all(all)).slice(2)).toEqual([[1], undefined, [1, 2], []])
  })

  test('gives each of many calls made at once its own fate', async store => {
    await withContacts(store, [person(1), person(2)])
    const [one, two] = (await store.leaseContacts(query())).contacts
    const fates = await Promise.allSettled([
      store.beginAttempts([start('a1', one!)]),
      store.addContacts('nowhere', [person(3)], 1),
      store.record([{ kind: 'attempt', at: 1, attempt: 'a9', marks: { placedAt: 1 } }]),
      store.beginAttempts([start('a2', one!), start('a3', two!)]),
    ])
    expect(fates.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect((await store.restore()).live.map(live => live.start.id)).toEqual(['a1', 'a3'])
    expect((await store.restore()).lastAt).toBe(1000)
  })

  test('ends with close: what was asked before is done, what comes after is refused', async store => {
    await store.putCampaign('demo', 'Demo')
    const added = store.addContacts('demo', [person(1)], 1)
    await store.close()
    expect((await added).added).toBe(1)
    await expect(store.run('demo')).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await store.close()
  })
}
