import { describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { methodOf, statusOf } from '../../doubles/sip/message.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { CallsOnDoubles } from './calls-on-doubles.ts'

/** Offers and answers that come at odd times, or not at all (RFC 3264; RFC 3261, 13.2.1 and 14). */
describe('a session description', () => {
  const calls = new CallsOnDoubles()

  test('of early media is that of an answer without one.', async () => {
    calls.world.carrier.script({
      provisional: [{ after: 0, status: 183, media: true }],
      final: { after: seconds(1), status: 200, media: false },
    })
    await calls.call()
    const port = calls.far.remoteMediaPort
    await calls.world.advance(seconds(2))
    expect(calls.last).toMatchObject({ kind: 'answered' })
    expect(calls.far.remoteMediaPort).toBe(port)
    expect(calls.channelOf(calls.far).remoteMediaPort).toBe(calls.far.mediaPort)
    expect(calls.channelOf(calls.far).sends).toBe(true)
  })

  test('of a callee is known to FreeSWITCH before they go into a room.', async () => {
    const did: string[] = []
    calls.harness.telephony.operatorUp('anna')
    await calls.world.settled()
    calls.world.freeswitch.treat = command => {
      if (/^(reinvite|sendmsg conference)/.test(command)) did.push(command.split(' ')[0]!)
      return 'obey'
    }
    calls.world.drachtio.treat = treating('sip INVITE sip:placeholder', { delay: 100 })
    await calls.call()
    calls.harness.telephony.connect('a', 'anna')
    await calls.world.advance(99)
    expect(did).toEqual([])
    await calls.world.advance(1)
    expect(did).toEqual(['reinvite', 'sendmsg'])
    expect(calls.last).toMatchObject({ kind: 'connected' })
  })

  test('that a callee asks for is ours, as it stands, and the talk goes on.', async () => {
    await calls.talk()
    const { mediaPort } = calls.channelOf(calls.far)
    calls.far.askForOffer()
    await calls.world.settled()
    expect(calls.far.remoteMediaPort).toBe(mediaPort)
    expect(calls.last).toMatchObject({ kind: 'connected' })
  })

  test('that a callee offers is made known to FreeSWITCH once.', async () => {
    await calls.talk()
    const before = calls.world.network.log.length
    calls.far.reinvite()
    await calls.world.settled()
    const told = calls.world.network.log
      .slice(before)
      .filter(({ to, message }) => to === '127.0.0.1:5080' && methodOf(message) === 'INVITE')
    expect(told).toHaveLength(1)
  })

  test('that answers ours in an ACK says where the callee listens from then on.', async () => {
    await calls.talk()
    calls.far.askForOffer(45_000)
    await calls.world.settled()
    expect(calls.channelOf(calls.far).remoteMediaPort).toBe(45_000)
    expect(calls.last).toMatchObject({ kind: 'connected' })
  })

  test('of a phone’s that FreeSWITCH does not take is told 488, and the leg mended.', async () => {
    await calls.talk()
    const { kinds, phone } = calls
    const before = calls.world.network.log.length
    calls.world.freeswitch.treat = treating('reinvite', { refuse: '488 Not Acceptable Here' })
    phone.hold()
    calls.world.freeswitch.treat = command => {
      // The one that is refused is gone: what is made instead of it is taken.
      if (command === 'invite') calls.world.freeswitch.treat = () => 'obey'
      return command === 'reinvite' ? { refuse: '488 Not Acceptable Here' } : 'obey'
    }
    await calls.world.settled()
    const told = calls.world.network.log
      .slice(before)
      .filter(({ to, message }) => to === '127.0.0.1:5062' && statusOf(message) >= 200)
    expect(told.map(({ message }) => statusOf(message))).toEqual([488])
    expect(phone.state).toBe('answered')
    expect(calls.kinds).toEqual(kinds)
  })
})
