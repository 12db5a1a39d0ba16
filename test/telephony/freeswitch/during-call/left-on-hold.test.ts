import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { millis, seconds } from '../../../../src/base/duration.ts'
import { answers } from '../../doubles/far/script.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const CALLEE = '+12125550100'
const SECOND_LINE = '+12125550101'

let world: World
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  harness = onDoubles(world)
  await harness.up()
  world.carrier.script(answers(0))
  for (const operator of ['anna', 'bert']) harness.telephony.operatorUp(operator)
  await placed('a', CALLEE)
  harness.telephony.connect('a', 'anna')
  await world.settled()
  expect(kinds('a').at(-1)).toBe('connected')
  world.freeswitch.treat = treating('api', { delay: 10 })
})

/** Nothing may be left, here or on the servers: the harness demands it. */
afterEach(() => harness.close())

const placed = async (attempt: string, to: string): Promise<void> => {
  const call = { to, from: '+12125550199', trunk: 'main', ringLimit: seconds(20), beside: 'a' }
  harness.telephony.originate(attempt, call)
  await world.advance(seconds(1))
  expect(kinds(attempt).at(-1)).toBe('answered')
}
const kinds = (attempt: string): string[] =>
  harness.events.flatMap(one => ('attempt' in one && one.attempt === attempt ? [one.kind] : []))
const soon = (): Promise<void> => world.advance(millis(300))
/** What plays to the callee now: the running applications themselves, to tell one from the next. */
const playing = () => {
  const { remoteMediaPort } = world.carrier.callTo(CALLEE)
  const { running } = world.freeswitch.channel(world.freeswitch.channelAt(remoteMediaPort))
  return running.filter(({ application }) => application === 'playback')
}
const held = async (): Promise<void> => {
  harness.telephony.hold('a', true)
  await soon()
  expect(playing()).toHaveLength(1)
}

const LEAVE = [
  ['phone drops', () => harness.dropOperator('anna')],
  ['leg is left', () => harness.telephony.leaveOnHold('a')],
] as const

describe.each(LEAVE)('A callee on hold whose operator’s %s', (_, leave) => {
  test('hears the same music on, without a break.', async () => {
    await held()
    const [music] = playing()
    leave()
    harness.telephony.leaveOnHold('a')
    await soon()
    expect(playing()).toEqual([music])
    expect(playing()[0]).toBe(music)
  })

  test.each([
    ['an operator', () => harness.telephony.connect('a', 'bert'), 0],
    ['somebody outside', () => harness.telephony.unite('a', 'x'), 0],
    ['a message', () => harness.telephony.announce('a', { message: '', stopKey: null }), 1],
  ] as const)('hears it no more when there is %s.', async (__, come, sounds) => {
    await held()
    const [music] = playing()
    await placed('x', SECOND_LINE)
    leave()
    await soon()
    come()
    await soon()
    expect(playing()).toHaveLength(sounds)
    expect(playing()).not.toContain(music)
  })

  test('hears music again where nobody outside is there after all.', async () => {
    await held()
    await placed('x', SECOND_LINE)
    leave()
    await soon()
    harness.telephony.unite('a', 'x')
    await world.advance(millis(5))
    world.carrier.callTo(SECOND_LINE).hangUp()
    await world.advance(seconds(1))
    expect(kinds('a').at(-1)).toBe('notUnited')
    expect(playing()).toHaveLength(1)
  })
})

test('A callee in a talk that is left hears music from then on.', async () => {
  harness.telephony.leaveOnHold('a')
  await soon()
  expect(playing()).toHaveLength(1)
})

test('A callee on hold who was on the way to an operator as both legs drop hears music.', async () => {
  await held()
  harness.telephony.transfer('a', 'bert')
  harness.dropOperator('anna')
  harness.dropOperator('bert')
  await world.advance(seconds(1))
  expect(kinds('a').at(-1)).toBe('actFailed')
  expect(playing()).toHaveLength(1)
})
