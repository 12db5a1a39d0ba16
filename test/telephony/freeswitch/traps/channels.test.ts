import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../../src/base/duration.ts'
import { busy } from '../../doubles/far/script.ts'
import { treating } from '../../doubles/wire/treatment.ts'
import { CallsOnDoubles } from './calls-on-doubles.ts'

describe('a channel of FreeSWITCH', () => {
  const calls = new CallsOnDoubles()

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
