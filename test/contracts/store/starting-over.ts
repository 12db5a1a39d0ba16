import { expect } from 'vitest'
import {
  atOperator,
  call,
  draft,
  finished,
  LONDON,
  leaseIds,
  marks,
  person,
  phone,
  progress,
  query,
  ROME,
  waiting,
  withContacts,
} from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

export function startingOver(test: Rule): void {
  test('puts every contact of the campaign back to its beginning, and no other', async store => {
    await withContacts(store, [
      person(1, { phones: [phone(1), phone(9)] }),
      person(2, { zone: LONDON }),
      person(3),
      person(4, { priority: 2 }),
    ])
    await store.putCampaign('other', 'Other')
    await store.addContacts('other', [person(5)], 1)
    const before = (await store.leaseContacts(query())).contacts
    const other = (await store.leaseContacts(query({ campaign: 'other' }))).contacts[0]!
    const next = { kind: 'wait', at: 5000, position: 1, demand: null } as const
    const phones = [{ position: 0, attempts: 2, usable: false }]
    await store.record([
      progress({ ...waiting(1, 5000), phones, next }),
      progress(finished(2)),
      progress(waiting(3, 9000, { why: 'callback', operator: null, graceUntil: 9000 })),
      progress(finished(other.id)),
    ])
    expect(await store.run('demo')).toBe(0)
    await store.startOver('demo', 1000)
    expect(await store.run('demo')).toBe(1)
    expect(await store.funnel('demo', 1000)).toEqual({
      total: 4,
      ready: { [ROME]: 3, [LONDON]: 1 },
      waiting: {},
      leased: 0,
      atOperator: 0,
      finished: {},
      nextDueAt: null,
      callbacks: 0,
    })
    expect((await store.leaseContacts(query())).contacts).toEqual(before)
    expect((await store.funnel('other', 1000)).finished).toEqual({ disposition: 1 })
  })

  test('is refused while attempts of the campaign are live', async store => {
    await withContacts(store, [person(1)])
    await store.putCampaign('other', 'Other')
    await call(store, 'a1')
    await store.startOver('other', 1000)
    await expect(store.startOver('demo', 1000)).rejects.toMatchObject({ code: 'SITE_LOCKED' })
    expect((await store.funnel('demo', 1000)).leased).toBe(1)
    await store.record([marks('a1', { outcome: 'lost' })])
    await store.startOver('demo', 1000)
    expect(await leaseIds(store)).toEqual([1])
  })

  test('shows attempts of the present run only', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    await store.record([marks('a1', { outcome: 'busy' })])
    await store.startOver('demo', 1000)
    expect(await store.attempts('demo', null, 10)).toEqual([])
    await call(store, 'a2')
    expect((await store.attempts('demo', null, 10)).map(({ id }) => id)).toEqual(['a2'])
  })

  test('forgets nothing of the stop list', async store => {
    await withContacts(store, [person(1)])
    await store.stopNumbers([1], 'asked', 5)
    await store.startOver('demo', 1000)
    expect((await store.contactView('demo', 1))?.stopped).toEqual([0])
  })

  test('opens no card of an earlier run again', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    await store.record([
      draft('a1', 1, { wants: 'tea' }),
      progress(atOperator(1)),
      marks('a1', { outcome: 'lost' }),
    ])
    await store.startOver('demo', 1000)
    expect((await store.restore()).cards).toEqual([])
    expect(await leaseIds(store)).toEqual([1])
  })
}
