import { expect } from 'vitest'
import type { ContactTrait } from '../../../src/store/port.ts'
import {
  atOperator,
  call,
  finished,
  LONDON,
  leaseIds,
  marks,
  person,
  phone,
  progress,
  ROME,
  waiting,
  withContacts,
} from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

export function viewing(test: Rule): void {
  test('adds a funnel up, for the instant that is asked about', async store => {
    await withContacts(store, [
      ...[1, 2, 3, 4, 5, 6].map(n => person(n)),
      ...[7, 8].map(n => person(n, { zone: LONDON })),
    ])
    await leaseIds(store, { zones: [ROME] })
    await store.record([
      progress(waiting(1, 2000, { why: 'callback', operator: null, graceUntil: 2000 })),
      progress(waiting(2, 3000)),
      progress(atOperator(3)),
      progress(finished(4)),
      progress(finished(5, 'stopList')),
      progress(finished(7, 'stopList')),
    ])
    const still = { total: 8, leased: 1, atOperator: 1, finished: { disposition: 1, stopList: 2 } }
    const zones = { ready: { [LONDON]: 1 }, waiting: { [ROME]: 2 } }
    const now = { ...still, ...zones, nextDueAt: 2000, callbacks: 1 }
    expect(await store.funnel('demo', 1999)).toEqual(now)
    expect(await store.funnel('demo', 2000)).toEqual({
      ...still,
      ready: { [LONDON]: 1, [ROME]: 1 },
      waiting: { [ROME]: 1 },
      nextDueAt: 3000,
      callbacks: 0,
    })
    const ready = { ready: { [LONDON]: 1, [ROME]: 2 }, waiting: {}, nextDueAt: null, callbacks: 0 }
    expect(await store.funnel('demo', 9000)).toEqual({ ...still, ...ready })
  })

  test('shows a contact with the person and where it stands', async store => {
    await withContacts(store, [person(1), person(2)])
    const data = { name: 'Person 1', city: 'Atlantis' }
    const who = { person: { key: 'K1', phones: [phone(1)], data }, stopped: [] }
    const view = () => store.contactView('demo', 1)
    expect(await view()).toMatchObject({ ...who, state: 'ready', nextAt: null, finished: null })
    await leaseIds(store, { limit: 1 })
    expect(await view()).toMatchObject({ state: 'leased', nextAt: null })
    await store.record([progress(atOperator(1))])
    expect(await view()).toMatchObject({ state: 'atOperator', nextAt: null })
    await store.record([progress(waiting(1, 7000))])
    expect(await view()).toMatchObject({ state: 'waiting', nextAt: 7000, finished: null })
    await store.record([progress(finished(1, 'attemptsMax'))])
    expect(await view()).toMatchObject({ state: 'finished', nextAt: null, finished: 'attemptsMax' })
  })

  test('finds contacts by key and by any of their phones, in order of id', async store => {
    const alike = [person(4, { key: 'K1' }), person(5, { phones: [phone(5), phone(2)] })]
    await withContacts(store, [person(1), person(2), person(3, { key: null }), ...alike])
    await store.putCampaign('other', 'Other')
    await store.addContacts('other', [person(6, { key: 'K1', phones: [phone(2)] })], 1)
    const found = (by: ContactTrait, limit = 9) => store.findContacts('demo', by, limit)
    expect(await found({ key: 'K1' })).toEqual([1, 4])
    expect(await found({ key: 'K1' }, 1)).toEqual([1])
    expect(await found({ phone: phone(2) })).toEqual([2, 5])
    expect(await found({ phone: phone(9) })).toEqual([])
    expect(await found({ key: 'null' })).toEqual([])
    expect(await store.findContacts('other', { phone: phone(2) }, 9)).toEqual([6])
    expect(await store.findContacts('none', { key: 'K1' }, 9)).toEqual([])
  })

  test('says the latest instant that was written, and changes nothing', async store => {
    await withContacts(store, [person(1)])
    expect(await store.lastAt()).toBeNull()
    await leaseIds(store)
    await store.record([progress(atOperator(1), 7000)])
    expect(await store.lastAt()).toBe(7000)
    await store.record([progress({ ...atOperator(1), state: 'ready' }, 6000)])
    await leaseIds(store)
    expect(await store.lastAt()).toBe(7000)
    expect((await store.contactView('demo', 1))?.state).toBe('leased')
  })

  test('shows no contact of another campaign', async store => {
    await withContacts(store, [person(1)])
    await store.putCampaign('other', 'Other')
    expect(await store.contactView('other', 1)).toBeNull()
    expect(await store.contactView('demo', 2)).toBeNull()
  })

  test('pages through attempts in order of id', async store => {
    await withContacts(
      store,
      [1, 2, 3, 4].map(n => person(n)),
    )
    for (const id of ['a2', 'a4', 'a1', 'a3']) {
      await call(store, id)
      await store.record([marks(id, { outcome: 'busy' })])
    }
    const page = async (after: string | null) =>
      (await store.attempts('demo', after, 2)).map(({ id }) => id)
    expect(await page(null)).toEqual(['a1', 'a2'])
    expect(await page('a2')).toEqual(['a3', 'a4'])
    expect(await page('a25')).toEqual(['a3', 'a4'])
    expect(await page('a4')).toEqual([])
  })
}
