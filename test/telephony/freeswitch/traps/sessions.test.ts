import { describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { header } from '../../doubles/sip/message.ts'
import { CallsOnDoubles, dialogOf } from './calls-on-doubles.ts'

describe('drachtio keeps sessions (RFC 4028), and', () => {
  const calls = new CallsOnDoubles()

  test('is told to by each INVITE to a carrier.', async () => {
    await calls.call()
    const { invite } = calls.far
    expect(header(invite, 'Session-Expires')).toBe('1800')
    expect(header(invite, 'Supported')).toMatch(/\btimer\b/)
  })

  test('hangs up a callee whose session expires: that is the network’s doing.', async () => {
    await calls.talk()
    calls.world.drachtio.endUnasked(dialogOf(calls.far.invite), 'Session timer expired')
    await calls.world.settled()
    expect(calls.far.ending).toBe('near BYE')
    expect(calls.last).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
  })

  test('hangs up an operator’s phone: the leg is lost, and is called again.', async () => {
    await calls.talk()
    calls.world.drachtio.endUnasked(dialogOf(calls.phone.invite), 'Session timer expired')
    await calls.world.settled()
    expect(calls.harness.events).toContainEqual({
      kind: 'operatorDown',
      operator: 'anna',
      why: 'lost',
    })
    calls.harness.telephony.operatorUp('anna')
    await calls.world.settled()
    expect(calls.last).toMatchObject({ kind: 'operatorUp' })
    expect(calls.harness.phones.calls).toHaveLength(2)
  })

  test('hangs up a caller who does not acknowledge our answer: the network’s doing.', async () => {
    calls.world.carrier.caller.acknowledges = false
    const caller = await calls.answeredCaller()
    await calls.world.advance(seconds(31))
    expect(calls.last).toMatchObject({ attempt: 'in', kind: 'answered' })
    await calls.world.advance(seconds(1))
    expect(caller.ending).toBe('near BYE')
    expect(calls.last).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'network' })
  })
})
