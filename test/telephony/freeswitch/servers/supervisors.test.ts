import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import type { DrachtioDouble } from '../../doubles/drachtio/server.ts'
import { answers } from '../../doubles/far/script.ts'
import type { FreeswitchDouble } from '../../doubles/freeswitch/server.ts'
import { createWorld, SECRET, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

let world: World
let sip: DrachtioDouble
let media: FreeswitchDouble
let harness: DoublesHarness
/** Over which drachtio the supervisor's phone is registered; null: it stands at a fixed place. */
let registeredAt: string | null

const nameOf = ({ port }: { readonly port: number }): string => `127.0.0.1:${port}`
const at = ({ port }: { readonly port: number }) => ({ host: '127.0.0.1', port, secret: SECRET })

beforeEach(async () => {
  world = await createWorld()
  sip = await world.secondDrachtio()
  media = await world.secondFreeswitch()
  world.carrier.script(answers(0))
  registeredAt = null
  const uriOf = (one: string) => ({ uri: `sip:${one}@127.0.0.1:5062` })
  const way = () => (registeredAt === null ? {} : { way: registeredAt })
  const phoneOf = (one: string) => ({ ...uriOf(one), ...(one === 'olga' ? way() : {}) })
  const more = { moreDrachtio: [at(sip)], moreFreeswitch: [at(media)], spareEndpoints: 0 }
  harness = onDoubles(world, SECRET, more, { phones: { phoneOf }, supervisors: { phoneOf } })
  await harness.up()
  await world.settled()
})
afterEach(() => harness.close())

const servers = () => harness.telephony.servers()
const state = (name: string) => servers().find(one => one.name === name)
const up = async (operator: string): Promise<void> => {
  harness.telephony.operatorUp(operator)
  await world.settled()
}
const supervise = async (operator: string): Promise<void> => {
  harness.telephony.supervise('olga', operator, 'whisper')
  await world.advance(seconds(0.5))
}
const told = (): readonly string[] =>
  harness.events.flatMap(event => {
    if (event.kind === 'supervising') return [`${event.operator} ${event.way}`]
    return event.kind === 'supervisionEnded' ? [`ended ${event.why}`] : []
  })
const ringsOf = (one: string): number =>
  harness.phones.calls.filter(({ invite }) => invite.start.includes(`sip:${one}@`)).length
const hasLeg = (kind: 'drachtio' | 'freeswitch'): string =>
  servers().find(one => one.kind === kind && one.legs > 0)!.name

describe('a supervisor', () => {
  test('follows an operator who is taken from a FreeSWITCH that is drained, in the same call.', async () => {
    await up('anna')
    await supervise('anna')
    const name = hasLeg('freeswitch')
    expect(state(name)).toMatchObject({ legs: 1, supervisors: 1 })
    expect(harness.telephony.drain(name, true)).toBeNull()
    await world.advance(seconds(2))
    expect(state(name)).toMatchObject({ state: 'drained', supervisors: 0 })
    expect(told(), 'listening goes on').toEqual(['anna whisper'])
    expect(ringsOf('olga')).toBe(1)
    harness.telephony.supervise('olga', 'anna', 'barge')
    await world.advance(seconds(0.5))
    expect(told()).toEqual(['anna whisper', 'anna barge'])
  })

  test('follows an operator who is wanted for a call on another FreeSWITCH.', async () => {
    for (const operator of ['anna', 'bea']) await up(operator)
    await supervise('anna')
    const name = servers().find(one => one.supervisors > 0)!.name
    // Both calls go where one is free, and the second of them is anna's.
    const request = { from: '+12125550199', trunk: 'main', ringLimit: seconds(20) }
    for (const i of [0, 1])
      harness.telephony.originate(`a${i}`, { ...request, to: `+1212555010${i}` })
    await world.settled()
    for (const attempt of ['a0', 'a1']) {
      harness.telephony.connect(attempt, 'anna')
      await world.advance(seconds(1))
      expect(harness.events).toContainEqual({ kind: 'connected', attempt, operator: 'anna' })
      harness.telephony.hangUp(attempt)
      await world.advance(seconds(1))
    }
    const isThere = servers().find(one => one.kind === 'freeswitch' && one.supervisors > 0)
    expect(isThere?.name, 'anna was taken along once').not.toBe(name)
    expect(told().filter(one => one.startsWith('ended'))).toEqual([])
    expect(ringsOf('olga')).toBe(1)
  })

  test('who goes to somebody else and back at once stays, and one who hears nothing leaves.', async () => {
    for (const operator of ['anna', 'bea']) await up(operator)
    await supervise('anna')
    harness.telephony.supervise('olga', 'bea', 'listen')
    await supervise('anna')
    expect(told()).toEqual(['anna whisper'])
    // FreeSWITCH ends the listening, and the channel that was listened to is there.
    for (const one of [world.freeswitch, media])
      for (const channel of one.channels.values())
        channel.running.find(({ application }) => application === 'spied')?.stop('break')
    await world.advance(seconds(0.5))
    expect(told()).toEqual(['anna whisper', 'ended operatorDown'])
  })

  test('is called anew over another drachtio when theirs is drained.', async () => {
    await up('anna')
    const anna = hasLeg('drachtio')
    const other = [world.drachtio, sip].map(nameOf).find(name => name !== anna)!
    registeredAt = other
    await supervise('anna')
    expect(state(other)).toMatchObject({ supervisors: 1, legs: 0 })
    expect(harness.telephony.drain(other, true)).toBeNull()
    await world.advance(seconds(3))
    expect(state(other), 'a phone that is registered there alone').toMatchObject({
      state: 'draining',
      supervisors: 1,
    })
    registeredAt = anna
    await world.advance(seconds(2))
    expect(state(other)).toMatchObject({ state: 'drained', supervisors: 0 })
    expect(state(anna)).toMatchObject({ supervisors: 1 })
    expect(ringsOf('olga')).toBe(2)
    expect(told(), 'they are back').toEqual(['anna whisper', 'anna whisper'])
  })

  test('is not called over a drachtio that is drained.', async () => {
    await up('anna')
    const anna = hasLeg('drachtio')
    const request = { from: '+12125550199', trunk: 'main', ringLimit: seconds(20) }
    harness.telephony.originate('a', { ...request, to: '+12125550100' })
    await world.settled()
    harness.telephony.connect('a', 'anna')
    await world.settled()
    expect(harness.telephony.drain(anna, true)).toBeNull()
    await supervise('anna')
    expect(told()).toEqual(['anna whisper'])
    expect(state(anna)).toMatchObject({ legs: 1, supervisors: 0 })
  })
})
