import { afterEach, beforeEach, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import type { CallEvent } from '../../../src/telephony/call-event.ts'
import { answers, answersLate, busy, rings } from '../doubles/far/script.ts'
import { mediaPortOf } from '../doubles/sip/sdp.ts'
import { treating } from '../doubles/wire/treatment.ts'
import { createWorld, type World } from '../doubles/world.ts'
import { type DoublesHarness, onDoubles, TRUNK } from './on-doubles.ts'

const CALLEE = '+12125550100'

let world: World
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  harness = onDoubles(world, undefined, { trunks: [{ ...TRUNK, delayedOffer: true }] })
  await harness.up()
})

/** Everything is let go of at the end, whatever happened: the harness demands it. */
afterEach(() => harness.close())

const call = (attempt = 'a'): void =>
  harness.telephony.originate(attempt, {
    to: CALLEE,
    from: '+12125550199',
    trunk: 'main',
    ringLimit: seconds(20),
  })
const told = (): CallEvent[] =>
  harness.events.filter((event): event is CallEvent => 'attempt' in event)
const kinds = (): string[] => told().map(({ kind }) => kind)
const last = () => told().at(-1)
const far = () => world.carrier.callTo(CALLEE)
/** Asked while the servers are there: without them there is nothing anyhow. */
const nothingIsHeld = (): void =>
  expect(harness.telephony.inUse()).toMatchObject({ calls: 0, dialogs: 0, endpoints: 0, timers: 0 })

test('A call without our offer takes no channel while it rings, nor when nobody answers.', async () => {
  world.carrier.script(rings())
  call()
  await world.settled()
  expect(far().invite.body).toBe('')
  expect(world.freeswitch.left.channels).toBe(0)
  far().respond(486, 'Busy Here')
  await world.settled()
  expect(last()).toMatchObject({ kind: 'ended', cause: 'busy' })
  expect(world.freeswitch.left.channels).toBe(0)
})

test('The answer’s offer is answered with our media, which then know the callee’s.', async () => {
  world.carrier.script(answers(0))
  harness.telephony.operatorUp('anna')
  call()
  await world.settled()
  harness.telephony.connect('a', 'anna')
  await world.settled()
  expect(kinds()).toEqual(['trying', 'ringing', 'answered', 'connected'])
  expect(far().acknowledged).toBe(true)
  const channels = [...channelsOf(far().mediaPort)]
  expect(channels).toEqual([far().remoteMediaPort])
  far().hold()
  await world.settled()
  expect(mediaPortOf(far().remoteSdp)).toBe(channels[0])
  far().hangUp()
  await world.settled()
  expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'callee' })
  harness.telephony.operatorDown('anna')
  await world.settled()
  nothingIsHeld()
})

/** Ports of FreeSWITCH that send to this one. */
function* channelsOf(port: number): Generator<number> {
  for (const { message } of world.network.log) {
    const told = /^INVITE /.test(message.start) && mediaPortOf(message.body) === port
    const reply =
      told &&
      world.network.log.find(({ message: { start, headers, body } }) => {
        const callId = headers.find(([name]) => name === 'Call-ID')?.[1]
        const asked = message.headers.find(([name]) => name === 'Call-ID')?.[1]
        return start.startsWith('SIP/2.0 200') && callId === asked && body !== ''
      })
    if (reply) yield mediaPortOf(reply.message.body)
  }
}

test('Who answers as we hang up is acknowledged and hung up.', async () => {
  world.carrier.script(answersLate())
  call()
  await world.advance(100)
  harness.telephony.hangUp('a')
  await world.settled()
  expect(kinds()).toEqual(['trying', 'ringing', 'answered', 'ended'])
  expect(far()).toMatchObject({ acknowledged: true, ending: 'near BYE' })
  nothingIsHeld()
})

test.each(['invite', 'reinvite'])(
  'Whose media cannot be made (%s) is hung up, by the network’s doing.',
  async what => {
    world.carrier.script(answers(0))
    world.freeswitch.treat = treating(what, { refuse: '503 Maximum Calls In Progress' })
    call()
    await world.advance(seconds(5))
    expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
    expect(far().ending).toBe('near BYE')
    nothingIsHeld()
  },
)

test.each([0, 1, 5, 20])('A hang-up %i ms after the answer leaves nothing.', async after => {
  world.carrier.script(answers(100))
  world.drachtio.treat = command => (command.includes(':5080') ? { delay: 10 } : 'obey')
  call()
  await world.advance(100 + after)
  harness.telephony.hangUp('a')
  await world.advance(seconds(1))
  expect(kinds()).toEqual(['trying', 'ringing', 'answered', 'ended'])
  expect(last()).toMatchObject({ cause: 'hangUp', from: 'us' })
  expect(far().ending).toBe('near BYE')
  nothingIsHeld()
})

test('An answer that names nobody to answer is hung up, and its call has ended.', async () => {
  world.carrier.script(answers(0, { contact: false }))
  call()
  await world.settled()
  expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
  expect(far().ending).toBe('near BYE')
  nothingIsHeld()
  world.drachtio.treat = command => (command.includes(':5080') ? { delay: 10 } : 'obey')
  call('b')
  await world.advance(1)
  harness.telephony.hangUp('b')
  await world.advance(seconds(1))
  expect(far().ending).toBe('near BYE')
  nothingIsHeld()
})

test('A busy callee is busy, and the next call takes a new channel.', async () => {
  world.carrier.script(busy())
  call()
  await world.settled()
  world.carrier.script(answers(0))
  call('b')
  await world.settled()
  expect(last()).toMatchObject({ attempt: 'b', kind: 'answered' })
})
