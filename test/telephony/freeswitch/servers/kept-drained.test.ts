import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { DrachtioDouble } from '../../doubles/drachtio/server.ts'
import { answers } from '../../doubles/far/script.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { createWorld, SECRET, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

let world: World
let other: DrachtioDouble
let harness: DoublesHarness

const nameOf = ({ port }: { readonly port: number }): string => `127.0.0.1:${port}`
const first = (): string => nameOf(world.drachtio)
const second = (): string => nameOf(other)

beforeEach(async () => {
  world = await createWorld()
  other = await world.secondDrachtio()
  world.carrier.script(answers(0))
})
afterEach(() => harness.close())

const begin = async (drained: readonly string[] = []): Promise<void> => {
  const moreDrachtio = [{ host: '127.0.0.1', port: other.port, secret: SECRET }]
  harness = onDoubles(world, SECRET, { moreDrachtio, spareEndpoints: 0 }, { drained })
  await world.advance(seconds(2))
}
const call = async (attempt: string, i: number): Promise<void> => {
  const ringLimit = seconds(20)
  const to = `+1212555010${i}`
  harness.telephony.originate(attempt, { to, from: '+12125550199', trunk: 'main', ringLimit })
  await world.settled()
}
const state = (name: string) => harness.telephony.servers().find(one => one.name === name)
const health = () => harness.healths.at(-1)

describe('servers that are drained from the beginning', () => {
  test('are given nothing until they are taken back; names of none are of no matter.', async () => {
    await begin([second(), 'gone:9022'])
    for (const i of [0, 1, 2]) await call(`a${i}`, i)
    expect([state(first())?.calls, state(second())?.calls]).toEqual([3, 0])
    expect(state(second())).toMatchObject({ state: 'drained', why: null })
    expect(harness.telephony.drain(second(), false)).toBeNull()
    await call('b', 3)
    expect(state(second())).toMatchObject({ state: 'up', calls: 1 })
  })

  test('are named, with what to do, when there are no others.', async () => {
    await begin([first(), second()])
    const drained = `The servers drachtio ${first()}, drachtio ${second()} are drained: take one back with`
    const todo = `"carillon servers undrain ${first()}".`
    expect(health()).toMatchObject({ up: false, why: { message: `${drained} ${todo}` } })
    expect(harness.telephony.drain(second(), false)).toBeNull()
    expect(health()).toEqual({ up: true, why: null, missing: [] })
    await call('a', 0)
    expect(state(second())).toMatchObject({ calls: 1 })
  })

  test('are taken back as they are told to be, the only one of its kind as well.', async () => {
    const alone = await createWorld()
    const name = nameOf(alone.drachtio)
    harness = onDoubles(alone, SECRET, {}, { drained: [name] })
    await alone.advance(seconds(2))
    expect(health()?.why?.message).toMatch(`take it back with "carillon servers undrain ${name}"`)
    expect(harness.telephony.drain(name, false)).toBeNull()
    expect(health()?.up).toBe(true)
    expect(harness.telephony.drain(name, true)).toMatch(/is the only drachtio server/)
    await world.close()
  })

  test('are named beside what is wrong with the others.', async () => {
    world.drachtio.stop()
    await begin([second()])
    const { message } = health()!.why!
    expect(message).toMatch(`drachtio at ${first()} cannot be reached`)
    expect(message).toContain(
      `The server drachtio ${second()} is drained: take it back with "carillon servers undrain ${second()}".`,
    )
    // Tried again and again, it is said once.
    const said = harness.healths.length
    await world.advance(seconds(30))
    expect(harness.healths).toHaveLength(said)
    await world.drachtio.start()
  })
})

describe('a server beside one that is slow', () => {
  const slow = async (): Promise<void> => {
    world.freeswitch.treat = treating('invite', { refuse: '503 Maximum Calls In Progress' })
    // Over both ways.
    for (const i of [0, 1]) await call(`a${i}`, i)
    await world.advance(seconds(1))
    expect(health()?.up).toBe(false)
  }

  test('can be drained, and all goes on when the other one has caught up.', async () => {
    await begin()
    await slow()
    expect(harness.telephony.drain(second(), true)).toBeNull()
    expect(health()?.why?.message).toMatch(/^FreeSWITCH at .* in time\. .*overloaded/)
    expect(health()?.why?.message).not.toContain('undrain')
    world.freeswitch.treat = () => 'obey'
    await world.advance(seconds(3))
    expect(health()).toEqual({ up: true, why: null, missing: [] })
    await call('b', 2)
    expect(state(first())).toMatchObject({ calls: 1 })
    expect(state(second())).toMatchObject({ state: 'drained' })
  })

  test('is not drained when the other one does not catch up: it is said what fails.', async () => {
    await begin()
    await slow()
    await world.advance(seconds(20))
    const last = `No other drachtio server works: without ${second()} there are no calls.`
    const fails = `FreeSWITCH at ${nameOf(world.freeswitch)} fails over the other one`
    expect(harness.telephony.drain(second(), true)).toBe(
      `${last} ${fails}; it is tried every second.`,
    )
    expect(state(second())?.state).toBe('up')
    world.freeswitch.treat = () => 'obey'
    await world.advance(seconds(3))
    expect(harness.telephony.drain(second(), true)).toBeNull()
  })
})
