import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { answers } from '../../doubles/far/script.ts'
import type { FreeswitchDouble } from '../../doubles/freeswitch/server.ts'
import { createWorld, SECRET, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

let world: World
let other: FreeswitchDouble
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  other = await world.secondFreeswitch()
  world.carrier.script(answers(0))
  const at = ({ port }: FreeswitchDouble) => ({ host: '127.0.0.1', port, secret: SECRET })
  harness = onDoubles(world, SECRET, { moreFreeswitch: [at(other)] })
  await harness.up()
  await world.settled()
})
afterEach(() => harness.close())

const first = (): string => `127.0.0.1:${world.freeswitch.port}`
const second = (): string => `127.0.0.1:${other.port}`
const sip = (): string => `127.0.0.1:${world.drachtio.port}`
const channels = (): readonly number[] => [world.freeswitch, other].map(one => one.left.channels)
const told = (kind: string) => harness.events.filter(event => event.kind === kind)
const state = (name: string) => harness.telephony.servers().find(one => one.name === name)
const up = async (...operators: readonly string[]): Promise<void> => {
  for (const operator of operators) {
    harness.telephony.operatorUp(operator)
    await world.settled()
  }
}
const talk = async (attempt: string, i: number, operator: string): Promise<void> => {
  const ringLimit = seconds(20)
  const to = `+1212555010${i}`
  harness.telephony.originate(attempt, { to, from: '+12125550199', trunk: 'main', ringLimit })
  await world.settled()
  harness.telephony.connect(attempt, operator)
  await world.settled()
  expect(harness.events.at(-1)).toMatchObject({ kind: 'connected', attempt, operator })
}

describe('a media server that is drained', () => {
  test('Its free operators go elsewhere without a word, its call ends by itself, and it is empty.', async () => {
    await up('anna', 'bea', 'carl', 'dora')
    expect(channels()).toEqual([2, 2])
    await talk('a', 0, 'anna')
    const [name, rest] = channels()[0] === 3 ? [first(), second()] : [second(), first()]
    expect(harness.telephony.drain(name, true)).toBeNull()
    await world.settled()
    expect(state(name)).toMatchObject({ state: 'draining', calls: 1, legs: 1, why: null })
    expect(state(rest)).toMatchObject({ state: 'up', legs: 3 })
    await talk('b', 1, 'bea')
    expect(state(name)).toMatchObject({ state: 'draining', calls: 1, legs: 1 })
    harness.telephony.hangUp('a')
    await world.advance(seconds(2))
    expect(state(name)).toMatchObject({ state: 'drained', calls: 0, legs: 0 })
    expect(told('operatorDown')).toEqual([])
    expect(harness.phones.calls, 'no phone is called a second time').toHaveLength(4)
    await talk('c', 2, 'anna')
    expect(state(name)).toMatchObject({ state: 'drained' })
  })

  test('may go away meanwhile, and is used again when it is taken back.', async () => {
    await up('anna')
    expect(harness.telephony.drain(second(), true)).toBeNull()
    await world.advance(seconds(1))
    expect(state(second())?.state).toBe('drained')
    other.stop()
    await world.advance(seconds(2))
    expect(harness.healths.at(-1)).toMatchObject({ up: true, missing: [] })
    await other.start()
    await world.advance(seconds(4))
    await up('bea', 'carl')
    expect(state(second())).toMatchObject({ state: 'drained', legs: 0 })
    expect(harness.telephony.drain(second(), false)).toBeNull()
    await up('dora')
    expect(state(second())).toMatchObject({ state: 'up', legs: 2 })
  })

  test('is not the last one that works, nor the SIP server, nor one that nobody knows.', async () => {
    const { telephony } = harness
    expect(telephony.drain(sip(), true)).toMatch(/is the only drachtio server/)
    expect(telephony.drain('nowhere:1', true)).toBe(
      `There is no server "nowhere:1" here: there are ${sip()}, ${first()}, ${second()}.`,
    )
    expect(telephony.drain(first(), true)).toBeNull()
    expect(telephony.drain(second(), true)).toMatch(/^No other FreeSWITCH server works/)
    expect(state(second())?.state).toBe('up')
  })
})

const OPERATORS = ['anna', 'bea', 'carl', 'dora', 'emil']

test.each([
  [
    'was lost',
    async () => {
      other.stop()
      await world.advance(seconds(4))
      await up(...OPERATORS)
      await other.start()
      await world.advance(seconds(4))
    },
  ],
  [
    'was drained',
    async () => {
      harness.telephony.drain(second(), true)
      await world.advance(seconds(2))
      harness.telephony.drain(second(), false)
    },
  ],
])('A media server that %s and is there again gets its share of the legs.', async (_, away) => {
  await up(...OPERATORS)
  await talk('a', 0, 'anna')
  const isOnSecond = state(second())!.calls === 1
  await away()
  // Lost with its server, or over: drained, a server lets its talks end.
  if (isOnSecond && state(second())!.calls === 0) await talk('b', 1, 'anna')
  await world.advance(seconds(10))
  const legs = [first(), second()].map(name => state(name)!.legs)
  expect(legs.toSorted()).toEqual([2, 3])
  expect(harness.phones.calls, 'no phone is called a second time').toHaveLength(5)
  const talks = harness.telephony.servers().map(({ calls }) => calls)
  expect(talks.toSorted(), 'whoever talks is left in peace').toEqual([0, 1, 1])
})

test('One of several servers that is lost is named, while the others carry calls.', async () => {
  other.stop()
  await world.advance(seconds(4))
  expect(harness.healths.at(-1)).toMatchObject({ up: true, why: null })
  expect(harness.healths.at(-1)?.missing).toEqual([
    expect.stringMatching(`^FreeSWITCH at ${second()} cannot be reached`),
  ])
  expect(state(second())).toMatchObject({ state: 'down' })
  await other.start()
  await world.advance(seconds(4))
  expect(harness.healths.at(-1)).toEqual({ up: true, why: null, missing: [] })
})
