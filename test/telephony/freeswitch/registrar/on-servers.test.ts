import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { createFreeSwitchTelephony } from '../../../../src/telephony/freeswitch/adapter.ts'
import type { FreeSwitchTelephony } from '../../../../src/telephony/freeswitch/freeswitch.ts'
import {
  REGISTRAR_DEFAULTS,
  Registrar,
} from '../../../../src/telephony/freeswitch/registrar/registrar.ts'
import { FREESWITCH_DEFAULTS } from '../../../../src/telephony/freeswitch/settings.ts'
import { answers } from '../../doubles/far/script.ts'
import { parseSip, statusOf } from '../../doubles/sip/message.ts'
import { createWorld, SECRET, type World } from '../../doubles/world.ts'
import { NONCE_KEY } from './registering.ts'

const AT = '127.0.0.1:5060'
const ANNA = { username: 'anna', password: 'invented', at: AT, expires: 60 }

describe('a phone that registers over the SIP server', () => {
  let world: World
  let registrar: Registrar
  let telephony: FreeSwitchTelephony
  const events: string[] = []

  beforeEach(async () => {
    world = await createWorld()
    events.length = 0
    registrar = new Registrar(
      {
        ...REGISTRAR_DEFAULTS,
        realm: 'carillon',
        algorithm: 'MD5',
        nonceKey: NONCE_KEY,
        accountOf: user =>
          user === 'anna' ? { operator: 'anna', secret: { password: 'invented' } } : null,
      },
      world.timeline,
    )
    const server = (port: number) => ({ host: '127.0.0.1', port, secret: SECRET })
    telephony = createFreeSwitchTelephony({
      settings: {
        ...FREESWITCH_DEFAULTS,
        drachtio: server(world.drachtio.port),
        freeswitch: server(world.freeswitch.port),
        trunks: [],
        soundOf: () => '',
      },
      timeline: world.timeline,
      phones: registrar,
      registrar,
    })
    telephony.events$.subscribe(({ kind }) => events.push(kind))
    await up()
  })

  afterEach(async () => {
    const closing = telephony.close()
    await world.advance(seconds(5))
    await closing
    await world.settled()
    expect(telephony.inUse().timers).toBe(0)
    await world.close()
  })

  async function up(): Promise<void> {
    let isUp = false
    const told = telephony.health$.subscribe(health => {
      isUp = health.up
    })
    await world.until(() => isUp)
    told.unsubscribe()
    await world.settled()
  }

  it('is called there when its operator is, and no longer when it has gone', async () => {
    const phone = world.phone(5071)
    phone.script(answers(0))
    phone.caller.register(ANNA)
    await world.settled()
    expect(phone.caller.registered).toBe(200)
    expect(registrar.phoneOf('anna')).toEqual({
      uri: 'sip:anna@127.0.0.1:5071',
      way: `127.0.0.1:${world.drachtio.port}`,
    })
    telephony.operatorUp('anna')
    await world.until(() => events.length > 0)
    expect(events).toEqual(['operatorUp'])
    telephony.operatorDown('anna')
    await world.settled()
    phone.caller.register({ ...ANNA, expires: 0 })
    await world.settled()
    expect([phone.caller.registered, registrar.phoneOf('anna')]).toEqual([200, null])
    expect(world.left()).toEqual({})
  })

  it('is refused with a wrong password, a brief stay, and then without being looked at', async () => {
    const phone = world.phone(5072)
    const statusFor = async (more: object): Promise<number> => {
      phone.caller.register({ ...ANNA, ...more })
      await world.settled()
      return phone.caller.registered
    }
    expect(await statusFor({ expires: 59 })).toBe(423)
    for (let i = 0; i < 5; i++) expect(await statusFor({ password: 'guessed' })).toBe(401)
    expect(await statusFor({})).toBe(503)
    await world.advance(seconds(1))
    expect(await statusFor({})).toBe(200)
    expect(world.left()).toEqual({})
  })

  it('is told at once that it reaches nobody when it calls, and nobody else is told anything', async () => {
    const phone = world.phone(5076)
    const reply = async (from: string, caller = phone) => {
      const call = caller.caller.call('100', AT, from)
      await world.settled()
      return [call.state, call.ending]
    }
    expect(await reply('anna')).toEqual(['calling', ''])
    phone.caller.register(ANNA)
    await world.settled()
    expect(await reply('anna')).toEqual(['ended', '403'])
    expect(await reply('ben')).toEqual(['calling', ''])
    expect(await reply('anna', world.phone(5077))).toEqual(['calling', ''])
    expect([...registrar.callers]).toEqual(['anna'])
    const said = world.network.log.filter(({ message }) => statusOf(message) === 403)
    expect(said.map(({ message }) => message.start)).toEqual([
      'SIP/2.0 403 Operators are called here',
    ])
    await world.advance(seconds(70))
  })

  it('registers as before when a server went and came back', async () => {
    const phone = world.phone(5073)
    world.freeswitch.dropApplications()
    await world.settled()
    await up()
    world.drachtio.dropApplications()
    await world.settled()
    await up()
    phone.caller.register(ANNA)
    await world.settled()
    expect(phone.caller.registered).toBe(200)
    const sent = world.network.log.filter(({ to }) => to === phone.address)
    expect(sent.map(({ message }) => statusOf(message))).toEqual([401, 200])
  })

  it('does no harm with malformed and huge headers', async () => {
    const stranger = world.phone(5074)
    const send = async (headers: string): Promise<readonly number[]> => {
      const before = world.network.log.length
      const via = 'Via: SIP/2.0/UDP 127.0.0.1:5074;branch=z9hG4bKx'
      const text = `REGISTER sip:${AT} SIP/2.0\r\n${via}\r\n${headers}\r\n\r\n`
      world.network.send(stranger.address, AT, parseSip(text)!)
      await world.settled()
      const sent = world.network.log.slice(before).filter(({ to }) => to === stranger.address)
      return sent.map(({ message }) => statusOf(message))
    }
    const basic = 'CSeq: 1 REGISTER\r\nCall-ID: x'
    const from = `${basic}\r\nFrom: <sip:a@b>;tag=1`
    expect(await send(from)).toEqual([400])
    expect(await send(`${from}\r\nTo: ${'<'.repeat(500)}`)).toEqual([400])
    expect(
      await send(`${from}\r\nTo: <sip:a@b>\r\nContact: <sip:a@b>${'x'.repeat(13_000)}`),
    ).toEqual([400])
    expect(
      await send(`${basic}\r\nFrom: <sip:a@b>;x=${'x'.repeat(13_000)}\r\nTo: <sip:a@b>`),
    ).toEqual([])
    const phone = world.phone(5075)
    phone.caller.register(ANNA)
    await world.settled()
    expect(phone.caller.registered).toBe(200)
  })
})
