import { afterEach, beforeEach, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { answers } from '../../doubles/far/script.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const [FIRST, SECOND] = ['+12125550100', '+12125550101']
/** How long the server takes to let a guest out of a room. */
const SLOW = seconds(1)

let world: World
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  harness = onDoubles(world)
  await harness.up()
  world.carrier.script(answers(0))
  for (const operator of ['anna', 'bert']) harness.telephony.operatorUp(operator)
  await answered('a', FIRST)
  harness.telephony.connect('a', 'anna')
  await world.settled()
  harness.telephony.invite('a', 'bert')
  await world.advance(100)
  expect(last('a')).toBe('guestJoined')
})

afterEach(() => harness.close())

const answered = async (attempt: string, to: string): Promise<void> => {
  const ringLimit = seconds(20)
  harness.telephony.originate(attempt, { to, from: '+12125550199', trunk: 'main', ringLimit })
  await world.settled()
}
const last = (attempt: string): string | undefined =>
  harness.events.findLast(one => 'attempt' in one && one.attempt === attempt)?.kind
const channelOf = (port: number): string => world.freeswitch.channelAt(port)
const guest = (): string => channelOf(harness.phones.callTo('bert').remoteMediaPort)
/** The room lets the guest out late, and everybody else at once. */
const letGuestOutLate = (): void => {
  const { memberId } = world.freeswitch.channel(guest())
  world.freeswitch.treat = command =>
    command.endsWith(` hup ${memberId}`) ? { delay: SLOW } : 'obey'
}

test.each(['dismissed', 'left by the call'] as const)(
  'Nobody is let into a room while a guest who was %s is still in it.',
  async how => {
    await answered('b', SECOND)
    letGuestOutLate()
    if (how === 'dismissed') harness.telephony.dismiss('a')
    harness.telephony.hangUp('a')
    harness.telephony.connect('b', 'anna')
    await world.advance(SLOW / 2)
    expect(last('b')).toBe('answered')
    await world.advance(SLOW)
    expect(last('b')).toBe('connected')
    const callee = channelOf(world.carrier.callTo(SECOND).remoteMediaPort)
    expect(world.freeswitch.hears(guest(), callee)).toBe(false)
  },
)
