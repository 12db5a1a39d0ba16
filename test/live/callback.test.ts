import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { seededRandom } from '../../src/base/random.ts'
import { uuidV7 } from '../../src/base/uuid.ts'
import { createEngine, type Engine } from '../../src/dialing/engine.ts'
import { policyOf } from '../../src/dialing/policy-of.ts'
import { MemoryStore } from '../../src/store/memory/memory-store.ts'
import { campaignOf, siteOf } from '../support/campaigns.ts'
import { ScriptedDesk } from '../support/scripted-desk.ts'
import { PhonesBench } from './far/phones-bench.ts'
import { pass } from './harness.ts'
import { liveServers } from './servers.ts'

const OPERATORS = { ben: ['demo'], anna: ['demo'] }

/** The engine with operators whose phones are rung when there is work, on real servers. */
describe.skipIf(liveServers() === null)('callback legs', { timeout: seconds(60) }, () => {
  let bench: PhonesBench
  let engine: Engine
  let desk: ScriptedDesk

  beforeEach(async () => {
    bench = await PhonesBench.begin()
    const store = new MemoryStore()
    await store.putCampaign('demo', 'demo')
    const phones = ['+12125550100']
    const contact = { key: null, zone: 'UTC', priority: 5, phones, data: {} }
    await store.addContacts('demo', [contact])
    desk = new ScriptedDesk(hostTimeline)
    engine = createEngine({
      timeline: hostTimeline,
      telephony: bench.telephony,
      store,
      desk,
      site: siteOf(OPERATORS, [{ id: 'main', lines: 10, callsPerSecond: 10 }]),
      campaigns: [campaignOf()],
      policyOf,
      newId: uuidV7(hostTimeline, seededRandom(1)),
      legOf: () => 'callback',
      strict: true,
    })
    await engine.start()
  })

  afterEach(async () => {
    await engine.close()
    await bench.end()
  })

  const signIn = (operator: string): void =>
    desk.act({ operator, kind: 'signIn', campaigns: ['demo'] })

  test('Nobody is called before a phone has answered; who does not is passed over.', async () => {
    const bens = await bench.phoneThat('rings')
    const annas = await bench.phoneThat('answers')
    await bens.register({ user: 'ben' })
    await annas.register()
    signIn('ben')
    signIn('anna')
    await pass(seconds(14))
    expect([bens.calls.length, annas.calls.length, bench.callees.length]).toEqual([1, 0, 0])
    expect(bens.calls[0]!.headers.get('alert-info')).toMatch(/info=alert-autoanswer/)
    await pass(seconds(3))
    expect([bens.over, annas.calls.length, bench.callees.length]).toEqual([['CANCEL'], 1, 1])
    const [ben, anna] = engine.snapshot().operators
    expect(ben).toMatchObject({ state: 'break', why: 'not responding', phone: 'noAnswer' })
    expect(anna).toMatchObject({ state: 'talking', phone: 'up' })
    const now = hostTimeline.monotonic()
    await pass(300)
    expect([annas.rtp.heardAt > now, bench.callees[0]!.rtp.heardAt > now]).toEqual([true, true])
    desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    const { attempt } = desk.shown('anna', 'card').at(-1)!
    desk.act({ operator: 'anna', kind: 'hangUp', attempt })
    await pass(300)
    expect(annas.over).toEqual([])
    const closed = { attempt, answers: {}, disposition: 'done' } as const
    desk.act({ operator: 'anna', kind: 'closeCard', ...closed })
    await pass(500)
    expect(annas.over).toEqual(['BYE'])
  })
})
