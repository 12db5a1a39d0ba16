import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import type { TrunkCapacity } from '../../../src/telephony/call-event.ts'
import { answers } from '../doubles/far/script.ts'
import type { FreeswitchDouble } from '../doubles/freeswitch/server.ts'
import { treating } from '../doubles/wire/treatment.ts'
import { createWorld, SECRET, type World } from '../doubles/world.ts'
import { type DoublesHarness, onDoubles } from './on-doubles.ts'

const numberOf = (i: number): string => `+1212555010${i}`

const refusing = treating('invite', { refuse: '503 Maximum Calls In Progress' })

let world: World
let other: FreeswitchDouble
let harness: DoublesHarness
let capacities: TrunkCapacity[]

beforeEach(async () => {
  world = await createWorld()
  other = await world.secondFreeswitch()
  world.carrier.script(answers(0))
  const at = ({ port }: FreeswitchDouble) => ({ host: '127.0.0.1', port, secret: SECRET })
  harness = onDoubles(world, SECRET, {
    moreFreeswitch: [at(other)],
    spareEndpoints: 0,
  })
  capacities = []
  harness.telephony.capacity$.subscribe(capacity => capacities.push(capacity))
  await harness.up()
  await world.settled()
})
afterEach(() => harness.close())

const call = async (attempt: string, i: number): Promise<void> => {
  const ringLimit = seconds(20)
  const request = { to: numberOf(i), from: '+12125550199', trunk: 'main', ringLimit }
  harness.telephony.originate(attempt, request)
  await world.settled()
}
const up = async (...operators: readonly string[]): Promise<void> => {
  for (const operator of operators) {
    harness.telephony.operatorUp(operator)
    await world.settled()
  }
}
const connect = async (attempt: string, operator: string): Promise<void> => {
  harness.telephony.connect(attempt, operator)
  await world.settled()
  expect(harness.events.at(-1)).toMatchObject({ kind: 'connected', attempt, operator })
}
const of = (event: object | undefined): unknown => (event as { attempt?: string })?.attempt
const channels = (): readonly number[] => [world.freeswitch, other].map(one => one.left.channels)
const told = (kind: string) => harness.events.filter(event => event.kind === kind)

describe('two media servers', () => {
  test('Legs are spread over them, and calls go where operators are free.', async () => {
    await up('anna', 'bea', 'carl', 'dora')
    expect(channels()).toEqual([2, 2])
    for (const i of [0, 1, 2, 3]) await call(`a${i}`, i)
    expect(channels()).toEqual([4, 4])
  })

  test('A leg is moved to where its call is, without a word, and both are in one room.', async () => {
    await up('anna')
    const home = channels().indexOf(1)
    await call('a', 0)
    await up('bea')
    expect(channels()[home]).toBe(2)
    // Bea is on the other one.
    await connect('a', 'bea')
    expect(channels()[home]).toBe(3)
    expect(told('operatorDown')).toEqual([])
    expect(harness.phones.calls, 'no phone is called a second time').toHaveLength(2)
  })

  test('One that is lost costs its calls alone, and gets new ones when it is back.', async () => {
    await up('anna', 'bea')
    await call('a', 0)
    await connect('a', 'anna')
    await call('b', 1)
    await connect('b', 'bea')
    expect(channels()).toEqual([2, 2])
    other.stop()
    await world.settled()
    const ends = harness.events.filter(({ kind }) => kind === 'lost' || kind === 'ended')
    expect(ends).toHaveLength(1)
    const [operator, stays] = of(ends[0]) === 'a' ? ['anna', 'bea'] : ['bea', 'anna']
    expect(told('operatorDown')).toEqual([{ kind: 'operatorDown', operator, why: 'lost' }])
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
    expect(harness.healths.at(-1)?.up).toBe(true)
    // Whoever lost their media has them on the one that is left.
    await up(operator)
    expect(told('operatorUp')).toHaveLength(3)
    await call('c', 2)
    await connect('c', operator)
    harness.telephony.hangUp(of(ends[0]) === 'a' ? 'b' : 'a')
    await world.settled()
    await call('e', 4)
    await connect('e', stays)
    await other.start()
    await world.advance(seconds(4))
    await call('d', 3)
    expect(channels()).toEqual([4, 1])
  })

  test('Without the SIP server neither is of use, and both come back with it.', async () => {
    await up('anna', 'bea')
    world.drachtio.dropApplications()
    await world.settled()
    expect(told('operatorDown')).toHaveLength(2)
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 0 })
    await harness.up()
    await world.settled()
    await up('anna', 'bea')
    expect(channels()).toEqual([1, 1])
  })

  test('One that makes no channels gets no calls until it does.', async () => {
    world.freeswitch.treat = refusing
    await call('a', 0)
    await call('b', 1)
    await world.advance(seconds(6))
    expect([told('ended').length, told('answered').length]).toEqual([1, 1])
    expect(told('ended')[0]).toMatchObject({ cause: 'failed', from: 'us' })
    await call('e', 4)
    expect(harness.events.at(-1)).toMatchObject({ kind: 'answered', attempt: 'e' })
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
    other.treat = refusing
    await call('c', 2)
    await world.advance(seconds(6))
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 0 })
    expect(harness.healths.at(-1)?.why?.message).toMatch(/makes no channels/)
    other.treat = () => 'obey'
    await world.advance(seconds(10))
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
    await call('d', 3)
    expect(harness.events.at(-1)).toMatchObject({ kind: 'answered', attempt: 'd' })
  })
})
