import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { DrachtioDouble } from '../../doubles/drachtio/server.ts'
import { createWorld, SECRET, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

let world: World
let other: DrachtioDouble
let harness: DoublesHarness

beforeEach(async () => {
  world = await createWorld()
  other = await world.secondDrachtio()
  const moreDrachtio = [{ host: '127.0.0.1', port: other.port, secret: SECRET }]
  harness = onDoubles(world, SECRET, { moreDrachtio, spareEndpoints: 0 })
  await harness.up()
})
afterEach(() => harness.close())

const nameOf = ({ port }: { readonly port: number }): string => `127.0.0.1:${port}`
const state = (name: string) => harness.telephony.servers().find(one => one.name === name)
const why = () => harness.healths.at(-1)?.why?.message ?? ''

describe('when all drachtio servers are gone', () => {
  beforeEach(async () => {
    world.drachtio.stop()
    other.stop()
    await world.advance(seconds(10))
  })

  test('each of them is named in one sentence after the other, which stays as it is.', async () => {
    const named = why().match(/drachtio at \S+ cannot be reached/g)
    expect(named).toEqual(
      [world.drachtio, other].map(one => `drachtio at ${nameOf(one)} cannot be reached`),
    )
    const said = harness.healths.length
    await world.advance(seconds(60))
    expect(harness.healths).toHaveLength(said)
    await other.start()
    await world.advance(seconds(5))
    expect(harness.healths.at(-1)).toMatchObject({ up: true, why: null })
  })

  test('a FreeSWITCH is told to be out of reach for that, and nothing else of it.', async () => {
    const noWay = { state: 'down', why: 'There is no drachtio to reach it over.' }
    expect(state(nameOf(world.freeswitch))).toMatchObject(noWay)
    await other.start()
    await world.advance(seconds(5))
    expect(state(nameOf(world.freeswitch))).toMatchObject({ state: 'up', why: null })
  })

  test('what was known of a FreeSWITCH before is not said any more.', async () => {
    world.freeswitch.stop()
    await other.start()
    await world.advance(seconds(5))
    expect(why()).toMatch(/^drachtio at .* FreeSWITCH at \S+ cannot be reached/)
    other.stop()
    await world.advance(seconds(10))
    expect(why()).not.toContain('FreeSWITCH')
    await world.freeswitch.start()
  })
})
