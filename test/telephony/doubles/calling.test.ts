import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { answers, busy, earlyMedia, refuses, rings } from './far/script.ts'
import { OFFER, useRig } from './rig.ts'
import { mediaPortOf } from './sip/sdp.ts'

const WHO = '12125550100'

describe('a call through the drachtio double', () => {
  const rig = useRig()

  it('needs an application that is let in', () => {
    expect(rig().connects).toEqual([null])
    expect(rig().world.drachtio.applications).toBe(1)
  })

  it('rings, is answered, and ends with the BYE of the application', async () => {
    const { world } = rig()
    world.carrier.script(answers(seconds(3)))
    const placed = rig().call(WHO)
    await world.advance(seconds(2))
    expect(placed.provisionals.map(({ status }) => status)).toEqual([180])
    expect(placed.dialog).toBeNull()
    await world.advance(seconds(1))
    expect(placed.dialog?.connected).toBe(true)
    expect(world.carrier.callTo(WHO).acknowledged).toBe(true)
    expect(world.left()).toEqual({ dialogs: 1, farCalls: 1 })
    await rig().soon(placed.dialog!.destroy())
    expect(world.carrier.callTo(WHO).ending).toBe('near BYE')
    expect(world.left()).toEqual({})
  })

  it('ends with the BYE of the person', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    const placed = rig().call(WHO)
    await world.settled()
    world.carrier.callTo(WHO).hangUp()
    await world.settled()
    expect(placed.destroyed).toBe('normal release')
    expect(world.left()).toEqual({})
  })

  it('is busy, with the Q.850 cause and the address of the carrier', async () => {
    rig().world.carrier.script(busy())
    const placed = rig().call(WHO)
    await rig().world.settled()
    expect(placed.error).toMatchObject({ name: 'SipError', status: 486 })
    expect(placed.error?.res?.get('Reason')).toBe('Q.850;cause=17;text="USER_BUSY"')
    expect(placed.error?.res?.source_address).toBe('127.0.0.1')
    expect(rig().world.left()).toEqual({})
  })

  it.each([404, 480, 503, 603])('is refused by %i after it rang', async status => {
    rig().world.carrier.script({ ...rings(), ...refuses(status, seconds(5)) })
    const placed = rig().call(WHO)
    await rig().world.advance(seconds(5))
    expect(placed.error?.status).toBe(status)
    expect(rig().world.left()).toEqual({})
  })

  it('is cancelled while it rings', async () => {
    rig().world.carrier.script(rings())
    const placed = rig().call(WHO)
    await rig().world.advance(seconds(18))
    placed.request!.cancel({}, () => {})
    await rig().world.settled()
    expect(placed.error?.status).toBe(487)
    expect(rig().world.carrier.callTo(WHO).ending).toBe('CANCEL')
    expect(rig().world.left()).toEqual({})
  })

  it('is heard before the answer', async () => {
    const { world } = rig()
    world.carrier.script(earlyMedia(seconds(4)))
    const placed = rig().call(WHO)
    await world.advance(seconds(1))
    expect(placed.provisionals[0]?.status).toBe(183)
    expect(mediaPortOf(placed.provisionals[0]!.body)).toBe(world.carrier.callTo(WHO).mediaPort)
  })

  it('proves a password to a trunk that asks for one', async () => {
    const asksFor = { username: 'carillon', password: 'invented' }
    rig().world.carrier.script(answers(0, { asksFor }))
    const placed = rig().call(WHO, { auth: asksFor })
    await rig().world.settled()
    expect(placed.error).toBeNull()
    expect(placed.dialog?.connected).toBe(true)
  })

  it('is refused by a trunk whose password is wrong', async () => {
    const asksFor = { username: 'carillon', password: 'invented' }
    rig().world.carrier.script(answers(0, { asksFor }))
    const placed = rig().call(WHO, { auth: { ...asksFor, password: 'forgotten' } })
    await rig().world.settled()
    expect(placed.error?.status).toBe(407)
  })

  it('makes an offer of its own where the INVITE brings none', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    const offered = await rig().soon<unknown>(
      rig().srf.createUAC(`sip:${WHO}@127.0.0.1:5090`, { noAck: true }),
    )
    const { sdp, ack } = offered as { sdp: string; ack(sdp: string): Promise<unknown> }
    expect(mediaPortOf(sdp)).toBe(world.carrier.callTo(WHO).mediaPort)
    await rig().soon(ack(OFFER))
    await world.settled()
    expect(world.carrier.callTo(WHO).remoteMediaPort).toBe(40_000)
  })

  it('reaches the next hop that the application names', async () => {
    rig().world.carrier.script(answers(0))
    const placed = rig().call(WHO, { proxy: 'sip:127.0.0.1:5090;lr' }, `sip:${WHO}@trunk.invalid`)
    await rig().world.settled()
    expect(placed.dialog?.connected).toBe(true)
  })
})
