import { expect } from 'vitest'
import {
  atOperator,
  call,
  finished,
  leaseIds,
  marks,
  person,
  phone,
  progress,
  start,
  waiting,
  withContacts,
} from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

export function recording(test: Rule): void {
  test('gathers what becomes known of an attempt', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1', { reservedFor: 'anna', begunAt: 900 })
    await store.record([
      marks('a1', { placedAt: 901, provisionalAt: 902 }),
      marks('a1', { answeredAt: 903.5, operator: 'anna' }),
      marks('a1', { endedAt: 905, endedBy: 'callee', sip: 200, q850: 16, outcome: 'connected' }),
      marks('a1', { reservedAt: 899 }),
    ])
    const base = start('a1', (await store.contactView('demo', 1))!.contact)
    expect(await store.attempts('demo', null, 10)).toEqual([
      {
        ...base,
        reservedFor: 'anna',
        begunAt: 900,
        reservedAt: 899,
        placedAt: 901,
        provisionalAt: 902,
        answeredAt: 903.5,
        operator: 'anna',
        endedAt: 905,
        endedBy: 'callee',
        sip: 200,
        q850: 16,
        outcome: 'connected',
        key: 'K1',
        phone: phone(1),
        disposition: null,
        machine: false,
        callback: null,
        answers: null,
        data: { name: 'Person 1', city: 'Atlantis' },
      },
    ])
  })

  test('keeps what was recorded of a call as it was said last', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    const part = { file: 'one.wav', startedAt: 905, consent: { by: 'nobody' }, pauses: [] } as const
    const ended = { ...part, endedAt: 950, pauses: [{ from: 910, to: 920 }] }
    await store.record([marks('a1', { recordings: [part] }), marks('a1', { outcome: 'connected' })])
    await store.record([marks('a1', { recordings: [ended] })])
    const [record] = await store.attempts('demo', null, 10)
    expect(record!.recordings).toEqual([ended])
  })

  test('keeps who was in a talk as it was said last', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    const anna = { operator: 'anna', from: 900, to: 910 }
    await store.record([marks('a1', { talks: [anna, { operator: 'boris', from: 910 }] })])
    const talks = [anna, { operator: 'boris', from: 910, to: 930, wrapsUp: true }]
    await store.record([marks('a1', { talks }), marks('a1', { outcome: 'connected' })])
    const [record] = await store.attempts('demo', null, 10)
    expect(record!.talks).toEqual(talks)
  })

  test('writes all entries or none', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    const entries = [
      marks('a1', { outcome: 'busy' }),
      progress(finished(1)),
      marks('nobody', { placedAt: 1 }),
    ]
    await expect(store.record(entries)).rejects.toThrow('attempt nobody is known')
    expect((await store.funnel('demo', 1000)).leased).toBe(1)
    expect((await store.restore()).live).toHaveLength(1)
  })

  test('takes one outcome for an attempt', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    const twice = [marks('a1', { outcome: 'busy' }), marks('a1', { outcome: 'noAnswer' })]
    await expect(store.record(twice)).rejects.toThrow('has one outcome')
    await store.record(twice.slice(0, 1))
    await expect(store.record(twice.slice(1))).rejects.toThrow('has one outcome')
    expect((await store.attempts('demo', null, 1))[0]?.outcome).toBe('busy')
  })

  test('refuses progress that contradicts itself, or is of nobody', async store => {
    await withContacts(store, [person(1)])
    const next = { kind: 'wait', at: 5, position: 3, demand: null } as const
    for (const wrong of [
      { ...finished(1), next: null },
      { ...finished(1), state: 'ready' as const },
      { ...waiting(1, 5), next: null },
      { ...waiting(1, 5), next },
      { ...waiting(1, 5), phones: [{ position: 1, attempts: 1, usable: true }] },
      finished(2),
    ]) {
      await expect(store.record([progress(wrong)])).rejects.toThrow('This must never happen')
    }
    expect((await store.contactView('demo', 1))?.state).toBe('ready')
  })

  test('keeps notes and the doings of operators without a word', async store => {
    await store.record([
      { kind: 'operator', at: 5, operator: 'anna', state: 'free', why: null, by: 'operator' },
      { kind: 'note', at: 6, name: 'pacing', data: { lines: 3 } },
    ])
    expect((await store.restore()).lastAt).toBe(6)
  })

  test('makes a contact ready at once where nothing is waited for', async store => {
    await withContacts(store, [person(1)])
    await leaseIds(store)
    await store.record([progress({ ...atOperator(1), state: 'ready' })])
    expect(await store.contactView('demo', 1)).toMatchObject({ state: 'ready', nextAt: null })
    expect(await leaseIds(store, { now: 0 })).toEqual([1])
  })
}
