import { describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { rings } from '../../doubles/far/script.ts'
import { CallsOnDoubles } from '../traps/calls-on-doubles.ts'

describe('a drachtio that comes back and has forgotten everything', () => {
  const calls = new CallsOnDoubles()

  /** It dies, and another process is there in its place. */
  const replace = async (): Promise<void> => {
    await calls.world.drachtio.restart()
    await calls.harness.up()
    await calls.world.settled()
  }

  test('A talk is hung up at both its ends.', async () => {
    await calls.talk()
    expect(calls.last?.kind).toBe('connected')
    await replace()
    expect(calls.far.ending).toBe('near BYE')
    expect(calls.phone.ending).toBe('near BYE')
    expect(calls.world.drachtio.left).toEqual({ dialogs: 0, transactions: 0 })
  })

  test('A call that rings is taken back.', async () => {
    calls.world.carrier.script(rings())
    await calls.call()
    await calls.world.advance(seconds(1))
    expect(calls.far.state).toBe('ringing')
    await replace()
    expect(calls.far.ending).toBe('near BYE')
  })

  test('A caller who was being served is hung up.', async () => {
    const caller = await calls.answeredCaller()
    expect(calls.last).toMatchObject({ attempt: 'in', kind: 'answered' })
    await replace()
    expect(caller.ending).toBe('near BYE')
  })
})
