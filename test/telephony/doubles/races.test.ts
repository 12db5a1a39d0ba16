import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { answers, answersAndHangsUp, answersLate, refuses, rings } from './far/script.ts'
import type { Dialog, Response } from './packages.ts'
import { OFFER, useRig } from './rig.ts'
import { methodOf, statusOf } from './sip/message.ts'

const WHO = '12125550100'
const URI = `sip:${WHO}@127.0.0.1:5090`

describe('a trap of drachtio', () => {
  const rig = useRig()

  const awaited = async (): Promise<{ readonly dialog: Dialog; readonly told: boolean }> => {
    rig().world.carrier.script(answersAndHangsUp(seconds(1), 0))
    let told = false
    const attend = async (): Promise<Dialog> => {
      const dialog = await rig().srf.createUAC(URI, { localSdp: OFFER })
      dialog.on('destroy', () => {
        told = true
      })
      return dialog
    }
    const dialog = await rig().soon(attend())
    await rig().world.settled()
    return { dialog, told }
  }

  it('a 200 and a BYE in one chunk lose the destroy event of an awaited createUAC', async () => {
    rig().world.drachtio.chunking = 'joined'
    const { dialog, told } = await awaited()
    expect([dialog.connected, told]).toEqual([false, false])
  })

  it('a 200 and a BYE in chunks of their own do not', async () => {
    const { dialog, told } = await awaited()
    expect([dialog.connected, told]).toEqual([false, true])
  })

  it('the callback of createUAC hears of the BYE that shares a chunk with the 200', async () => {
    rig().world.drachtio.chunking = 'joined'
    rig().world.carrier.script(answersAndHangsUp(seconds(1), 0))
    const placed = rig().call(WHO)
    await rig().world.advance(seconds(2))
    expect(placed.destroyed).toBe('normal release')
    expect(rig().world.left()).toEqual({})
  })

  it('a 200 that crosses the CANCEL makes a dialog that the server itself ends', async () => {
    rig().world.carrier.script(answersLate())
    const placed = rig().call(WHO)
    await rig().world.settled()
    placed.request!.cancel({}, () => {})
    await rig().world.settled()
    expect(placed.dialog).not.toBeNull()
    expect(placed.destroyed).toBe('ACK-BYE due to cancel race condition')
    expect(rig().world.carrier.callTo(WHO).ending).toBe('near BYE')
    expect(rig().world.left()).toEqual({})
  })

  it('a CANCEL after the final response is refused, and nobody ends the call', async () => {
    rig().world.carrier.script(answers(0))
    const placed = rig().call(WHO)
    await rig().world.settled()
    let why = ''
    placed.request!.cancel({}, error => {
      why = error?.message ?? ''
    })
    await rig().world.settled()
    expect(why).toMatch(/^unable to cancel unknown transaction id: /)
    expect(rig().world.left()).toEqual({ dialogs: 1, farCalls: 1 })
  })

  it('a CANCEL before any provisional response is held back until one comes', async () => {
    const { world } = rig()
    world.carrier.script({ silent: true })
    const placed = rig().call(WHO)
    await world.settled()
    placed.request!.cancel({}, () => {})
    await world.advance(seconds(5))
    const cancelled = () => world.network.log.some(({ message }) => methodOf(message) === 'CANCEL')
    expect([cancelled(), placed.error]).toEqual([false, null])
    world.carrier.callTo(WHO).respond(180, 'Ringing')
    await world.settled()
    expect([cancelled(), placed.error?.status]).toEqual([true, 487])
  })

  it('a modify that was refused makes every later one hang for ever', async () => {
    rig().world.carrier.script(answers(0, { onReinvite: { refuse: 491 } }))
    const placed = rig().call(WHO)
    await rig().world.settled()
    const dialog = placed.dialog!
    await expect(rig().soon(dialog.modify(OFFER))).rejects.toMatchObject({ status: 491 })
    rig().world.carrier.script(answers(0))
    expect(await rig().settles(dialog.modify(OFFER))).toBe(false)
  })

  it('a second BYE finds no dialog', async () => {
    rig().world.carrier.script(answers(0))
    const placed = rig().call(WHO)
    await rig().world.settled()
    await rig().soon(placed.dialog!.destroy())
    await expect(rig().soon(placed.dialog!.destroy())).rejects.toMatchObject({ code: 'ENODIALOG' })
  })

  it('a BYE that is never answered holds the dialog for 32 seconds', async () => {
    const { world } = rig()
    world.carrier.script(answers(0, { onBye: 'ignore' }))
    const placed = rig().call(WHO)
    await world.settled()
    let ended = false
    void placed.dialog!.destroy().then(() => {
      ended = true
    })
    await world.advance(seconds(31))
    expect([ended, world.left().dialogs]).toEqual([false, 1])
    await world.advance(seconds(1))
    expect([ended, world.left()]).toEqual([true, {}])
  })

  it('finals that the server makes itself have no source address', async () => {
    const { world } = rig()
    world.carrier.script(refuses(503))
    const theirs = rig().call(WHO)
    const noPort = rig().call(WHO, {}, 'sip:a@127.0.0.1:1')
    const noHost = rig().call(WHO, {}, 'sip:a@nowhere.invalid')
    await world.settled()
    const told = [theirs, noPort, noHost].map(({ error }) => [
      error?.status,
      error?.res?.source_address,
    ])
    expect(told).toEqual([
      [503, '127.0.0.1'],
      [503, ''],
      [503, ''],
    ])
    expect(noHost.error).toMatchObject({ reason: 'DNS Error' })
  })

  it('an INVITE that nobody answers at all ends after 32 seconds by a 408 of the server', async () => {
    rig().world.network.blackHole('127.0.0.1:5999')
    const placed = rig().call(WHO, {}, 'sip:a@127.0.0.1:5999')
    await rig().world.advance(seconds(31))
    expect(placed.error).toBeNull()
    await rig().world.advance(seconds(1))
    expect(placed.error?.status).toBe(408)
    expect(placed.error?.res?.source_address).toBe('')
  })

  it('a re-INVITE that nobody listens to is answered with the old description', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    rig().call(WHO)
    await world.settled()
    world.carrier.callTo(WHO).hold()
    await world.settled()
    expect(world.carrier.callTo(WHO).remoteSdp).toBe(OFFER)
  })

  it('a re-INVITE waits for the application that listens to it', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    const placed = rig().call(WHO)
    await world.settled()
    const changed = OFFER.replace('a=sendrecv', 'a=recvonly')
    placed.dialog!.on('modify', (_request: unknown, response: Response) =>
      response.send(200, { body: changed }),
    )
    world.carrier.callTo(WHO).hold()
    await world.settled()
    expect(world.carrier.callTo(WHO).remoteSdp).toBe(changed)
  })

  it('an answer that comes again, by a fork or not, is acknowledged as the first, untold', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    const placed = rig().call(WHO)
    await world.settled()
    let told = 0
    world.drachtio.rewrites = message => {
      told++
      return message
    }
    const call = world.carrier.callTo(WHO)
    call.answerAgain()
    call.answerAgain('another')
    await world.settled()
    const acks = world.network.log.filter(({ message }) => methodOf(message) === 'ACK')
    expect(acks.map(({ message }) => message)).toEqual(Array(3).fill(acks[0]?.message))
    expect([told, placed.dialog?.connected]).toEqual([0, true])
  })

  it('a 180 to a re-INVITE loses the answer, which nobody acknowledges', async () => {
    const { world } = rig()
    world.carrier.script(answers(0, { onReinvite: 'ringFirst' }))
    const placed = rig().call(WHO)
    await world.settled()
    expect(await rig().settles(placed.dialog!.modify(OFFER))).toBe(false)
    const acks = world.network.log.filter(({ message }) => methodOf(message) === 'ACK')
    expect(acks).toHaveLength(1)
  })

  it('a re-INVITE that is open when we hang up is refused by the server', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    const placed = rig().call(WHO)
    await world.settled()
    placed.dialog!.on('modify', () => void placed.dialog!.destroy())
    world.carrier.callTo(WHO).hold()
    await world.settled()
    const refused = world.network.log.filter(({ message }) => statusOf(message) === 500)
    expect([refused.length, world.left()]).toEqual([1, {}])
  })

  it('a session that is not refreshed is ended by the server, which says why', async () => {
    const { world } = rig()
    world.carrier.script(answers(0))
    const placed = rig().call(WHO)
    await world.settled()
    world.drachtio.endUnasked(placed.dialog!.id, 'Session timer expired')
    await world.settled()
    expect(placed.destroyed).toBe('Session timer expired')
    expect(world.left()).toEqual({})
  })

  it('a response that shares a chunk with its acknowledgement is lost to an awaited request', async () => {
    rig().world.drachtio.chunking = 'joined'
    const options = { uri: 'sip:127.0.0.1:5090', method: 'OPTIONS' }
    const heard: string[] = []
    const ask = new Promise<void>(resolve => {
      rig().srf.request(options, (_error, request) => {
        request!.on('response', () => heard.push('in the callback'))
        void Promise.resolve().then(() => {
          request!.on('response', () => heard.push('after await'))
          resolve()
        })
      })
    })
    await rig().soon(ask)
    await rig().world.settled()
    expect(heard).toEqual(['in the callback'])
  })

  it('a call that rings on when its dialog is destroyed by nobody keeps its transaction', async () => {
    rig().world.carrier.script(rings({ onCancel: 'ignore' }))
    const placed = rig().call(WHO)
    await rig().world.settled()
    placed.request!.cancel({}, () => {})
    await rig().world.advance(seconds(60))
    expect(placed.error).toBeNull()
    expect(rig().world.left()).toEqual({ transactions: 1, farCalls: 1 })
  })
})
