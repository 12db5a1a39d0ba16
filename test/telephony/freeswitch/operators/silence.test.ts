import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../../src/base/duration.ts'
import {
  SILENCE_FIRST,
  SILENCE_LONGEST,
  silenceAfter,
} from '../../../../src/telephony/freeswitch/operators/silence.ts'
import type { FreeSwitchSettings } from '../../../../src/telephony/freeswitch/settings.ts'
import { answers, busy } from '../../doubles/far/script.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const CALLEE = '+12125550100'
const LIMIT = 'media_timeout_audio'

describe('silence that is allowed', () => {
  test('is twice as long when it came again soon, up to a minute, and short at first.', () => {
    expect(silenceAfter(seconds(10), seconds(99))).toBe(seconds(20))
    expect(silenceAfter(seconds(40), seconds(41))).toBe(minutes(1))
    expect(silenceAfter(seconds(60), seconds(61))).toBe(minutes(1))
    expect(silenceAfter(seconds(60), minutes(10))).toBe(seconds(10))
  })

  test('stays between its first and its longest, whatever a phone does.', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(minutes(20))), lasts => {
        const allowed = lasts.reduce((now, last) => silenceAfter(now, last), SILENCE_FIRST)
        expect(allowed).toBeGreaterThanOrEqual(SILENCE_FIRST)
        expect(allowed).toBeLessThanOrEqual(SILENCE_LONGEST)
      }),
    )
  })
})

describe('a phone of which nothing comes', () => {
  let world: World
  let harness: DoublesHarness

  beforeEach(async () => {
    world = await createWorld()
  })

  afterEach(async () => {
    // What was asked in vain is forgotten after 32 s (RFC 3261, timer B).
    await world.advance(seconds(33))
    await harness.close()
  })

  const begin = async (change: Partial<FreeSwitchSettings> = {}): Promise<void> => {
    harness = onDoubles(world, undefined, change)
    await harness.up()
  }
  const raise = async (): Promise<void> => {
    harness.telephony.operatorUp('anna')
    await world.settled()
  }
  const call = async (attempt: string): Promise<void> => {
    const ringLimit = seconds(20)
    harness.telephony.originate(attempt, {
      to: CALLEE,
      from: '+12125550199',
      trunk: 'main',
      ringLimit,
    })
    await world.settled()
  }
  const told = (): string[] =>
    harness.events.map(event => (event.kind === 'operatorDown' ? `down ${event.why}` : event.kind))
  const phone = () => harness.phones.callTo('anna')
  const channel = () =>
    world.freeswitch.channel(world.freeswitch.channelAt(phone().remoteMediaPort))
  /** As FreeSWITCH does with a channel on which nothing has come for so long. */
  const fallSilent = async (time: number): Promise<void> => {
    await world.advance(time)
    world.freeswitch.end(channel().uuid, 'MEDIA_TIMEOUT')
    await world.settled()
  }

  test('is asked after ten seconds, and later each time that it answers.', async () => {
    await begin()
    await world.advance(minutes(10))
    await raise()
    const limits: (string | undefined)[] = []
    for (const time of [10, 20, 40, 60, 60]) {
      limits.push(channel().variables.get(LIMIT))
      await fallSilent(seconds(time))
    }
    expect(limits).toEqual(['10000', '20000', '40000', '60000', '60000'])
    expect([told(), phone().state]).toEqual([['operatorUp'], 'answered'])
    await fallSilent(minutes(10))
    expect(channel().variables.get(LIMIT)).toBe('10000')
  })

  test('and that does not answer is told as down 4 s later, and is rung anew.', async () => {
    await begin()
    await raise()
    harness.phones.script(answers(0, { onReinvite: 'ignore' }), 'anna')
    await fallSilent(SILENCE_FIRST)
    await world.advance(seconds(4) - 1)
    expect(told()).toEqual(['operatorUp'])
    await world.advance(1)
    expect([told(), phone().ending]).toEqual([['operatorUp', 'down lost'], 'near BYE'])
    harness.phones.script(answers(0), 'anna')
    await raise()
    expect([told().at(-1), harness.phones.calls.length]).toEqual(['operatorUp', 2])
    expect(channel().variables.get(LIMIT)).toBe('10000')
  })

  test('since it holds us is asked later, and as soon as before when it takes us back.', async () => {
    await begin()
    await raise()
    const limits: (string | undefined)[] = []
    for (const on of [true, false]) {
      phone().hold(on)
      await world.settled()
      limits.push(channel().variables.get(LIMIT))
    }
    expect(limits).toEqual(['100000', '10000'])
  })

  test('in talk leaves nobody with it: whoever talked may be given to somebody else.', async () => {
    world.carrier.script(answers(0))
    await begin()
    await raise()
    harness.telephony.operatorUp('ben')
    await call('a')
    harness.telephony.connect('a', 'anna')
    await world.settled()
    harness.phones.script(answers(0, { onReinvite: 'ignore' }), 'anna')
    await fallSilent(SILENCE_FIRST)
    await world.advance(seconds(4))
    expect(told().slice(-2)).toEqual(['connected', 'down lost'])
    harness.telephony.connect('a', 'ben')
    await world.advance(100)
    expect(told().at(-1)).toBe('connected')
  })

  test('has its own limit on a channel that a call did not need any more.', async () => {
    world.carrier.script(busy())
    await begin()
    await call('a')
    expect(harness.telephony.inUse().spareEndpoints).toBe(1)
    await raise()
    expect(harness.telephony.inUse().spareEndpoints).toBe(0)
    expect(channel().variables.get(LIMIT)).toBe('10000')
  })

  test('leaves no limit to a call or a supervisor that has the channel after it.', async () => {
    await begin({ mediaTimeout: null })
    harness.phones.script(busy(), 'anna')
    harness.telephony.operatorUp('ben')
    await raise()
    expect(told()).toContain('down refused')
    harness.phones.script(answers(0), 'eve')
    const limits: string[] = []
    world.freeswitch.treat = command => {
      if (command.includes(LIMIT)) limits.push(command.split(' ').at(-1)!)
      return 'obey'
    }
    harness.telephony.supervise('eve', 'ben', 'listen')
    await world.settled()
    harness.telephony.stopSupervising('eve')
    await raise()
    world.carrier.script(answers(0))
    await call('a')
    expect(limits).toEqual(['0', '10000', '0'])
  })
})
