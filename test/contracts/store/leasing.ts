import { expect } from 'vitest'
import {
  finished,
  LONDON,
  leaseIds,
  person,
  phone,
  progress,
  query,
  ROME,
  waiting,
  withContacts,
} from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

const callback = (operator: string | null) =>
  ({ why: 'callback', operator, graceUntil: 5000 }) as const

export function leasing(test: Rule): void {
  test('hands out ids and counts on one side and the person on the other', async store => {
    await withContacts(store, [
      person(1, { phones: [phone(1), phone(2)], zone: LONDON, priority: 2 }),
    ])
    const { contacts, people } = await store.leaseContacts(query())
    const phones = [1, 2].map((number, position) => {
      return { position, number, attempts: 0, usable: true }
    })
    const place = { id: 1, campaign: 'demo', zone: LONDON, priority: 2, position: 0 }
    expect(contacts).toEqual([{ ...place, attempts: 0, counts: {}, phones, demand: null }])
    const data = { name: 'Person 1', city: 'Atlantis' }
    expect(people).toEqual(new Map([[1, { key: 'K1', phones: [phone(1), phone(2)], data }]]))
    expect(await store.people([1, 77])).toEqual(people)
  })

  test('hands out each contact once, until it is given back', async store => {
    await withContacts(store, [person(1), person(2), person(3)])
    expect(await leaseIds(store, { limit: 2 })).toEqual([1, 2])
    expect(await leaseIds(store)).toEqual([3])
    expect(await leaseIds(store)).toEqual([])
    await store.returnContacts([3, 1])
    expect(await leaseIds(store)).toEqual([1, 3])
  })

  test('takes back only what is leased', async store => {
    await withContacts(store, [person(1), person(2)])
    await leaseIds(store, { limit: 1 })
    await store.record([progress(finished(1))])
    await store.returnContacts([1, 2, 99])
    expect(await leaseIds(store)).toEqual([2])
  })

  test('merges zones in the order in which contacts were added, and leaves others out', async store => {
    const zones = [LONDON, ROME, 'Asia/Omsk', ROME, LONDON]
    await withContacts(
      store,
      zones.map((zone, i) => person(i, { zone })),
    )
    expect(await leaseIds(store, { zones: [ROME, LONDON, ROME, 'Asia/Tokyo'] })).toEqual([
      1, 2, 4, 5,
    ])
    expect(await leaseIds(store, { zones: ['Asia/Omsk'] })).toEqual([3])
  })

  test('serves priority 1 before 9 whatever was called before', async store => {
    await withContacts(
      store,
      [9, 1, 5, 1].map((priority, i) => person(i, { priority })),
    )
    await leaseIds(store, { limit: 1 })
    await store.record([progress(waiting(2, 500))])
    expect(await leaseIds(store, { order: 'fresh' })).toEqual([4, 2, 3, 1])
    await store.returnContacts([1, 2, 3, 4])
    expect(await leaseIds(store, { order: 'retries' })).toEqual([2, 4, 3, 1])
  })

  test('takes the longest due of the contacts called before', async store => {
    await withContacts(
      store,
      [1, 2, 3, 4].map(n => person(n, { zone: n === 2 ? LONDON : ROME })),
    )
    await leaseIds(store)
    await store.record([700, 300, 500, 300].map((at, i) => progress(waiting(i + 1, at))))
    expect(await leaseIds(store, { order: 'retries' })).toEqual([2, 4, 3, 1])
  })

  test('leaves contacts alone until they are due', async store => {
    await withContacts(store, [person(1)])
    await leaseIds(store)
    await store.record([progress(waiting(1, 2000))])
    expect(await leaseIds(store, { now: 1999 })).toEqual([])
    expect(await leaseIds(store, { now: 2000 })).toEqual([1])
  })

  test('takes a contact as called before when attempts did not reach the callee', async store => {
    await withContacts(store, [person(1), person(2)])
    await leaseIds(store)
    await store.returnContacts([2])
    const reached = { ...waiting(1, 500), attempts: 0, counts: { congestion: 1 } }
    await store.record([progress(reached)])
    expect(await leaseIds(store, { order: 'retries' })).toEqual([1, 2])
  })

  test('keeps contacts that demand an operator for those who ask for them, callbacks first', async store => {
    await withContacts(
      store,
      [1, 2, 3].map(n => person(n, { priority: n })),
    )
    await leaseIds(store)
    const abandoned = { why: 'afterAbandoned', operator: null, graceUntil: 900 } as const
    await store.record([
      progress(waiting(1, 500, abandoned)),
      progress(waiting(2, 500, callback('anna'))),
      progress(waiting(3, 400, callback(null))),
    ])
    expect(await leaseIds(store)).toEqual([])
    const { contacts } = await store.leaseContacts(query({ which: 'demanded' }))
    expect(contacts.map(({ id }) => id)).toEqual([2, 3, 1])
    expect(contacts.map(({ demand }) => demand)).toEqual([
      callback('anna'),
      callback(null),
      abandoned,
    ])
  })

  test('shows what the last progress left: counts, phones, and the phone to call next', async store => {
    await withContacts(store, [person(1, { phones: [phone(1), phone(2)] })])
    await leaseIds(store)
    const phones = [
      { position: 1, attempts: 3, usable: true },
      { position: 0, attempts: 2, usable: false },
    ]
    const next = { kind: 'wait', at: 500, position: 1, demand: null } as const
    const counts = { busy: 2, 'disposition:later': 1 } as const
    await store.record([progress({ ...waiting(1, 500), attempts: 5, counts, phones, next })])
    expect((await store.leaseContacts(query())).contacts[0]).toMatchObject({
      attempts: 5,
      counts,
      position: 1,
      phones: [
        { position: 0, number: 1, attempts: 2, usable: false },
        { position: 1, number: 2, attempts: 3, usable: true },
      ],
    })
  })
}
