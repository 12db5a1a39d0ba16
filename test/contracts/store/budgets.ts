import { expect } from 'vitest'
import type { Store } from '../../../src/store/port.ts'
import type { AttemptMarks, AttemptStart } from '../../../src/store/records.ts'
import { call, closing, marks, person, phone, waiting, withContacts } from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

/** Begins an attempt to the next contact and ends it so. */
async function ended(
  store: Store,
  id: string,
  end: AttemptMarks,
  more: Partial<AttemptStart> = {},
): Promise<void> {
  await call(store, id, more)
  await store.record([marks(id, end)])
}

export function budgets(test: Rule): void {
  test('counts who answered by the moment of answer, the end of the window left out', async store => {
    await withContacts(
      store,
      [1, 2, 3, 4].map(n => person(n)),
    )
    await ended(store, 'a1', { answeredAt: 100, outcome: 'connected' })
    await ended(store, 'a2', { answeredAt: 150, outcome: 'abandoned' })
    await ended(store, 'a3', { answeredAt: 199.5, outcome: 'connected' })
    await ended(store, 'a4', { answeredAt: 200, outcome: 'abandoned' })
    expect(await store.budgetCounts('day', 100, 200)).toEqual({ connected: 2, abandoned: 1 })
    expect(await store.budgetCounts('day', 100.5, 150)).toEqual({ connected: 0, abandoned: 0 })
    expect(await store.budgetCounts('day', 200, 201)).toEqual({ connected: 0, abandoned: 1 })
    expect(await store.budgetCounts('night', 0, 999)).toEqual({ connected: 0, abandoned: 0 })
  })

  test('counts nobody who did not answer, and nobody whose end is still open', async store => {
    await withContacts(
      store,
      [1, 2, 3, 4].map(n => person(n)),
    )
    await ended(store, 'a1', { outcome: 'busy' })
    await ended(store, 'a2', { answeredAt: 100, outcome: 'machine' })
    await ended(store, 'a3', { outcome: 'cancelled' })
    await call(store, 'a4')
    await store.record([marks('a4', { answeredAt: 100, connectedAt: 101 })])
    expect(await store.budgetCounts('day', 0, 9000)).toEqual({ connected: 0, abandoned: 0 })
  })

  test('counts a lost attempt at its worst, when it was begun if no answer is known', async store => {
    await withContacts(store, [person(1), person(2)])
    await ended(store, 'a1', { outcome: 'lost' }, { begunAt: 500 })
    await ended(store, 'a2', { answeredAt: 700, connectedAt: 700, outcome: 'lost' })
    expect(await store.budgetCounts('day', 500, 501)).toEqual({ connected: 0, abandoned: 1 })
    expect(await store.budgetCounts('day', 700, 701)).toEqual({ connected: 0, abandoned: 1 })
    expect(await store.budgetCounts('day', 0, 9000)).toEqual({ connected: 0, abandoned: 2 })
  })

  test('counts no connection to what the operator says was a machine', async store => {
    await withContacts(store, [person(1), person(2)])
    await ended(store, 'a1', { answeredAt: 100, outcome: 'connected' })
    expect(await store.budgetCounts('day', 0, 200)).toEqual({ connected: 1, abandoned: 0 })
    await store.closeCard(closing('a1', 1, { machine: true }))
    expect(await store.budgetCounts('day', 0, 200)).toEqual({ connected: 0, abandoned: 0 })
    await call(store, 'a2')
    await store.closeCard(closing('a2', 2, { machine: true }))
    await store.record([marks('a2', { answeredAt: 100, outcome: 'connected' })])
    expect(await store.budgetCounts('day', 0, 200)).toEqual({ connected: 0, abandoned: 0 })
    expect((await store.attempts('demo', null, 2)).map(({ machine }) => machine)).toEqual([
      true,
      true,
    ])
  })

  test('counts all campaigns and all runs together', async store => {
    await withContacts(store, [person(1)])
    await store.putCampaign('other', 'Other')
    await store.addContacts('other', [person(2, { phones: [phone(2)] })], 1)
    await ended(store, 'a1', { answeredAt: 100, outcome: 'abandoned' })
    await store.record([{ kind: 'contact', at: 100, progress: waiting(1, 200) }])
    await store.startOver('demo', 100)
    await ended(store, 'a2', { answeredAt: 110, outcome: 'connected' })
    const query = { limit: 1, now: 1000, zones: [person(2).zone] }
    const { contacts } = await store.leaseContacts({
      ...query,
      campaign: 'other',
      which: 'general',
      order: 'fresh',
    })
    const number = contacts[0]!.phones[0]!.number
    await store.beginAttempts([
      {
        ...{ id: 'a3', contact: contacts[0]!.id, campaign: 'other', position: 0, number },
        ...{ trunk: 'main', callerId: '+442079460999', budget: 'day', mode: 'power' },
        ...{ reservedFor: null, begunAt: 120, rules: '' },
      },
    ])
    await store.record([marks('a3', { outcome: 'lost' })])
    expect(await store.budgetCounts('day', 100, 121)).toEqual({ connected: 1, abandoned: 2 })
  })
}
