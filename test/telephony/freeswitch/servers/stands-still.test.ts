import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { TrunkCapacity } from '../../../../src/telephony/call-event.ts'
import { answers, refuses } from '../../doubles/far/script.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const CALLEE = '+12125550100'
const OTHER = '+12125550101'
const BUSY = '+12125550102'

/** A server whose process is stopped keeps its connections, and takes every command. */
describe('a server that stands still', () => {
  let world: World
  let harness: DoublesHarness
  let capacities: TrunkCapacity[]

  beforeEach(async () => {
    world = await createWorld()
    world.carrier.script(answers(0))
    harness = onDoubles(world)
    capacities = []
    harness.telephony.capacity$.subscribe(capacity => capacities.push(capacity))
    await harness.up()
    harness.telephony.operatorUp('anna')
    await world.settled()
    await talk('a')
  })
  afterEach(() => harness.close())

  const call = (attempt: string, to: string): void => {
    const request = { from: '+12125550199', trunk: 'main', ringLimit: seconds(60) }
    harness.telephony.originate(attempt, { to, ...request })
  }
  const talk = async (attempt: string): Promise<void> => {
    call(attempt, CALLEE)
    await world.settled()
    harness.telephony.connect(attempt, 'anna')
    await world.settled()
    expect(harness.events.at(-1)).toMatchObject({ kind: 'connected', attempt })
  }
  const servers = { drachtio: () => world.drachtio, FreeSWITCH: () => world.freeswitch }
  const names = ['drachtio', 'FreeSWITCH'] as const
  const why = (): string => harness.healths.at(-1)?.why?.message ?? ''

  test.each(names)('%s: nobody is called any more, and it is named.', async which => {
    servers[which]().hang(true)
    await world.advance(seconds(4.1))
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 0 })
    expect(why()).toMatch(new RegExp(`^${which} at`))
    const kinds = { drachtio: 'drachtio', FreeSWITCH: 'freeswitch' } as const
    for (const { kind, state } of harness.telephony.servers())
      expect([kind, state]).toEqual([kind, kind === kinds[which] ? 'failing' : 'up'])
    await world.advance(seconds(5.5))
    expect(harness.events.at(-1)).toMatchObject({ kind: 'connected' })
    servers[which]().hang(false)
    await world.advance(seconds(1.1))
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
    expect(harness.healths.at(-1)?.up).toBe(true)
    await world.advance(seconds(30))
    expect(harness.events.at(-1), 'a short stall costs no talk').toMatchObject({
      attempt: 'a',
      kind: 'connected',
    })
  })

  test('FreeSWITCH, as somebody answers: they are the last one who is called.', async () => {
    world.carrier.script(refuses(486), BUSY)
    call('busy', BUSY)
    await world.settled()
    expect(harness.telephony.inUse().spareEndpoints, 'a channel for the next call').toBe(1)
    world.freeswitch.hang(true)
    call('b', OTHER)
    await world.settled()
    expect(harness.events.at(-1)).toMatchObject({ attempt: 'b', kind: 'answered' })
    await world.advance(seconds(2.1))
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 0 })
    world.freeswitch.hang(false)
    await world.advance(seconds(3))
  })

  test.each(names)('%s, for longer: its talks are over, and it is taken back.', async which => {
    servers[which]().hang(true)
    await world.advance(seconds(10.1))
    const kinds = harness.events.slice(-2).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['lost', 'operatorDown'])
    expect(why()).toMatch(new RegExp(`^${which} at`))
    await world.advance(seconds(60))
    expect(why()).toMatch(new RegExp(`^${which} at`))
    servers[which]().hang(false)
    await world.advance(seconds(6))
    expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
    expect(capacities.at(-1)).toEqual({ trunk: 'main', lines: 10 })
    harness.telephony.operatorUp('anna')
    await world.settled()
    await talk('b')
    // What the server was asked before it stood still is acknowledged by nobody.
    await world.advance(seconds(33))
  })
})
