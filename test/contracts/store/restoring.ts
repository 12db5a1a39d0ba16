import { expect } from 'vitest'
import {
  atOperator,
  call,
  leaseIds,
  marks,
  person,
  progress,
  start,
  waiting,
  withContacts,
} from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

export function restoring(test: Rule): void {
  test('finds nothing in a new store', async store => {
    expect(await store.restore()).toEqual({ live: [], cards: [], lastAt: null })
  })

  test('finds live attempts with what was known of them, in order', async store => {
    await withContacts(store, [person(1), person(2), person(3)])
    const third = await call(store, 'a3', { begunAt: 1003 })
    await call(store, 'a2')
    const first = await call(store, 'a1', { reservedFor: 'anna' })
    await store.record([
      marks('a1', { placedAt: 1001, answeredAt: 1002, operator: 'anna' }),
      marks('a2', { outcome: 'busy' }),
    ])
    const { live } = await store.restore()
    expect(live).toEqual([
      {
        start: start('a1', first, { reservedFor: 'anna' }),
        marks: { placedAt: 1001, answeredAt: 1002, operator: 'anna' },
        contact: first,
      },
      { start: start('a3', third, { begunAt: 1003 }), marks: {}, contact: third },
    ])
  })

  test('makes contacts ready again that were leased and not called', async store => {
    await withContacts(store, [person(1), person(2), person(3)])
    await call(store, 'a1')
    await leaseIds(store)
    await store.restore()
    expect((await store.funnel('demo', 1000)).leased).toBe(1)
    expect(await leaseIds(store)).toEqual([2, 3])
  })

  test('leaves contacts alone that wait or are at an operator', async store => {
    await withContacts(store, [person(1), person(2)])
    await leaseIds(store)
    await store.record([progress(waiting(1, 5000)), progress(atOperator(2))])
    await store.restore()
    expect(await leaseIds(store)).toEqual([])
  })

  test('knows the latest instant that an engine wrote', async store => {
    await withContacts(store, [person(1)])
    await store.addContacts('demo', [person(2)], 99_000)
    expect((await store.restore()).lastAt).toBeNull()
    await call(store, 'a1', { begunAt: 1500 })
    expect((await store.restore()).lastAt).toBe(1500)
    await store.record([marks('a1', { placedAt: 9000 }, 1400)])
    expect((await store.restore()).lastAt).toBe(1500)
    await store.record([marks('a1', { answeredAt: 1 }, 1700), marks('a1', {}, 1600)])
    expect((await store.restore()).lastAt).toBe(1700)
  })
}
