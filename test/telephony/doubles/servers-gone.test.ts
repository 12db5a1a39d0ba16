import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { answers, rings } from './far/script.ts'
import { OFFER, Rig, useRig } from './rig.ts'
import { treating } from './wire/treatment.ts'
import { createWorld } from './world.ts'

const WHO = '12125550100'

describe('drachtio, when it is gone or will not', () => {
  const rig = useRig()

  it('does not let an application in that says the wrong secret', async () => {
    const world = await createWorld()
    const other = new Rig(world)
    // The library tries again at once and for ever, unless it is told how often.
    await other.connect({ secret: 'wrong', reconnect: { maxAttempts: 1 } })
    expect(other.connects.map(error => error?.message)).toEqual([
      'failed to authenticate to server',
    ])
    expect(world.drachtio.applications).toBe(0)
    await other.close()
  })

  it('is asked again for ever by an application that says the wrong secret', async () => {
    const world = await createWorld()
    const other = new Rig(world)
    await other.connect({ secret: 'wrong' })
    await expect.poll(() => other.connects.length).toBeGreaterThan(3)
    expect(other.connects.every(error => error !== null)).toBe(true)
    await other.close()
  })

  it('lets the application in again after a restart, and has forgotten its calls', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    const placed = rig().call(WHO)
    await world.settled()
    await world.drachtio.restart()
    await expect.poll(() => world.drachtio.applications).toBe(1)
    expect(rig().connects).toEqual([null, null])
    expect(world.left()).toEqual({ farCalls: 1 })
    await expect(placed.dialog!.destroy()).rejects.toMatchObject({ code: 'ESOCKETDESTROYED' })
    const again = rig().call('12125550101')
    await world.settled()
    expect(again.dialog?.connected).toBe(true)
  })

  it('keeps calls over a lost connection, and another one can end them by their id', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    const placed = rig().call(WHO)
    await world.settled()
    world.drachtio.dropApplications()
    await expect.poll(() => world.drachtio.applications).toBe(1)
    expect(world.left()).toEqual({ dialogs: 1, farCalls: 1 })
    const options = { uri: 'sip:placeholder', method: 'BYE', stackDialogId: placed.dialog!.id }
    rig().srf.request(options, () => {})
    await world.settled()
    expect(world.left()).toEqual({})
  })

  it('answers the BYE of a person with 481 when the application is gone', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    rig().call(WHO)
    await world.settled()
    world.drachtio.dropApplications()
    world.carrier.callTo(WHO).hangUp()
    const { message } = world.network.log.findLast(({ to }) => to === world.carrier.address)!
    expect(message.start).toBe('SIP/2.0 481 Call/Transaction Does Not Exist')
  })

  it('a call in flight when the connection drops is never told of', async () => {
    const { world } = rig()
    world.carrier.script(rings())
    const placed = rig().call(WHO)
    await world.settled()
    world.drachtio.dropApplications()
    await expect.poll(() => world.drachtio.applications).toBe(1)
    world.carrier.callTo(WHO).respond(486, 'Busy Here')
    await world.advance(seconds(60))
    expect([placed.error, placed.dialog]).toEqual([null, null])
  })

  it('refuses a command', async () => {
    rig().world.drachtio.treat = treating('sip INVITE', { refuse: 'no luck today' })
    const placed = rig().call(WHO)
    await rig().world.settled()
    expect(placed.error).toMatchObject({ message: 'no luck today', code: 'EDRACHTIO' })
  })

  it('answers late, or not at all', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    world.drachtio.treat = treating('sip INVITE', { delay: seconds(9) })
    const late = rig().call(WHO)
    await world.advance(seconds(8))
    expect(late.request).toBeNull()
    await world.advance(seconds(1))
    expect(late.dialog?.connected).toBe(true)
    world.drachtio.treat = treating('sip BYE', 'neverAnswer')
    expect(await rig().settles(late.dialog!.destroy())).toBe(false)
    expect(world.left()).toEqual({ dialogs: 1, farCalls: 1 })
  })

  it('a message of more than 12 KB makes the connection deaf for ever', async () => {
    rig().world.carrier.script(answers(0))
    const big = rig().call(WHO, { headers: { 'X-Filling': 'x'.repeat(13_000) } })
    const next = rig().call('12125550101')
    await rig().world.advance(seconds(60))
    expect([big, next].map(({ request, error }) => request ?? error)).toEqual([null, null])
  })

  it('brings descriptions of 12 KB from the network', async () => {
    rig().world.carrier.script(answers(0, { sdpBytes: 12_000 }))
    const placed = rig().call(WHO)
    await rig().world.settled()
    expect(placed.dialog!.remote.sdp.length).toBeGreaterThan(12_000)
  })

  it('is unreachable while it is stopped', async () => {
    const { world } = rig()
    world.drachtio.stop()
    await world.settled()
    expect(() => rig().call(WHO, { localSdp: OFFER })).toThrow()
  })
})
