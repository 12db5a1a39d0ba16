import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import type { TrunkCapacity } from '../../../src/telephony/call-event.ts'
import { answers } from '../doubles/far/script.ts'
import { createWorld, type World } from '../doubles/world.ts'
import { type DoublesHarness, onDoubles } from './on-doubles.ts'

const CALLEE = '+12125550100'

let world: World
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  world.carrier.script(answers(0))
})

const call = (attempt: string): void =>
  harness.telephony.originate(attempt, {
    to: CALLEE,
    from: '+12125550199',
    trunk: 'main',
    ringLimit: seconds(20),
  })
const talk = async (attempt: string): Promise<void> => {
  harness.telephony.operatorUp('anna')
  call(attempt)
  await world.settled()
  harness.telephony.connect(attempt, 'anna')
  await world.settled()
  expect(harness.events.at(-1)).toMatchObject({ kind: 'connected', attempt })
}
const kinds = (): string[] => harness.events.map(({ kind }) => kind)
const why = () => harness.healths.at(-1)?.why

describe('a server that is lost', () => {
  let capacities: TrunkCapacity[]

  beforeEach(async () => {
    harness = onDoubles(world)
    capacities = []
    harness.telephony.capacity$.subscribe(capacity => capacities.push(capacity))
    await harness.up()
  })

  afterEach(() => harness.close())

  test('FreeSWITCH: calls and legs are told as lost, hung up, and telephony comes back.', async () => {
    await talk('a')
    await world.freeswitch.restart()
    await world.settled()
    // The channels' own connections may be gone before the server's.
    expect(kinds().slice(-2).toSorted()).toEqual(['lost', 'operatorDown'])
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 0 })
    expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
    await harness.up()
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
    await talk('b')
  })

  test('The connection to drachtio: what was up is hung up by the next connection.', async () => {
    await talk('a')
    world.drachtio.dropApplications()
    await world.settled()
    expect(kinds().slice(-2)).toEqual(['lost', 'operatorDown'])
    await harness.up()
    await world.settled()
    expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
    expect(harness.phones.callTo('anna').ending).toBe('near BYE')
    await talk('b')
  })

  test('Both stay away for a while: they are tried again, each within 3 s of its return.', async () => {
    world.freeswitch.stop()
    world.drachtio.stop()
    await world.advance(seconds(60))
    expect(why()).toMatchObject({ code: 'TELEPHONY_UNREACHABLE' })
    expect(harness.healths.length).toBeLessThan(5)
    await world.drachtio.start()
    await world.advance(seconds(3.1))
    expect(why()?.message).toMatch(/^FreeSWITCH/)
    await world.freeswitch.start()
    await world.advance(seconds(3.1))
    expect(harness.healths.at(-1)).toEqual({ up: true, why: null, missing: [] })
    await talk('a')
  })

  test('A call that is placed without servers fails, and a leg stays down.', async () => {
    world.drachtio.stop()
    await world.settled()
    call('a')
    expect(kinds(), 'a command tells nothing itself').toEqual([])
    harness.telephony.operatorUp('anna')
    await world.settled()
    expect(harness.events).toEqual([
      { attempt: 'a', kind: 'ended', cause: 'failed', from: 'us' },
      { kind: 'operatorDown', operator: 'anna', why: 'lost' },
    ])
    await world.drachtio.start()
    await harness.up()
  })
})

test('FreeSWITCH that dies as we connect is tried again by us alone, and not without end.', async () => {
  harness = onDoubles(world)
  world.freeswitch.treat = command => {
    // The first question is whether everything is as it must be; the library connects after it.
    if (command === 'api sofia status') world.freeswitch.shut()
    return 'obey'
  }
  await world.settled()
  let tries = 0
  const count = () => tries++
  subscribe('net.client.socket', count)
  for (let i = 0; i < 30; i++) await world.settled()
  unsubscribe('net.client.socket', count)
  expect(tries).toBe(0)
  world.freeswitch.treat = () => 'obey'
  await world.freeswitch.start()
  await harness.up()
  await talk('a')
  await harness.close()
})

test('FreeSWITCH that has no profile any more as we connect ends no process, and is tried again.', async () => {
  harness = onDoubles(world)
  let asked = 0
  const bare = 'api sofia status'
  world.freeswitch.treat = command => {
    // The first question is whether everything is as it must be; the library asks the same.
    if (command === bare && ++asked === 2) world.freeswitch.says.set('sofia status', 'nothing\n')
    return 'obey'
  }
  await world.settled()
  expect([asked, harness.healths.at(-1)?.up]).toEqual([2, false])
  world.freeswitch.says.clear()
  await harness.up()
  await talk('a')
  await harness.close()
})

describe('a server that does not let us in', () => {
  afterEach(() => harness.close())

  test('drachtio: it is named, tried rarely, and let in when the secret is right.', async () => {
    world.drachtio.secret = 'another'
    harness = onDoubles(world)
    await world.advance(seconds(1))
    expect(why()).toMatchObject({ code: 'TELEPHONY_REFUSED' })
    expect(why()?.message).toMatch(/^drachtio at 127.0.0.1:\d+ does not accept our secret/)
    world.drachtio.secret = 'only-for-tests'
    await world.advance(seconds(8))
    expect(harness.healths.at(-1)?.up).toBe(false)
    await world.advance(seconds(3))
    expect(harness.healths.at(-1)?.up).toBe(true)
  })

  test('FreeSWITCH: it is named.', async () => {
    world.freeswitch.secret = 'another'
    harness = onDoubles(world)
    await world.advance(seconds(1))
    expect(why()).toMatchObject({ code: 'TELEPHONY_REFUSED' })
    expect(why()?.message).toMatch(/^FreeSWITCH at 127.0.0.1:\d+ does not accept our secret/)
  })
})
