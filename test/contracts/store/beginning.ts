import { expect } from 'vitest'
import { call, marks, person, phone, query, start, withContacts } from '../../store/fixtures.ts'
import type { Rule } from './rule.ts'

export function beginning(test: Rule): void {
  test('begins one live attempt for a contact and for a number, in all campaigns', async store => {
    await withContacts(store, [person(1, { phones: [phone(1), phone(2)] })])
    await store.putCampaign('other', 'Other')
    await store.addContacts('other', [person(2)], 1)
    const one = (await store.leaseContacts(query())).contacts[0]!
    const two = (await store.leaseContacts(query({ campaign: 'other' }))).contacts[0]!
    const second = { position: 1, number: one.phones[1]!.number }
    expect(
      await store.beginAttempts([start('a1', one, second), start('a2', one), start('a3', two)]),
    ).toEqual([
      { kind: 'begun', attempt: 'a1' },
      { kind: 'refused', attempt: 'a2', rule: 'contactBusy' },
      { kind: 'refused', attempt: 'a3', rule: 'numberBusy' },
    ])
    await store.record([marks('a1', { outcome: 'busy' })])
    const begun = await store.beginAttempts([start('a4', two), start('a5', one)])
    expect(begun.map(({ kind }) => kind)).toEqual(['begun', 'begun'])
  })

  test('refuses numbers of the stop list, in all campaigns', async store => {
    await withContacts(store, [person(1), person(2)])
    const [one, two] = (await store.leaseContacts(query())).contacts
    await store.stopNumbers([one!.phones[0]!.number], 'asked', 5)
    await store.stopNumbers([one!.phones[0]!.number], 'asked again', 6)
    expect(await store.beginAttempts([start('a1', one!), start('a2', two!)])).toEqual([
      { kind: 'refused', attempt: 'a1', rule: 'stopList' },
      { kind: 'begun', attempt: 'a2' },
    ])
    expect((await store.attempts('demo', null, 10)).map(({ id }) => id)).toEqual(['a2'])
  })

  test('writes calls to numbers outside down, but for those of the stop list', async store => {
    await withContacts(store, [person(1)])
    const call = { id: 'x1', attempt: 'a1', operator: 'anna', trunk: 'city', callerId: phone(9) }
    const asked = (number: string) =>
      store.beginOutside({ ...call, phone: number, begunAt: 1_700_000_000_000 })
    expect(await asked(phone(1))).toBe('begun')
    await store.stopNumbers([1], 'asked', 5)
    expect(await asked(phone(1))).toBe('stopList')
    expect(await asked(phone(8))).toBe('begun')
    expect(await store.lastAt()).toBe(1_700_000_000_000)
    expect(await store.attempts('demo', null, 10)).toEqual([])
  })

  test('shows phones on the stop list as of no use', async store => {
    await withContacts(store, [person(1, { phones: [phone(1), phone(2)] })])
    await store.stopNumbers([2], 'asked', 5)
    const [leased] = (await store.leaseContacts(query())).contacts
    expect(leased?.phones.map(({ usable }) => usable)).toEqual([true, false])
    expect((await store.contactView('demo', 1))?.stopped).toEqual([1])
  })

  test('does not stop a number that nobody holds', async store => {
    await expect(store.stopNumbers([7], 'asked', 5)).rejects.toThrow('number 7 is known')
  })

  test('does not begin an attempt twice', async store => {
    await withContacts(store, [person(1)])
    const contact = await call(store, 'a1')
    await store.record([marks('a1', { outcome: 'busy' })])
    await expect(store.beginAttempts([start('a1', contact)])).rejects.toThrow()
  })
}
