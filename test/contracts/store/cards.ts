import { expect } from 'vitest'
import {
  atOperator,
  call,
  closing,
  draft,
  marks,
  person,
  phone,
  progress,
  start,
  waiting,
  withContacts,
} from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

export function cards(test: Rule): void {
  test('is found again as it was last filled, until it is closed', async store => {
    await withContacts(store, [person(1)])
    const contact = await call(store, 'a1')
    await store.record([
      draft('a1', 1, {}, 1001),
      draft('a1', 1, { wants: 'tea', cups: 2, milk: false, with: ['lemon'] }, 1002),
      progress(atOperator(1)),
      marks('a1', { outcome: 'connected' }),
    ])
    const place = { campaign: 'demo', operator: 'anna', openedAt: 1001, position: 0, counted: 1000 }
    const answers = { wants: 'tea', cups: 2, milk: false, with: ['lemon'] }
    expect((await store.restore()).cards).toEqual([{ attempt: 'a1', contact, answers, ...place }])
    await store.closeCard(closing('a1', 1))
    expect((await store.restore()).cards).toEqual([])
  })

  test('goes to another operator with the draft that he saved or was handed', async store => {
    await withContacts(store, [person(1), person(2)])
    const contact = await call(store, 'a1')
    await call(store, 'a2')
    await store.record([draft('a1', 1, { wants: 'tea' }, 1001), draft('a2', 2)])
    const card = { attempt: 'a1', contact: 1, campaign: 'demo', answers: { wants: 'milk' } }
    await store.record([{ kind: 'card', at: 1500, operator: 'bert', ...card }])
    const moved = {
      attempt: 'a1',
      contact,
      campaign: 'demo',
      operator: 'bert',
      answers: { wants: 'milk' },
      openedAt: 1001,
      position: 0,
      counted: null,
    }
    const kept = expect.objectContaining({ attempt: 'a2', operator: 'anna' })
    expect((await store.restore()).cards).toEqual([moved, kept])
    expect(await store.openCards('demo')).toEqual([moved, kept])
    expect(await store.openCards('other')).toEqual([])
  })

  test('says which answer of its is counted as a connection', async store => {
    const cases = { a1: undefined, a2: 'connected', a3: 'abandoned', a4: 'connected' } as const
    const ids = Object.keys(cases) as (keyof typeof cases)[]
    await withContacts(
      store,
      ids.map((_, n) => person(n + 1)),
    )
    for (const [n, id] of ids.entries()) {
      await call(store, id)
      const outcome = cases[id]
      const answeredAt = id === 'a4' ? {} : { answeredAt: 1005 + n }
      await store.record([
        draft(id, n + 1),
        marks(id, { ...answeredAt, ...(outcome && { outcome }) }),
      ])
    }
    const counted = (await store.openCards('demo')).map(card => card.counted)
    expect(counted).toEqual([null, 1006, null, 1000])
  })

  test('is listed while it is open, in the present run of its campaign only', async store => {
    await withContacts(store, [person(1), person(2)])
    await call(store, 'a1')
    await call(store, 'a2')
    expect(await store.openCards('demo')).toEqual([])
    await store.record([draft('a2', 2), draft('a1', 1)])
    const listed = async () => (await store.openCards('demo')).map(card => card.attempt)
    expect(await listed()).toEqual(['a1', 'a2'])
    await store.closeCard(closing('a1', 1))
    expect(await listed()).toEqual(['a2'])
    await store.record([
      marks('a1', { outcome: 'connected' }),
      marks('a2', { outcome: 'connected' }),
    ])
    await store.startOver('demo', 2000)
    expect(await listed()).toEqual([])
  })

  test('closes with disposition, answers and what is next for the contact', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    await store.record([draft('a1', 1), marks('a1', { outcome: 'connected' })])
    const demand = { why: 'callback', operator: 'anna', graceUntil: 3000 } as const
    const more = { disposition: 'later', progress: waiting(1, 2000, demand), at: 1500 }
    await store.closeCard(closing('a1', 1, more))
    const [record] = await store.attempts('demo', null, 1)
    expect(record).toMatchObject({ disposition: 'later', closedAt: 1500, machine: false })
    expect(record?.answers).toEqual({ wants: 'tea' })
    expect(record?.callback).toEqual({ at: 2000, operator: 'anna' })
    expect(await store.contactView('demo', 1)).toMatchObject({
      state: 'waiting',
      nextAt: 2000,
      contact: { demand },
    })
    expect((await store.restore()).lastAt).toBe(1500)
  })

  test('tells a callback agreed on it from one that was promised before', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    await store.record([marks('a1', { outcome: 'connected' })])
    const demand = { why: 'callback', operator: null, graceUntil: 2000 } as const
    const anybody = { disposition: 'later', progress: waiting(1, 2000, demand) }
    await store.closeCard(closing('a1', 1, anybody))
    await call(store, 'a2', {}, { which: 'demanded', now: 2000 })
    await store.record([marks('a2', { outcome: 'connected' })])
    const later = { disposition: 'machine', machine: true, progress: waiting(1, 9000, demand) }
    await store.closeCard(closing('a2', 1, later))
    await call(store, 'a3', {}, { which: 'demanded', now: 9000 })
    await store.record([marks('a3', { outcome: 'connected' })])
    await store.closeCard(closing('a3', 1, { progress: waiting(1, 9999) }))
    const callbacks = (await store.attempts('demo', null, 9)).map(one => one.callback)
    expect(callbacks).toEqual([{ at: 2000, operator: null }, null, null])
  })

  test('closes without having been opened, once', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    await store.closeCard(closing('a1', 1))
    const again = closing('a1', 1, { disposition: 'refused' })
    await expect(store.closeCard(again)).rejects.toThrow('the card of a1 is closed once')
    expect((await store.attempts('demo', null, 1))[0]?.disposition).toBe('sold')
  })

  test('is not opened again by a draft that comes late', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    await store.closeCard(closing('a1', 1))
    await store.record([draft('a1', 1, { wants: 'coffee' })])
    expect((await store.restore()).cards).toEqual([])
    expect((await store.attempts('demo', null, 1))[0]?.answers).toEqual({ wants: 'tea' })
  })

  test('puts the number on the stop list when the person asks for it', async store => {
    await withContacts(store, [person(1)])
    const contact = await call(store, 'a1')
    await store.record([marks('a1', { outcome: 'connected' })])
    await store.closeCard(closing('a1', 1, { stop: contact.phones[0]!.number }))
    expect(await store.beginAttempts([start('a2', contact)])).toEqual([
      { kind: 'refused', attempt: 'a2', rule: 'stopList' },
    ])
  })

  test('changes nothing when it cannot be closed', async store => {
    await withContacts(store, [person(1)])
    await call(store, 'a1')
    await store.record([draft('a1', 1, { wants: 'milk' })])
    const wrong = closing('a1', 1, { stop: 1, progress: { ...waiting(1, 5), next: null } })
    await expect(store.closeCard(wrong)).rejects.toThrow('a waiting contact says until when')
    expect((await store.restore()).cards).toMatchObject([{ answers: { wants: 'milk' } }])
    expect((await store.contactView('demo', 1))?.stopped).toEqual([])
    expect((await store.attempts('demo', null, 1))[0]?.phone).toBe(phone(1))
  })
}
