import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { JOURNAL_MAX } from '../../../src/dialing/limits.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { retryAfterMinute, START } from '../../support/campaigns.ts'
import { phoneOf, type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const busy = unreached('busy', seconds(1))
const CONTACTS = { demo: Array.from({ length: 60 }, (_, n) => n) }

const rigWith = (more: Partial<RigOptions> = {}) =>
  rigOf({ contacts: CONTACTS, callee: () => busy, ...more })

const troubles = (rig: Rig) =>
  rig.events.filter(one => one.kind.startsWith('store.')).map(one => one.kind)

describe('while the store does not take new attempts', () => {
  it('nobody is called, and dialing goes on by itself when it does', async () => {
    const rig = await rigWith()
    rig.faults.add('beginAttempts')
    await rig.signIn()
    await rig.until(10)
    expect(rig.dialed()).toEqual([])
    expect(rig.engine.snapshot().storeTrouble).toBe('STORE_BUSY')
    rig.faults.clear()
    await rig.until(14)
    expect(rig.dialed().length).toBeGreaterThan(0)
    expect(rig.engine.snapshot().storeTrouble).toBeNull()
    expect(troubles(rig)).toEqual(['store.failed', 'store.recovered'])
    const [, recovered] = rig.events.filter(one => one.kind.startsWith('store.'))
    const [placed] = rig.events.filter(one => one.kind === 'attempt.placed')
    expect(recovered!.at).toBe(placed!.at)
  })

  it('contacts lose nothing by having been tried', async () => {
    const rig = await rigWith({ contacts: { demo: [0] } })
    rig.faults.add('beginAttempts')
    await rig.signIn()
    await rig.until(10)
    rig.faults.clear()
    await rig.until(20)
    expect((await rig.contact(0)).contact).toMatchObject({ attempts: 1, counts: { busy: 1 } })
  })

  it('it is asked again only after a pause', async () => {
    const rig = await rigWith()
    rig.faults.add('beginAttempts')
    await rig.signIn()
    await rig.until(7)
    const tries = rig.events.flatMap(one => (one.kind === 'attempt.ended' ? [one.at - START] : []))
    expect(tries).toEqual([0, 2000, 4000, 6000])
  })
})

describe('while the store does not take what happened', () => {
  it('no new call is placed, those in flight go on, and nothing is lost', async () => {
    const rig = await rigWith({
      callee: n => (n === 0 ? person(seconds(2), { talk: 3000 }) : busy),
    })
    await rig.signIn()
    await rig.until(1)
    rig.faults.add('record')
    await rig.until(30)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    expect(rig.dialed()).toHaveLength(1)
    expect(rig.engine.snapshot().storeTrouble).toBe('STORE_BUSY')
    rig.faults.clear()
    await rig.until(34)
    await rig.closeCard('anna')
    await rig.until(40)
    expect(rig.dialed().length).toBeGreaterThan(1)
    expect((await rig.records())[0]).toMatchObject({ outcome: 'connected', disposition: 'done' })
    expect(troubles(rig)).toEqual(['store.failed', 'store.recovered'])
  })

  it('an attempt it has taken does not make it seem sound', async () => {
    const rig = await rigWith({ operators: { anna: ['demo'], boris: ['demo'] } })
    rig.faults.add('record')
    await rig.signIn('anna')
    await rig.until(1.5)
    expect(rig.engine.snapshot().storeTrouble).toBe('STORE_BUSY')
    await rig.signIn('boris')
    await rig.until(20)
    expect(rig.dialed().length).toBeLessThan(4)
    expect(rig.engine.snapshot().storeTrouble).toBe('STORE_BUSY')
  })
})

describe('while the store does not take cards', () => {
  it('the operator waits with the card, which is stored as soon as it can be', async () => {
    const rig = await rigWith({ callee: () => person(seconds(1), { talk: seconds(2) }) })
    await rig.signIn()
    await rig.until(5)
    rig.faults.add('closeCard')
    await rig.closeCard('anna')
    await rig.until(60)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.until(70)
    // The limit of the wrap-up is past, but the operator has done what there was to do.
    expect(rig.stateOf('anna')).toBe('wrapUp')
    rig.faults.clear()
    await rig.until(73)
    expect((await rig.records())[0]).toMatchObject({ disposition: 'done' })
    expect(rig.desk.shown('anna', 'cardClosed')).toHaveLength(1)
    const closed = rig.events.find(one => one.kind === 'card.closed')
    expect(rig.events.find(one => one.kind === 'store.recovered')!.at).toBe(closed!.at)
  })

  it('nor anything else, virtual time goes on all the same', async () => {
    const rig = await rigWith({ callee: () => person(seconds(1), { talk: seconds(2) }) })
    await rig.signIn()
    await rig.until(2)
    rig.faults.add('record').add('closeCard')
    await rig.until(5)
    await rig.closeCard('anna')
    await rig.until(20)
    rig.faults.clear()
    await rig.until(30)
    expect((await rig.records())[0]).toMatchObject({ disposition: 'done', outcome: 'connected' })
  })
})

describe('while the store hands out no contacts', () => {
  it('it is asked again, and the trouble is over with its next answer', async () => {
    const rig = await rigOf({ contacts: CONTACTS, callee: () => busy, campaigns: [{}] })
    rig.engine.control({ kind: 'stop', campaign: 'demo' })
    rig.faults.add('leaseContacts').add('funnel')
    rig.engine.control({ kind: 'start', campaign: 'demo' })
    await rig.signIn()
    await rig.until(10)
    expect(rig.engine.snapshot().storeTrouble).toBe('STORE_BUSY')
    rig.faults.clear()
    await rig.until(13)
    expect(rig.dialed().length).toBeGreaterThan(0)
    expect(rig.engine.snapshot().storeTrouble).toBeNull()
  })
})

describe('a trouble nobody asks after any more', () => {
  it('is over after a while', async () => {
    const rig = await rigWith()
    rig.faults.add('leaseContacts')
    await rig.signIn()
    await rig.until(30)
    expect(rig.engine.snapshot().storeTrouble).toBe('STORE_BUSY')
    rig.engine.control({ kind: 'stop', campaign: 'demo' })
    await rig.until(36)
    expect(rig.engine.snapshot().storeTrouble).toBeNull()
  })
})

describe('the count of contacts', () => {
  const ready = (rig: Rig) => rig.engine.snapshot().campaigns[0]!.funnel?.ready

  it('is never much older than five seconds, and is taken again when it failed', async () => {
    const rig = await rigWith()
    await rig.until(6)
    const more = [{ key: null, zone: 'UTC', priority: 5, data: {}, phones: [phoneOf(70)] }]
    expect(ready(rig)).toEqual({ UTC: 40 })
    await rig.store.addContacts('demo', more, rig.timeline.wall())
    await rig.until(11)
    expect(ready(rig)).toEqual({ UTC: 41 })
    rig.faults.add('funnel')
    await rig.store.addContacts('demo', [{ ...more[0]!, phones: [phoneOf(71)] }], START)
    await rig.until(25)
    expect(ready(rig)).toEqual({ UTC: 41 })
    rig.faults.clear()
    await rig.until(31)
    expect(ready(rig)).toEqual({ UTC: 42 })
  })

  it('is taken no more often than that', async () => {
    const rig = await rigWith()
    await rig.until(60)
    expect(rig.asked.get('funnel')).toBe(13)
  })
})

describe('a number that asked by key to be stopped', () => {
  it('is on the stop list even if the store failed at that moment', async () => {
    const stops = person(seconds(1), { announcement: { kind: 'pressesStop', after: 500 } })
    const other = {
      key: null,
      zone: 'UTC',
      priority: 9,
      data: {},
      phones: [phoneOf(0), phoneOf(9)],
    }
    const rig = await rigWith({
      contacts: { demo: [0] },
      campaigns: [{ mode: 'power', retry: retryAfterMinute('abandoned') }],
      callee: () => stops,
    })
    await rig.signIn()
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    rig.faults.add('stopNumbers')
    await rig.until(20)
    rig.faults.clear()
    await rig.until(23)
    await rig.store.putCampaign('late', 'late')
    await rig.store.addContacts('late', [other], rig.timeline.wall())
    const { contacts } = await rig.store.leaseContacts({
      campaign: 'late',
      limit: 1,
      now: rig.timeline.wall(),
      zones: ['UTC'],
      which: 'general',
      order: 'fresh',
    })
    expect(contacts[0]!.phones.map(one => one.usable)).toEqual([false, true])
    await rig.store.returnContacts(contacts.map(one => one.id))
  })
})

describe('a full journal', () => {
  it('lets nothing new be placed, and says so', async () => {
    const rig = await rigWith()
    const at = rig.timeline.wall()
    rig.held.add('record')
    for (let n = 0; n < JOURNAL_MAX; n++)
      rig.core.journal.push({ kind: 'note', at, name: 'test', data: {} })
    rig.desk.act({ operator: 'anna', kind: 'signIn', campaigns: ['demo'] })
    for (let n = 0; n < 20; n++) rig.timeline.step()
    expect(rig.engine.snapshot().storeTrouble).toBe('OVERLOADED')
    expect([rig.stateOf('anna'), ...rig.engine.snapshot().calls]).toEqual(['free'])
    rig.held.clear()
    await rig.until(30)
    expect(rig.engine.snapshot().storeTrouble).toBeNull()
    expect(rig.dialed().length).toBeGreaterThan(0)
  })
})
