import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { START } from '../../support/campaigns.ts'
import { rigOf } from '../../support/rig.ts'

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
