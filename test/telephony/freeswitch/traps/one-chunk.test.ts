import { describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { TrunkHealth } from '../../../../src/telephony/freeswitch/trunks/trunks.ts'
import { rings } from '../../doubles/far/script.ts'
import { createWorld } from '../../doubles/world.ts'
import { onDoubles, TRUNK } from '../on-doubles.ts'
import { CallsOnDoubles, OURS } from './calls-on-doubles.ts'

/** What drachtio writes in one go is read before anything that waits for a promise runs. */
describe('in one chunk', () => {
  const calls = new CallsOnDoubles()

  test('an answer and a BYE are heard both, with what the BYE says.', async () => {
    calls.world.carrier.script(rings())
    await calls.call()
    calls.world.drachtio.chunking = 'joined'
    calls.far.answer()
    calls.far.hangUp([['Reason', 'Q.850;cause=41']])
    await calls.world.settled()
    expect(calls.kinds.slice(-2)).toEqual(['answered', 'ended'])
    expect(calls.last).toMatchObject({ cause: 'hangUp', from: 'callee', q850: 41 })
  })

  test('an ACK and a BYE end a call that is listened to only then.', async () => {
    calls.world.carrier.caller.acknowledges = false
    const caller = await calls.answeredCaller(false)
    calls.world.drachtio.chunking = 'joined'
    // Where they listen is made known to FreeSWITCH before anybody is told of the call.
    caller.acknowledge()
    caller.hangUp()
    await calls.world.settled()
    expect(calls.kinds).toEqual(['answered', 'ended'])
    expect(calls.last).toMatchObject({ attempt: 'in', cause: 'hangUp', from: 'callee' })
  })

  test('an INVITE and its CANCEL are a call that is over.', async () => {
    const { telephony } = calls.harness
    telephony.incoming$.subscribe(({ call }) => telephony.answer(call, 'in'))
    calls.world.drachtio.chunking = 'joined'
    const { caller } = calls.world.carrier
    caller.cancel(caller.call(OURS, '127.0.0.1:5060', '+12125550142'))
    await calls.world.settled()
    expect(calls.last).toMatchObject({ attempt: 'in', kind: 'ended', from: 'callee', sip: 487 })
    expect(telephony.inUse()).toMatchObject({ calls: 0, dialogs: 0, endpoints: 0 })
  })
})

test('In one chunk a question’s echo and its answer say that the carrier is there.', async () => {
  const world = await createWorld()
  const harness = onDoubles(world, undefined, { trunks: [{ ...TRUNK, probeEvery: seconds(30) }] })
  await harness.up()
  const asked = world.network.log.length
  const healths: TrunkHealth[] = []
  harness.telephony.trunkHealth$.subscribe(health => healths.push(health))
  world.drachtio.chunking = 'joined'
  await world.advance(seconds(100))
  expect(world.network.log.length).toBeGreaterThan(asked)
  expect(healths.filter(({ why }) => why !== null)).toEqual([])
  await harness.close()
})
