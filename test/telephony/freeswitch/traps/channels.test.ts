import { afterEach, describe, expect, test, vi } from 'vitest'
import { minutes, seconds } from '../../../../src/base/duration.ts'
import { busy } from '../../doubles/far/script.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { CallsOnDoubles } from './calls-on-doubles.ts'

describe('a channel of FreeSWITCH', () => {
  const calls = new CallsOnDoubles()
  afterEach(() => void vi.useRealTimers())

  test.each([
    ['is used again for ten minutes', 1, true],
    ['that nobody has needed for ten minutes is let go', 0, false],
  ])('%s.', async (_, sooner, again) => {
    calls.world.carrier.script(busy())
    await calls.call('a')
    const [before] = calls.world.freeswitch.channels.keys()
    await calls.world.advance(minutes(10) - sooner)
    await calls.call('b')
    const [after] = calls.world.freeswitch.channels.keys()
    expect(after === before).toBe(again)
    expect(calls.world.freeswitch.left.channels).toBe(1)
  })

  test('that does not answer our BYE is ended by a command, and counts no more.', async () => {
    await calls.call()
    calls.world.freeswitch.treat = treating('bye', 'neverAnswer')
    calls.harness.telephony.hangUp('a')
    await calls.world.settled()
    expect(calls.last).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'us' })
    expect(calls.world.freeswitch.left.channels).toBe(1)
    await calls.world.advance(seconds(4))
    expect(calls.world.freeswitch.left.channels).toBe(0)
    expect(calls.harness.telephony.inUse()).toMatchObject({ endpoints: 0, timers: 0 })
    // drachtio waits for the answer still (RFC 3261, 17.1.2.2).
    await calls.world.advance(seconds(32))
  })

  test('of which FreeSWITCH never connects back is given up, and hung up.', async () => {
    // The library waits on the host's clock.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    calls.world.freeswitch.connectsBack = 'never'
    await calls.call()
    calls.world.freeswitch.connectsBack = 'afterAnswer'
    await calls.world.advance(seconds(6))
    expect(calls.last).toMatchObject({ kind: 'ended', cause: 'failed', from: 'us' })
    vi.advanceTimersByTime(seconds(4))
    await calls.world.settled()
    expect(calls.world.freeswitch.left.channels).toBe(0)
  })

  test('whose BYE is lost is gone with its own connection.', async () => {
    await calls.call()
    calls.world.drachtio.rewrites = told => (/^sip\|.*\r\nBYE /.test(told) ? null : told)
    calls.world.freeswitch.end(calls.channelOf(calls.far).uuid, 'NORMAL_TEMPORARY_FAILURE')
    await calls.world.settled()
    expect(calls.far.ending).toBe('near BYE')
    expect(calls.last).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
    // A BYE that no application answers is forgotten by drachtio some time later.
    await calls.world.advance(seconds(64))
  })

  test('that dies on its way into a room ends its call at once.', async () => {
    calls.harness.telephony.operatorUp('anna')
    await calls.call()
    calls.world.freeswitch.treat = treating('sendmsg conference', 'neverAnswer')
    calls.harness.telephony.connect('a', 'anna')
    await calls.world.settled()
    calls.world.freeswitch.end(calls.channelOf(calls.far).uuid, 'NORMAL_TEMPORARY_FAILURE')
    await calls.world.settled()
    expect(calls.last).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
    expect(calls.far.ending).toBe('near BYE')
    expect(calls.harness.telephony.inUse()).toMatchObject({ calls: 0, timers: 0 })
  })

  test('that is made after we have given it up is let go.', async () => {
    calls.world.drachtio.treat = treating('sip INVITE', { delay: seconds(6.5) })
    await calls.call()
    // What comes after it, to see whether the server works again, is made at once.
    calls.world.drachtio.treat = () => 'obey'
    await calls.world.advance(seconds(6))
    expect(calls.last).toMatchObject({ kind: 'ended', cause: 'failed', from: 'us' })
    await calls.world.advance(seconds(1))
    expect(calls.harness.telephony.inUse()).toMatchObject({ endpoints: 0 })
    expect(calls.world.freeswitch.left.channels).toBe(0)
  })
})
