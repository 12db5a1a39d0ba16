import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { START } from '../../support/campaigns.ts'
import { phoneOf, rigOf } from '../../support/rig.ts'

const answers = person(seconds(3), { talk: seconds(10) })
const at = (second: number) => START + seconds(second)

describe('what is written of an attempt', () => {
  it('is every moment of it, by whom and how it ended', async () => {
    const rig = await rigOf({ contacts: { demo: [0] }, callee: () => answers, connectDelay: 500 })
    await rig.until(2)
    await rig.signIn()
    await rig.until(20)
    await rig.closeCard('anna')
    await rig.until(21)
    expect(await rig.records()).toMatchObject([
      {
        begunAt: at(2),
        placedAt: at(2),
        provisionalAt: at(2) + 20,
        answeredAt: at(5),
        connectedAt: at(5.5),
        endedAt: at(15.5),
        closedAt: at(20),
        endedBy: 'callee',
        sip: 200,
        q850: 16,
        operator: 'anna',
        outcome: 'connected',
        trunk: 'main',
        callerId: '+12125550199',
        budget: 'budget',
        rules: expect.stringMatching(/^callingHours@[0-9a-f]{8}$/),
      },
    ])
  })

  it('is that whoever was promised to it was reserved from its beginning', async () => {
    const rig = await rigOf({ contacts: { demo: [0] }, callee: () => answers })
    await rig.signIn()
    await rig.until(5)
    expect((await rig.records())[0]).toMatchObject({ reservedAt: at(0), operator: 'anna' })
  })

  it('is that whoever took a call of somebody else was reserved when it was answered', async () => {
    const rig = await rigOf({
      operators: { anna: ['demo'], boris: ['demo'] },
      contacts: { demo: [0] },
      callee: () => answers,
    })
    await rig.signIn()
    await rig.until(1)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(5)
    expect((await rig.records())[0]).toMatchObject({
      reservedFor: 'anna',
      reservedAt: at(3),
      operator: 'boris',
    })
  })

  it('is that nobody was reserved for a call of mode power before it was answered', async () => {
    const rig = await rigOf({
      campaigns: [{ mode: 'power' }],
      contacts: { demo: [0] },
      callee: () => answers,
    })
    await rig.signIn()
    await rig.until(2)
    expect((await rig.records())[0]!.reservedAt).toBeUndefined()
    await rig.until(5)
    expect((await rig.records())[0]).toMatchObject({ reservedFor: null, reservedAt: at(3) })
  })
})

describe('what is written of an operator', () => {
  it('is every state that counts in a report, and none that comes and goes', async () => {
    const store = new MemoryStore()
    await store.putCampaign('demo', 'demo')
    const plain = { key: null, zone: 'UTC', priority: 5, data: {} }
    await store.addContacts('demo', [{ ...plain, phones: [phoneOf(0)] }])
    const written: string[] = []
    const record = store.record.bind(store)
    store.record = async entries => {
      for (const entry of entries) {
        if (entry.kind !== 'operator') continue
        written.push(`${(entry.at - START) / 1000} ${entry.state} ${entry.why ?? '-'} ${entry.by}`)
      }
      await record(entries)
    }
    const rig = await rigOf({ store, callee: () => answers })
    await rig.signIn()
    await rig.until(15)
    await rig.closeCard('anna')
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'lunch' })
    await rig.until(16)
    rig.desk.act({ operator: 'anna', kind: 'signOut' })
    await rig.until(17)
    expect(written).toEqual([
      '0 free - system',
      '3 talking - system',
      '13 wrapUp - system',
      '15 free - system',
      '15 break tea operator',
      '16 signedOut - system',
    ])
  })
})
