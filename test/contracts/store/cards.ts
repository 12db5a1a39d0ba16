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
    const place = { campaign: 'demo', operator: 'anna', openedAt: 1001, position: 0 }
    const answers = { wants: 'tea', cups: 2, milk: false, with: ['lemon'] }
    expect((await store.restore()).cards).toEqual([{ attempt: 'a1', contact, answers, ...place }])
    await store.closeCard(closing('a1', 1))
    expect((await store.restore()).cards).toEqual([])
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
    expect(await store.contactView('demo', 1)).toMatchObject({
      state: 'waiting',
      nextAt: 2000,
      contact: { demand },
    })
    expect((await store.restore()).lastAt).toBe(1500)
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
