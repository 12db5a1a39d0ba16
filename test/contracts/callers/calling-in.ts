import { expect } from 'vitest'
import type { Store } from '../../../src/store/port.ts'
import type { CallerQuery, ContactProgress } from '../../../src/store/records.ts'
import {
  atOperator,
  call,
  closing,
  draft,
  finished,
  leaseIds,
  marks,
  person,
  phone,
  progress,
  ROME,
  start,
  waiting,
  withContacts,
} from '../../store/fixtures.ts'
import type { Rule } from '../store/rule.ts'

const OURS = '+442079460999'
const SHOWN = { calledIn: 'shown' } as const
const EVERYWHERE = { zones: [ROME, 'Europe/Oslo'] }

const caller = (n: number, more: Partial<CallerQuery> = {}): CallerQuery => ({
  from: phone(n),
  to: OURS,
  campaigns: ['demo', 'other'],
  showing: ['demo', 'other'],
  admit: null,
  at: 2000,
  ...more,
})

/** Somebody nobody knows, to be added. */
const stranger = (n: number, more: Partial<CallerQuery> = {}): CallerQuery =>
  caller(n, { admit: { campaign: 'demo', zone: 'Europe/Oslo' }, ...more })

/** Stranger 5 has called and talked, and their card says what follows: they are contact 2. */
async function talkedTo(store: Store, progress: ContactProgress): Promise<void> {
  await withContacts(store, [person(1)])
  const found = await store.takeCaller(stranger(5))
  await store.beginAttempts([start('a1', found!.contact, { mode: 'incoming' })])
  await store.record([marks('a1', { answeredAt: 1001, outcome: 'served' }), draft('a1', 2)])
  await store.closeCard(closing('a1', 2, { progress }))
}

export function callingIn(test: Rule): void {
  test('knows who calls by the latest attempt that showed them the number', async store => {
    await withContacts(store, [person(1)])
    await store.putCampaign('other', 'Other')
    await store.addContacts('other', [person(7, { phones: [phone(7), phone(1)] })], 1)
    await call(store, 'a1')
    await store.record([marks('a1', { outcome: 'busy' }), progress(waiting(1, 5000))])
    const { contacts } = await store.leaseContacts({
      campaign: 'other',
      limit: 1,
      now: 1000,
      zones: ['Europe/Rome'],
      which: 'general',
      order: 'fresh',
    })
    const other = contacts[0]!
    const to1 = { position: 1, number: other.phones[1]!.number }
    expect((await store.takeCaller(caller(1)))?.contact.campaign).toBe('demo')
    await store.beginAttempts([start('a2', other, to1)])
    const found = await store.takeCaller(caller(1))
    expect(found).toMatchObject({ contact: { id: 2, campaign: 'other' }, position: 1 })
    expect(found?.person.data).toEqual({ name: 'Person 7', city: 'Atlantis' })
    // What was shown to them for another number says nothing of this one.
    expect((await store.takeCaller(caller(1, { to: '+442079460998' })))?.contact.id).toBe(1)
    expect((await store.takeCaller(caller(1, { campaigns: ['demo'] })))?.contact.id).toBe(1)
  })

  test('takes whoever calls out of the line, and back to where they stood', async store => {
    await withContacts(store, [person(1), person(2)])
    await leaseIds(store)
    await store.record([progress(waiting(1, 5000)), progress(waiting(2, 900))])
    expect((await store.takeCaller(caller(1)))?.contact.calledIn).toBeUndefined()
    await store.takeCaller(caller(2))
    expect((await store.funnel('demo', 9000)).leased).toBe(2)
    expect(await leaseIds(store, { now: 9000 })).toEqual([])
    await store.returnContacts([1, 2])
    expect((await store.contactView('demo', 1))?.nextAt).toBe(5000)
    expect(await leaseIds(store)).toEqual([2])
  })

  test('leaves whoever is finished where they are', async store => {
    await withContacts(store, [person(1)])
    await leaseIds(store)
    await store.record([progress(finished(1))])
    expect((await store.takeCaller(caller(1)))?.contact.id).toBe(1)
    await store.returnContacts([1])
    expect(await store.contactView('demo', 1)).toMatchObject({ finished: 'disposition' })
  })

  test('adds a stranger where that is asked for, and nobody calls them', async store => {
    await withContacts(store, [person(1)])
    expect(await store.takeCaller(caller(5))).toBeNull()
    const found = await store.takeCaller(stranger(5))
    expect(found).toMatchObject({ contact: { id: 2, zone: 'Europe/Oslo', calledIn: 'shown' } })
    expect(found?.person).toEqual({ key: null, phones: [phone(5)], data: {} })
    expect(await store.contactView('demo', 2)).toMatchObject({ finished: 'calledIn' })
    expect(await leaseIds(store, { zones: ['Europe/Rome', 'Europe/Oslo'] })).toEqual([1])
    expect((await store.takeCaller(stranger(5)))?.contact.id).toBe(2)
  })

  test('has whoever only called in stay so when the campaign is started over', async store => {
    await withContacts(store, [person(1)])
    await store.takeCaller(stranger(5))
    const before = await store.contactView('demo', 2)
    await store.startOver('demo', 3000)
    expect(await store.contactView('demo', 2)).toEqual(before)
    expect(await store.funnel('demo', 3000)).toMatchObject({
      total: 2,
      ready: { [ROME]: 1 },
      finished: { calledIn: 1 },
    })
    expect(await leaseIds(store)).toEqual([1])
    expect((await store.takeCaller(stranger(5)))?.contact.calledIn).toBe('shown')
  })

  test('knows who calls by what they were shown in an earlier run', async store => {
    await withContacts(store, [person(1), person(7, { phones: [phone(7), phone(1)] })])
    const { contact } = (await store.takeCaller(caller(7)))!
    const number = contact.phones[1]!.number
    await store.beginAttempts([start('a1', contact, { position: 1, number })])
    await store.record([marks('a1', { outcome: 'busy' }), progress(waiting(2, 900))])
    await store.startOver('demo', 3000)
    expect(await store.takeCaller(caller(1))).toMatchObject({ contact: { id: 2 }, position: 1 })
  })

  test('calls nobody whose card was closed and who stands on no list', async store => {
    await talkedTo(store, finished(2))
    await store.startOver('demo', 3000)
    expect(await store.contactView('demo', 2)).toMatchObject({ finished: 'disposition' })
    expect(await store.funnel('demo', 3000)).toMatchObject({
      total: 2,
      ready: { [ROME]: 1 },
      finished: { disposition: 1 },
    })
    expect(await leaseIds(store, EVERYWHERE)).toEqual([1])
    expect((await store.takeCaller(stranger(5)))?.contact).toMatchObject({ id: 2, ...SHOWN })
  })

  test('keeps the callback that somebody agreed to who stands on no list', async store => {
    const demand = { why: 'callback', operator: 'anna', graceUntil: 5000 } as const
    await talkedTo(store, waiting(2, 5000, demand))
    await leaseIds(store, { ...EVERYWHERE, now: 6000, which: 'demanded' })
    await store.startOver('demo', 3000)
    expect(await store.contactView('demo', 2)).toMatchObject({
      nextAt: 5000,
      contact: { demand, ...SHOWN },
    })
    expect(await store.funnel('demo', 3000)).toMatchObject({ total: 2, callbacks: 1, leased: 0 })
    const due = { ...EVERYWHERE, now: 6000, which: 'demanded' } as const
    expect(await leaseIds(store, due)).toEqual([2])
  })

  test('leaves nobody at an operator of a run that is over', async store => {
    await talkedTo(store, atOperator(2))
    await store.startOver('demo', 3000)
    expect(await store.funnel('demo', 3000)).toMatchObject({
      atOperator: 0,
      finished: { calledIn: 1 },
    })
  })

  test('lists whoever was talked to as they stand, and begins with them when all do', async store => {
    const demand = { why: 'callback', operator: null, graceUntil: 5000 } as const
    await talkedTo(store, waiting(2, 5000, demand))
    const listed = person(5, { phones: [phone(5), phone(6)], priority: 2 })
    expect(await store.addContacts('demo', [listed], 3000)).toEqual({ added: 0, duplicates: [0] })
    const { key, phones, data } = listed
    const view = await store.contactView('demo', 2)
    expect(view).toMatchObject({
      person: { key, phones, data },
      nextAt: 5000,
      contact: { zone: ROME, priority: 2, demand, attempts: 1 },
    })
    expect(view?.contact).not.toHaveProperty('calledIn')
    expect(await leaseIds(store, { now: 6000, which: 'demanded' })).toEqual([2])
    await store.startOver('demo', 7000)
    expect(await store.funnel('demo', 7000)).toMatchObject({ ready: { [ROME]: 2 }, callbacks: 0 })
    expect(await leaseIds(store, { now: 7000 })).toEqual([2, 1])
  })

  test('knows a stranger by the list once their number is a second phone there', async store => {
    await withContacts(store, [])
    await store.takeCaller(stranger(5))
    const listed = person(1, { phones: [phone(1), phone(5)] })
    expect(await store.addContacts('demo', [listed], 3000)).toEqual({ added: 1, duplicates: [] })
    expect(await leaseIds(store, EVERYWHERE)).toEqual([2])
    const found = await store.takeCaller(stranger(5))
    expect(found).toMatchObject({ contact: { id: 2 }, position: 1, person: { key: 'K1' } })
  })

  test('adds whoever withholds their number each time anew, and nobody finds them', async store => {
    await withContacts(store, [person(1)])
    const withheld = stranger(5, { from: null })
    expect(await store.takeCaller({ ...withheld, admit: null })).toBeNull()
    const found = await store.takeCaller(withheld)
    expect(found).toMatchObject({
      contact: { id: 2, zone: 'Europe/Oslo', calledIn: 'withheld', phones: [{ usable: false }] },
      person: { key: null, phones: [''], data: {} },
      position: 0,
    })
    const other = await store.takeCaller(withheld)
    expect(other?.contact.id).toBe(3)
    // Two at once: neither is in the other's call.
    const starts = [found!, other!].map(({ contact }, i) =>
      start(`a${i + 1}`, contact, { mode: 'incoming' }),
    )
    expect(await store.beginAttempts(starts)).toMatchObject([{ kind: 'begun' }, { kind: 'begun' }])
    await store.record([marks('a1', { outcome: 'served' }), marks('a2', { outcome: 'unserved' })])
    expect((await store.attempts('demo', null, 9)).map(one => one.phone)).toEqual(['', ''])
    expect(await store.addContacts('demo', [person(5)], 3000)).toMatchObject({ added: 1 })
    await store.startOver('demo', 4000)
    expect(await leaseIds(store, EVERYWHERE)).toEqual([1, 4])
    expect(await store.contactView('demo', 2)).toMatchObject({ finished: 'calledIn' })
  })

  test('makes a listed contact of somebody who had only called in', async store => {
    await withContacts(store, [person(1)])
    await store.takeCaller(stranger(5))
    const listed = person(5, { phones: [phone(5), phone(6)], priority: 2 })
    const batch = [person(1), listed, person(5), person(7)]
    expect(await store.addContacts('demo', batch, 3000)).toEqual({ added: 2, duplicates: [0, 2] })
    expect(await store.funnel('demo', 3000)).toMatchObject({
      total: 3,
      ready: { [ROME]: 3 },
      finished: {},
    })
    const { key, phones, data } = listed
    expect(await store.contactView('demo', 2)).toMatchObject({
      state: 'ready',
      finished: null,
      person: { key, phones, data },
      contact: { zone: ROME, priority: 2, phones: [{ position: 0 }, { position: 1 }] },
    })
    expect(await leaseIds(store, { now: 3000 })).toEqual([2, 1, 3])
    const found = await store.takeCaller(caller(6))
    expect(found).toMatchObject({ position: 1 })
    expect(found?.contact).not.toHaveProperty('calledIn')
    expect(await store.addContacts('demo', [listed], 3000)).toEqual({ added: 0, duplicates: [0] })
  })

  test('calls whoever is listed during their call once that is over', async store => {
    await withContacts(store, [])
    const found = await store.takeCaller(stranger(5))
    await store.beginAttempts([start('a1', found!.contact, { mode: 'incoming' })])
    await store.addContacts('demo', [person(5)], 3000)
    expect(await leaseIds(store, { now: 3000 })).toEqual([])
    expect((await store.funnel('demo', 3000)).leased).toBe(1)
    await store.record([marks('a1', { answeredAt: 3001, outcome: 'unserved' })])
    await store.returnContacts([1])
    expect(await leaseIds(store, { now: 4000 })).toEqual([1])
    expect((await store.people([1])).get(1)?.key).toBe('K5')
  })

  test('lets a person call in who asked not to be called, but no other way', async store => {
    await withContacts(store, [person(1)])
    const known = await store.takeCaller(caller(1))
    const { contact } = known!
    await store.stopNumbers([contact.phones[0]!.number], 'asked', 1000)
    const [refused] = await store.beginAttempts([start('a1', contact)])
    expect(refused).toMatchObject({ kind: 'refused', rule: 'stopList' })
    const [begun] = await store.beginAttempts([start('a2', contact, { mode: 'incoming' })])
    expect(begun).toEqual({ kind: 'begun', attempt: 'a2' })
    const [again] = await store.beginAttempts([start('a3', contact, { mode: 'incoming' })])
    expect(again).toMatchObject({ rule: 'contactBusy' })
  })

  test('counts nobody who called in any budget', async store => {
    await withContacts(store, [person(1), person(2)])
    const first = await store.takeCaller(caller(1))
    const second = await store.takeCaller(caller(2))
    await store.beginAttempts([
      start('a1', first!.contact, { mode: 'incoming' }),
      start('a2', second!.contact, { mode: 'incoming' }),
    ])
    await store.record([
      marks('a1', { answeredAt: 1001, outcome: 'served' }),
      marks('a2', { answeredAt: 1001, outcome: 'unserved' }),
    ])
    expect(await store.budgetCounts('day', 0, 9000)).toEqual({ connected: 0, abandoned: 0 })
  })
}
