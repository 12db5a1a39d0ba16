import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import type { Store } from '../../../src/store/port.ts'
import {
  atOperator,
  call,
  closing,
  draft,
  finished,
  leaseIds,
  marks,
  person,
  progress,
  waiting,
  withContacts,
} from '../fixtures.ts'

const some = [1, 2, 3].map(n => person(n))

async function forgetful(): Promise<Store> {
  return withContacts(new MemoryStore({ retain: 'live' }), some)
}

describe('a memory store that keeps the living only', () => {
  it('forgets a contact that is finished, but not that there was one', async () => {
    const store = await forgetful()
    await call(store, 'a1')
    await store.record([marks('a1', { outcome: 'busy' }), progress(finished(1))])
    expect(await store.contactView('demo', 1)).toBeNull()
    expect((await store.people([1, 2])).size).toBe(1)
    expect(await store.funnel('demo', 1000)).toMatchObject({
      total: 3,
      finished: { disposition: 1 },
    })
    expect(await store.attempts('demo', null, 10)).toEqual([])
  })

  it('forgets attempts that are over once their contact goes on, and late news of them', async () => {
    const store = await forgetful()
    await call(store, 'a1')
    await store.record([marks('a1', { outcome: 'busy' }), progress(waiting(1, 500))])
    await store.record([marks('a1', { endedAt: 1 }), draft('a1', 1)])
    expect((await store.restore()).cards).toEqual([])
    expect((await store.contactView('demo', 1))?.state).toBe('waiting')
  })

  it('keeps an attempt until its card is closed, and takes a machine back from the budget', async () => {
    const store = await forgetful()
    await call(store, 'a1')
    await store.record([draft('a1', 1), progress(atOperator(1))])
    await store.record([marks('a1', { answeredAt: 1000, outcome: 'connected' })])
    expect((await store.restore()).cards).toHaveLength(1)
    expect(await store.budgetCounts('day', 0, 9e5)).toEqual({ connected: 1, abandoned: 0 })
    await store.closeCard(closing('a1', 1, { machine: true }))
    expect(await store.budgetCounts('day', 0, 9e5)).toEqual({ connected: 0, abandoned: 0 })
    expect(await store.contactView('demo', 1)).toBeNull()
  })

  it('keeps an open card though its contact has gone on', async () => {
    const store = await forgetful()
    await call(store, 'a1')
    await store.record([draft('a1', 1), marks('a1', { outcome: 'connected' })])
    await store.record([progress(waiting(1, 500))])
    expect((await store.restore()).cards).toHaveLength(1)
    await store.closeCard(closing('a1', 1))
    expect((await store.restore()).cards).toEqual([])
  })

  it('counts in the budget what it has forgotten, to the minute', async () => {
    const store = await forgetful()
    for (const [id, contact] of [
      ['a1', 1],
      ['a2', 2],
    ] as const) {
      await call(store, id)
      await store.record([
        marks(id, { answeredAt: 90_000 * contact, outcome: 'abandoned' }),
        progress(finished(contact)),
      ])
    }
    expect(await store.budgetCounts('day', 60_000, 120_000)).toEqual({ connected: 0, abandoned: 1 })
    expect(await store.budgetCounts('day', 0, 180_001)).toEqual({ connected: 0, abandoned: 2 })
  })

  it('cannot start over', async () => {
    const store = await forgetful()
    await expect(store.startOver('demo', 1)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
    expect(await leaseIds(store)).toEqual([1, 2, 3])
  })
})
