import { describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { answers } from '../../doubles/far/script.ts'
import { methodOf } from '../../doubles/sip/message.ts'
import { CallsOnDoubles } from './calls-on-doubles.ts'

describe('an answer', () => {
  const calls = new CallsOnDoubles()
  const acknowledgements = (): number =>
    calls.world.network.log.filter(
      ({ to, message }) => to === calls.world.carrier.address && methodOf(message) === 'ACK',
    ).length

  test.each([
    ['that comes twice', undefined],
    ['of another phone, to which the call was forked,', 'another'],
  ])(
    '%s is acknowledged by the server: the talk goes on, and nobody else is in it.',
    async (_, tag) => {
      await calls.talk()
      const { kinds } = calls
      const used = calls.harness.telephony.inUse()
      calls.far.answerAgain(tag)
      await calls.world.settled()
      expect(acknowledgements()).toBe(2)
      expect(calls.kinds).toEqual(kinds)
      expect(calls.harness.telephony.inUse()).toEqual(used)
      calls.harness.telephony.hangUp('a')
      await calls.world.settled()
      expect(calls.far.ending).toBe('near BYE')
      expect(calls.kinds).toEqual([...kinds, 'ended'])
    },
  )

  test('to a re-INVITE is not waited for from a phone that hangs up instead.', async () => {
    calls.harness.telephony.operatorUp('anna')
    await calls.world.settled()
    calls.harness.phones.script(answers(0, { onReinvite: 'ignore' }), 'anna')
    calls.world.freeswitch.end(calls.channelOf(calls.phone).uuid, 'NORMAL_TEMPORARY_FAILURE')
    await calls.world.settled()
    calls.phone.hangUp()
    await calls.world.settled()
    expect(calls.last).toMatchObject({ kind: 'operatorDown', why: 'hungUp' })
    expect(calls.harness.telephony.inUse()).toMatchObject({ legs: 0, dialogs: 0, timers: 0 })
    await calls.world.advance(seconds(32))
  })

  test('to a re-INVITE after a 180 is lost: the leg is down, and called again.', async () => {
    await calls.talk()
    calls.harness.phones.script(answers(0, { onReinvite: 'ringFirst' }), 'anna')
    calls.world.freeswitch.end(calls.channelOf(calls.phone).uuid, 'NORMAL_TEMPORARY_FAILURE')
    await calls.world.advance(seconds(4.1))
    expect(calls.harness.events).toContainEqual({
      kind: 'operatorDown',
      operator: 'anna',
      why: 'lost',
    })
    calls.harness.telephony.operatorUp('anna')
    await calls.world.settled()
    expect(calls.last).toMatchObject({ kind: 'operatorUp' })
  })
})
