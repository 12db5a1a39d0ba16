import { describe, expect, it } from 'vitest'
import type { Dialog, Request, Response } from './packages.ts'
import { OFFER, useRig } from './rig.ts'
import { challenge, provesPassword } from './sip/digest.ts'

const AT = '127.0.0.1:5060'

describe('a request from the network', () => {
  const rig = useRig()

  /** Answers whoever calls. Tells why the last dialog was destroyed. */
  function answering(): () => string {
    let why = ''
    rig().srf.invite((request, response) => {
      void rig()
        .srf.createUAS(request, response, { localSdp: OFFER })
        .then(dialog =>
          dialog.on('destroy', (_bye: unknown, reason: string) => {
            why = reason
          }),
        )
    })
    return () => why
  }

  it('is answered with 503 where no application asks for its kind', async () => {
    const call = rig().world.carrier.caller.call('100', AT, '12125550111')
    await rig().world.settled()
    expect(call.ending).toBe('503')
    expect(rig().world.left()).toEqual({})
  })

  it('becomes a call that the application answers and ends', async () => {
    const { world } = rig()
    let dialog: Dialog | null = null
    rig().srf.invite((request, response) => {
      void rig()
        .srf.createUAS(request, response, { localSdp: OFFER })
        .then(made => {
          dialog = made
        })
    })
    await world.settled()
    const call = world.carrier.caller.call('100', AT, '12125550111')
    await world.settled()
    expect(call.state).toBe('answered')
    expect(call.remoteSdp).toBe(OFFER)
    expect(world.left()).toEqual({ dialogs: 1, farCalls: 1 })
    await rig().soon(dialog!.destroy())
    expect([call.ending, world.left()]).toEqual(['near BYE', {}])
  })

  it('becomes a call that the caller ends', async () => {
    const { world } = rig()
    const why = answering()
    await world.settled()
    const call = world.carrier.caller.call('100', AT, '12125550111')
    await world.settled()
    call.hangUp()
    await world.settled()
    expect([why(), world.left()]).toEqual(['normal release', {}])
  })

  it('is taken back by a CANCEL, which the server answers itself', async () => {
    const { world } = rig()
    let cancelled = false
    rig().srf.invite((request, response) => {
      response.send(180)
      request.on('cancel', () => {
        cancelled = true
      })
    })
    await world.settled()
    const call = world.carrier.caller.call('100', AT, '12125550111')
    await world.settled()
    expect(call.state).toBe('ringing')
    world.carrier.caller.cancel(call)
    await world.settled()
    expect([cancelled, call.ending, world.left()]).toEqual([true, '487', {}])
  })

  it('registers a phone that answers the challenge, and no other', async () => {
    const { world } = rig()
    const password = { username: 'anna', password: 'invented' }
    rig().srf.register(registrar(password))
    await world.settled()
    const phone = world.phone(5071)
    phone.caller.register({ ...password, at: AT, expires: 60 })
    const stranger = world.phone(5072)
    stranger.caller.register({ ...password, password: 'guessed', at: AT, expires: 60 })
    await world.settled()
    expect([phone.caller.registered, stranger.caller.registered]).toEqual([200, 401])
    expect(world.left()).toEqual({})
  })

  it('ends with a BYE of the server when the answer is never acknowledged', async () => {
    const { world } = rig()
    const why = answering()
    await world.settled()
    world.carrier.caller.call('100', AT, '12125550111')
    // The phone's network goes away before the answer comes.
    world.network.blackHole(world.carrier.address)
    await world.advance(40_000)
    expect(why()).toBe('ACK timeout')
  })
})

/** A registrar that knows one phone. */
function registrar(who: { username: string; password: string }) {
  return (request: Request, response: Response): void => {
    const proof = request.get('Authorization') ?? ''
    if (provesPassword(proof, who, 'once', 'REGISTER')) return response.send(200)
    response.send(401, { headers: { 'WWW-Authenticate': challenge('carillon', 'once') } })
  }
}
