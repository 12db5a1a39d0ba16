import { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { millis, seconds } from '../../../../src/base/duration.ts'
import { answers } from '../../doubles/far/script.ts'
import { header, methodOf } from '../../doubles/sip/message.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'
import { CALLEE, OURS } from './calls-on-doubles.ts'

let world: World
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  world.carrier.script(answers(0))
})

const talk = async (): Promise<void> => {
  const ringLimit = seconds(20)
  harness.telephony.operatorUp('anna')
  harness.telephony.originate('a', { to: CALLEE, from: OURS, trunk: 'main', ringLimit })
  await world.settled()
  harness.telephony.connect('a', 'anna')
  await world.settled()
  expect(harness.events.at(-1)).toMatchObject({ attempt: 'a', kind: 'connected' })
}
/** How many connections of ours each server has. */
const connections = (): readonly number[] => [
  world.drachtio.applications,
  world.freeswitch.applications,
]
/** The library’s own question; the first of this kind is ours, over a connection of its own. */
const secondQuestion = (act: () => void): void => {
  let asked = 0
  world.freeswitch.treat = command => {
    if (command !== 'api sofia status' || ++asked !== 2) return 'obey'
    act()
    return { delay: seconds(5) }
  }
}

describe('a connection that comes up too late is let go of', () => {
  afterEach(() => harness.close())

  test('when drachtio lets us in after we have given it up.', async () => {
    world.drachtio.treat = treating('authenticate', { delay: seconds(4.1) })
    harness = onDoubles(world)
    await world.advance(seconds(4))
    world.drachtio.treat = () => 'obey'
    await harness.up()
    await world.advance(seconds(5))
    expect(connections()).toEqual([1, 1])
    await talk()
  })

  test('when the very way to drachtio was too long.', async () => {
    harness = onDoubles(world)
    // Before any packet of ours has got there.
    while (world.timeline.monotonic() < seconds(4)) world.timeline.step()
    await world.settled()
    expect(connections()).toEqual([0, 0])
    await harness.up()
    expect(connections()).toEqual([1, 1])
  })

  test('when drachtio never lets us in: not one for each try stays there.', async () => {
    world.drachtio.treat = treating('authenticate', 'neverAnswer')
    harness = onDoubles(world)
    await world.advance(seconds(60))
    expect(world.drachtio.connections).toBeLessThan(2)
    world.drachtio.treat = () => 'obey'
    await harness.up()
    expect(world.drachtio.connections).toBe(1)
  })

  test('when FreeSWITCH says that all is well after we have given it up.', async () => {
    secondQuestion(() => {})
    harness = onDoubles(world)
    await world.advance(seconds(4.1))
    expect(harness.healths.at(-1)?.up).toBe(false)
    await harness.up()
    await world.advance(seconds(5))
    expect(connections()).toEqual([1, 1])
    await talk()
  })

  test('when drachtio is lost while we wait for FreeSWITCH.', async () => {
    secondQuestion(() => world.drachtio.dropApplications())
    harness = onDoubles(world)
    await harness.up()
    await world.advance(seconds(10))
    expect(connections()).toEqual([1, 1])
    await talk()
  })
})

test.each([
  ['drachtio', () => (world.drachtio.treat = treating('authenticate', { delay: millis(500) }))],
  ['FreeSWITCH', () => secondQuestion(() => {})],
] as const)('A connection to %s that comes up after the end is closed.', async (_, delay) => {
  delay()
  harness = onDoubles(world)
  await world.advance(millis(100))
  const closing = harness.telephony.close()
  await world.advance(seconds(6))
  await closing
  await world.settled()
  expect(connections()).toEqual([0, 0])
  await world.close()
})

test('FreeSWITCH whose contact the library does not read is named.', async () => {
  const profile = '  drachtio_mrf\tprofile\t  sip:carillon@127.0.0.1:5080\tRUNNING (0)\n'
  world.freeswitch.says.set('sofia status', profile)
  harness = onDoubles(world)
  await world.settled()
  expect(harness.healths.at(-1)?.why).toMatchObject({
    code: 'TELEPHONY_MISCONFIGURED',
    message: expect.stringMatching(/no running SIP profile drachtio_mrf with a contact mod_sofia@/),
  })
  await harness.close()
})

describe('a connection that stands', () => {
  afterEach(() => harness.close())

  test('has Nagle’s algorithm off: to FreeSWITCH, and of each channel from it.', async () => {
    const off = vi.spyOn(Socket.prototype, 'setNoDelay')
    harness = onDoubles(world)
    await harness.up()
    await talk()
    const all = off.mock.contexts as Socket[]
    const sockets = all.filter((_, i) => off.mock.calls[i]?.[0] === true)
    off.mockRestore()
    const invites = world.network.log.map(({ message }) => header(message, 'X-esl-outbound'))
    // Where FreeSWITCH is told to connect back to us.
    const [host, back] = invites.find(told => told !== '')!.split(':')
    expect(host, 'whatever other addresses there are').toBe('127.0.0.1')
    const toServer = sockets.filter(({ remotePort }) => remotePort === world.freeswitch.port)
    const ofChannels = sockets.filter(({ localPort }) => String(localPort) === back)
    expect(toServer).toHaveLength(1)
    expect(ofChannels).toHaveLength(world.freeswitch.left.channels)
  })

  test('says nothing on the terminal, when it is lost neither.', async () => {
    const print = vi.fn()
    vi.stubGlobal('console', { error: print, info: print, log: print, warn: print })
    harness = onDoubles(world)
    await harness.up()
    await talk()
    await world.freeswitch.restart()
    await world.settled()
    await harness.up()
    vi.unstubAllGlobals()
    expect(print.mock.calls).toEqual([])
  })

  test.each(['', 'tcp/127.0.0.1:5060', 'udp/127.0.0.1:5060'])(
    'is used when drachtio, restarted, says that it listens at %j only.',
    async hostPorts => {
      harness = onDoubles(world)
      await harness.up()
      world.drachtio.hostPorts = hostPorts
      await world.drachtio.restart()
      await world.settled()
      await harness.up()
      await talk()
      expect(methodOf(world.carrier.callTo(CALLEE).invite)).toBe('INVITE')
    },
  )
})
