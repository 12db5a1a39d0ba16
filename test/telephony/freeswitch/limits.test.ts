import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Duration, minutes, seconds } from '../../../src/base/duration.ts'
import type { CallEvent } from '../../../src/telephony/call-event.ts'
import type { FreeSwitchSettings } from '../../../src/telephony/freeswitch/settings.ts'
import { answers, busy } from '../doubles/far/script.ts'
import { createWorld, type World } from '../doubles/world.ts'
import { type DoublesHarness, onDoubles, TRUNK } from './on-doubles.ts'

let world: World
let harness: DoublesHarness
let channels: Set<string>

beforeEach(async () => {
  world = await createWorld()
  world.carrier.script(answers(seconds(3)))
  channels = new Set()
  world.freeswitch.copies = ({ headers }) => {
    channels.add(headers['Unique-ID'] ?? '')
    return 1
  }
})

afterEach(() => harness.close())

const begin = async (change: Partial<FreeSwitchSettings>): Promise<void> => {
  harness = onDoubles(world, undefined, change)
  await harness.up()
}
const answered = async (ringLimit: Duration = seconds(20)): Promise<void> => {
  const to = '+12125550100'
  harness.telephony.originate('a', { to, from: '+12125550199', trunk: 'main', ringLimit })
  await world.advance(seconds(3))
  expect(last()).toMatchObject({ kind: 'answered' })
}
const last = () => harness.events.at(-1) as CallEvent
/** The one channel there is. */
const channel = () => world.freeswitch.channel([...channels].at(-1)!)

test('A call is hung up by us when it has lasted the longest time from its answer.', async () => {
  await begin({ longestCall: minutes(5), mediaTimeout: null })
  await answered()
  await world.advance(minutes(5) - 1)
  expect(last()).toMatchObject({ kind: 'answered' })
  await world.advance(1)
  expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'us' })
  expect(world.carrier.callTo('+12125550100').ending).toBe('near BYE')
})

test('FreeSWITCH is told how long it may hear nothing, before audio begins.', async () => {
  await begin({ mediaTimeout: seconds(45) })
  const to = '+12125550100'
  const ringLimit = seconds(20)
  harness.telephony.originate('a', { to, from: '+12125550199', trunk: 'main', ringLimit })
  await world.settled()
  expect(channel().variables.get('media_timeout_audio')).toBe('45000')
  await world.advance(seconds(3))
  world.freeswitch.end(channel().uuid, 'MEDIA_TIMEOUT')
  await world.settled()
  expect(last()).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
  expect(world.carrier.callTo('+12125550100').ending).toBe('near BYE')
})

test.each(['sendonly', 'inactive', 'recvonly'] as const)(
  'A callee who is %s may be silent ten times as long, until they send again.',
  async direction => {
    await begin({ mediaTimeout: seconds(45) })
    await answered()
    const callee = world.carrier.callTo('+12125550100')
    const limits: (string | undefined)[] = []
    for (const next of [direction, 'sendrecv'] as const) {
      callee.reinvite(next)
      await world.settled()
      limits.push(channel().variables.get('media_timeout_audio'))
    }
    expect(limits).toEqual(['450000', '45000'])
  },
)

test('A channel that is used again knows its limit.', async () => {
  const commands: string[] = []
  world.freeswitch.treat = command => {
    commands.push(command)
    return 'obey'
  }
  await begin({ mediaTimeout: seconds(45) })
  world.carrier.script(busy())
  for (const attempt of ['a', 'b']) {
    const to = '+12125550100'
    const ringLimit = seconds(20)
    harness.telephony.originate(attempt, { to, from: '+12125550199', trunk: 'main', ringLimit })
    await world.settled()
  }
  expect(commands.filter(command => command.includes('media_timeout'))).toHaveLength(1)
})

test('FreeSWITCH hears nothing for ever where no limit is set.', async () => {
  await begin({ mediaTimeout: null })
  await answered()
  expect(channel().variables.has('media_timeout_audio')).toBe(false)
})

test('With a delayed offer the limit is told as well.', async () => {
  await begin({ trunks: [{ ...TRUNK, delayedOffer: true }], mediaTimeout: seconds(45) })
  await answered()
  expect(channel().variables.get('media_timeout_audio')).toBe('45000')
})
