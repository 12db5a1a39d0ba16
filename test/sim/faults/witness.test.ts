import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import { drawStorm } from '../../../src/sim/faults/storm.ts'
import {
  campaignName,
  STORM_START,
  stormCampaign,
  stormSite,
} from '../../../src/sim/faults/storm-site.ts'
import { Witness } from '../../../src/sim/faults/witness.ts'
import type { Store } from '../../../src/store/port.ts'
import type { AttemptStart } from '../../../src/store/records.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { createVirtualExchange } from '../../../src/telephony/virtual/exchange.ts'
import { SOUND_WIRE } from '../../../src/telephony/virtual/wire.ts'

/**
 * A witness in front of an exchange with two lines, and a store that begins whatever it is asked
 * to.
 */
function setUp() {
  const timeline = new VirtualTimeline(STORM_START)
  const site = { ...stormSite(drawStorm(1)), trunks: [TRUNK] }
  const drawn = { ...drawStorm(1).campaigns[0]!, pause: true }
  const witness = new Witness(timeline, [stormCampaign(drawn, 1, site)])
  const exchange = createVirtualExchange({
    timeline,
    random: seededRandom(1),
    trunks: site.trunks,
    callees: witness.callees({ script: () => person(seconds(5)) }),
  })
  const telephony = witness.telephony(exchange, SOUND_WIRE)
  const store = witness.store({
    beginAttempts: async starts => starts.map(({ id }) => ({ kind: 'begun', attempt: id })),
  } satisfies Partial<Store> as unknown as Store)
  const begin = (id: string) =>
    store.beginAttempts([{ id, campaign: campaignName(1), trunk: TRUNK.id } as AttemptStart])
  const place = async (id: string, to: string) => {
    await begin(id)
    telephony.originate(id, { to, from: '+12125550100', trunk: TRUNK.id, ringLimit: seconds(20) })
  }
  const until = (at: number) => {
    while ((timeline.nextAt() ?? Infinity) <= at) timeline.step()
    timeline.advanceTo(at)
  }
  return { witness, exchange, telephony, place, until }
}

const TRUNK = { id: 'trunk-1', lines: 2, callsPerSecond: 10 }

describe('a witness', () => {
  it('has nothing to say of calls placed one by one, each begun and ended', async () => {
    const { witness, place, until, telephony } = setUp()
    for (const [i, id] of ['a', 'b', 'c'].entries()) {
      await place(id, '+999100')
      until(seconds(10 * i + 6))
      telephony.hangUp(id)
      until(seconds(10 * i + 10))
    }
    expect(witness.problems).toEqual([])
    expect(witness.calls.get('a')).toEqual({
      to: '+999100',
      answered: { by: 'person', at: 5000 },
      connectedAt: null,
      over: true,
    })
  })

  it('notes a call placed before it is on disk', () => {
    const { witness, telephony } = setUp()
    const request = { to: '+999100', from: '', trunk: TRUNK.id, ringLimit: seconds(20) }
    telephony.originate('a', request)
    expect(witness.problems).toEqual(['0 s: a is placed before it is on disk'])
  })

  it('notes a second call to a number that is still being called', async () => {
    const { witness, place } = setUp()
    await place('a', '+999100')
    await place('b', '+999100')
    expect(witness.problems).toEqual(['0 s: b calls +999100, and so does a'])
  })

  it('notes a call outside the hours, and one after the campaign was stopped', async () => {
    const { witness, place, until } = setUp()
    until(minutes(15))
    await place('a', '+999100')
    until(minutes(25))
    witness.stop(campaignName(1))
    await place('b', '+999101')
    witness.start(campaignName(1))
    until(minutes(26))
    await place('c', '+999102')
    expect(witness.problems).toEqual([
      '900 s: a is placed outside the hours',
      '1500 s: b is placed after campaign-1 stopped',
    ])
  })

  it('notes a call for which the trunk had no room', async () => {
    const { witness, place } = setUp()
    await place('a', '+999100')
    await place('b', '+999101')
    await place('c', '+999102')
    expect(witness.problems).toEqual(['0 s: c found no room on trunk-1'])
  })
})
