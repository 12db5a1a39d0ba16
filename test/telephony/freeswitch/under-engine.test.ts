import { afterEach, beforeEach, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { uuidV7 } from '../../../src/base/uuid.ts'
import { createEngine } from '../../../src/dialing/engine.ts'
import { ratio } from '../../../src/pacing/policies/ratio.ts'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { campaignOf, siteOf } from '../../support/campaigns.ts'
import { phoneOf } from '../../support/rig.ts'
import { ScriptedDesk } from '../../support/scripted-desk.ts'
import type { FarEnd } from '../doubles/far/end.ts'
import { busy, refuses, rings } from '../doubles/far/script.ts'
import { methodOf } from '../doubles/sip/message.ts'
import { createWorld, type World } from '../doubles/world.ts'
import { type DoublesHarness, onDoubles, TRUNK } from './on-doubles.ts'

/** The engine over this adapter: what the one promises the other of trunks and of phones. */

let world: World
let harness: DoublesHarness
let second: FarEnd
let desk: ScriptedDesk
let stop: () => Promise<void>

beforeEach(async () => {
  world = await createWorld()
  second = world.phone(5091)
  const other = { ...TRUNK, id: 'second', host: '127.0.0.1:5091' }
  harness = onDoubles(world, undefined, { trunks: [{ ...TRUNK, lines: 50 }, other] })
  await harness.up()
})

afterEach(async () => {
  const stopped = stop()
  await world.advance(seconds(2))
  await stopped
  await harness.close()
})

/** Runs a campaign over both trunks, `main` first, in which everybody is called once. */
async function run(contacts: number, operators: number, callsPerSecond: number): Promise<void> {
  const campaign = campaignOf({ trunks: ['main', 'second'] })
  const store = new MemoryStore()
  await store.putCampaign(campaign.id, campaign.id)
  const numbers = Array.from({ length: contacts }, (_, number) => number)
  await store.addContacts(
    campaign.id,
    numbers.map(number => ({
      key: `c${number}`,
      zone: 'UTC',
      priority: 5,
      phones: [phoneOf(number)],
      data: {},
    })),
  )
  const names = Array.from({ length: operators }, (_, number) => `operator${number}`)
  desk = new ScriptedDesk(world.timeline)
  const { timeline } = world
  const trunks = ['main', 'second'].map(id => ({ id, lines: 50, callsPerSecond }))
  const engine = createEngine({
    timeline,
    telephony: harness.telephony,
    store,
    desk,
    site: siteOf(Object.fromEntries(names.map(name => [name, [campaign.id]])), trunks),
    campaigns: [campaign],
    policyOf: () => ratio(1),
    newId: uuidV7(timeline, seededRandom(1).fork('ids')),
    strict: true,
  })
  stop = () => engine.close()
  await engine.start()
  for (const operator of names) desk.act({ operator, kind: 'signIn', campaigns: [campaign.id] })
  await world.settled()
}

const sharesOfCalls = () => [world.carrier.calls.length, second.calls.length]

test('A trunk that is spared has no lines, so that the campaign’s next trunk takes its calls.', async () => {
  world.carrier.script(refuses(503, 0, { 'Retry-After': '10' }))
  second.script(busy())
  await run(40, 1, 2)
  await world.advance(seconds(5))
  const [main, other] = sharesOfCalls()
  expect(main).toBe(1)
  expect(other).toBeGreaterThan(3)
  world.carrier.script(busy())
  await world.advance(seconds(6))
  expect(world.carrier.calls.length, 'it is back, and preferred').toBeGreaterThan(1)
})

test('A trunk is given no more calls a second than it takes, beside one second’s worth at once.', async () => {
  world.carrier.script(busy())
  second.script(busy())
  const at: number[] = []
  const { send } = world.network
  world.network.send = (from, to, message) => {
    if (methodOf(message) === 'INVITE' && to.endsWith(':5090')) at.push(world.timeline.monotonic())
    send.call(world.network, from, to, message)
  }
  await run(90, 10, 2)
  await world.advance(seconds(10))
  expect(at.length).toBeGreaterThan(10)
  for (const [i, since] of at.entries())
    for (const [j, until] of at.slice(i).entries())
      expect(j + 1).toBeLessThanOrEqual(2 + (2 * (until - since)) / 1000 + 0.001)
})

test('Whose phone is gone without a word is told so, and is on a break when it is rung in vain.', async () => {
  world.carrier.script(rings())
  await run(1, 2, 2)
  const phone = harness.phones.callTo('operator0')
  harness.phones.script({ silent: true, onReinvite: 'ignore' }, 'operator0')
  const channel = world.freeswitch.channelAt(phone.remoteMediaPort)
  await world.advance(seconds(10))
  world.freeswitch.end(channel, 'MEDIA_TIMEOUT')
  await world.advance(seconds(4))
  expect(desk.shown('operator0', 'phone').at(-1)?.phone).toBe('lost')
  world.carrier.calls[0]!.answer()
  await world.advance(seconds(1))
  expect(desk.shown('operator1', 'card')).toHaveLength(1)
  await world.advance(seconds(17))
  const told = ['phone lost', 'phone rings', 'phone noAnswer', 'state break']
  const titles = desk.story('operator0').map(line => line.replace(/^\S+ /, ''))
  expect(titles.slice(titles.indexOf('phone lost'))).toEqual(told)
  // What was asked in vain is forgotten after 32 s (RFC 3261, timer B).
  await world.advance(seconds(33))
  for (const call of harness.phones.calls) if (call.state === 'calling') call.end('gone')
  phone.end('gone')
})
