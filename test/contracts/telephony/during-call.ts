import { expect, test } from 'vitest'
import { BrokenRule } from '../../../src/base/assert.ts'
import { millis } from '../../../src/base/duration.ts'
import type {
  ActFailure,
  DuringCallAct,
  DuringCallEvent,
} from '../../../src/telephony/call-event.ts'
import type { DuringCall } from '../../../src/telephony/port.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { OTHER, RING, SOON, type TelephonyBench } from './bench.ts'

/** What operators do in a call, each adapter as far as it can. */
export function duringCall(bench: TelephonyBench): void {
  /** Everybody who may have a part, and a talk of Anna's. */
  const talk = async (): Promise<void> => {
    await bench.begin(person(RING))
    await bench.raised('bert')
    await bench.joined('a', 'anna')
  }
  const act = async (
    what: (telephony: DuringCall) => void,
    ...said: readonly DuringCallEvent[]
  ): Promise<void> => {
    const before = bench.of('a').length
    what(bench.telephony)
    expect(bench.of('a').length, 'a command tells nothing itself').toBe(before)
    await bench.advance(SOON)
    expect(bench.of('a').slice(before)).toEqual(said.map(one => ({ attempt: 'a', ...one })))
  }
  const failed = (act: DuringCallAct, why: ActFailure) => ({ kind: 'actFailed', act, why }) as const
  const hold = (on: boolean) => (telephony: DuringCall) => telephony.hold('a', on)
  const invite = (who: string) => (telephony: DuringCall) => telephony.invite('a', who)
  const transfer = (who: string) => (telephony: DuringCall) => telephony.transfer('a', who)

  test('A callee is put on hold and taken off, as often as one likes.', async () => {
    await talk()
    await act(hold(true), { kind: 'held' })
    await act(hold(true), { kind: 'held' })
    await act(hold(false), { kind: 'resumed' })
    await act(hold(true), { kind: 'held' })
    await act(hold(false), { kind: 'resumed' })
    await act(hold(false), { kind: 'resumed' })
  })

  test('Of hold and its contrary in one instant the last one happens.', async () => {
    await talk()
    await act(
      telephony => {
        telephony.hold('a', true)
        telephony.hold('a', false)
      },
      { kind: 'resumed' },
    )
    await act(
      telephony => {
        telephony.hold('a', true)
        telephony.hold('a', false)
        telephony.hold('a', true)
      },
      { kind: 'held' },
    )
  })

  test('A microphone is closed and opened, and digits are sent.', async () => {
    await talk()
    await act(telephony => telephony.mute('a', true), { kind: 'muted' })
    await act(telephony => telephony.mute('a', false), { kind: 'unmuted' })
    await act(telephony => telephony.sendDigits('a', '12#'), { kind: 'digitsSent' })
  })

  test('Only keys of a telephone are sent.', async () => {
    await talk()
    for (const digits of ['', '1 2', 'x', '1'.repeat(33)])
      expect(() => bench.telephony.sendDigits('a', digits)).toThrow(BrokenRule)
  })

  test('A call that is joined to nobody has no operator’s acts.', async () => {
    await bench.begin(person(RING))
    await bench.raised('bert')
    await bench.answered('a')
    await act(hold(true), failed('hold', 'notJoined'))
    await act(hold(false), failed('resume', 'notJoined'))
    await act(telephony => telephony.mute('a', true), failed('mute', 'notJoined'))
    await act(telephony => telephony.sendDigits('a', '1'), failed('digits', 'notJoined'))
    await act(invite('bert'), failed('invite', 'notJoined'))
    await act(telephony => telephony.dismiss('a'), failed('dismiss', 'notJoined'))
    await act(transfer('bert'), failed('transfer', 'notJoined'))
    await bench.join('a', 'bert')
  })

  test('Acts in a call that is over tell nothing.', async () => {
    await talk()
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    const whole = bench.of('a').length
    for (const one of [hold(true), hold(false), invite('bert'), transfer('bert')])
      one(bench.telephony)
    bench.telephony.mute('a', true)
    bench.telephony.dismiss('a')
    await bench.advance(SOON)
    expect(bench.of('a')).toHaveLength(whole)
    await bench.joined('b', 'bert', OTHER)
  })

  test.each([false, true])('A callee (held: %s) goes to another operator.', async held => {
    await talk()
    if (held) await act(hold(true), { kind: 'held' })
    await act(transfer('bert'), { kind: 'transferred', operator: 'bert' })
    await bench.joined('b', 'anna', OTHER)
    await act(hold(true), { kind: 'held' })
    await act(hold(false), { kind: 'resumed' })
  })

  test.each(['nobody', 'anna', 'bert'])(
    'A callee does not go to %s, who is not free.',
    async who => {
      await talk()
      if (who === 'bert') await bench.joined('b', 'bert', OTHER)
      await act(transfer(who), failed('transfer', 'legBusy'))
      await act(invite(who), failed('invite', 'legBusy'))
      await act(hold(true), { kind: 'held' })
    },
  )

  test('A guest comes, is asked about, and gets the callee.', async () => {
    await talk()
    await act(hold(true), { kind: 'held' })
    await act(invite('bert'), { kind: 'guestJoined', operator: 'bert' })
    await act(invite('cora'), failed('invite', 'guestThere'))
    await act(transfer('bert'), { kind: 'transferred', operator: 'bert' })
    await bench.joined('b', 'anna', OTHER)
  })

  test('A guest comes and goes, and is free for another call.', async () => {
    await talk()
    await act(invite('bert'), { kind: 'guestJoined', operator: 'bert' })
    await act(telephony => telephony.dismiss('a'), { kind: 'guestLeft', operator: 'bert' })
    await act(telephony => telephony.dismiss('a'), failed('dismiss', 'noGuest'))
    await bench.joined('b', 'bert', OTHER)
    await act(hold(true), { kind: 'held' })
  })

  test('A guest’s leg is free at once when they are sent away, or the call is ended.', async () => {
    await talk()
    await act(invite('bert'), { kind: 'guestJoined', operator: 'bert' })
    await bench.answered('b', OTHER)
    bench.telephony.dismiss('a')
    bench.telephony.connect('b', 'bert')
    await bench.advance(SOON + SOON)
    expect(bench.last('b')).toEqual({ attempt: 'b', kind: 'connected', operator: 'bert' })
    await bench.raised('cora')
    await act(invite('cora'), { kind: 'guestJoined', operator: 'cora' })
    await bench.answered('c', OTHER)
    bench.telephony.hangUp('a')
    bench.telephony.connect('c', 'cora')
    await bench.advance(SOON + SOON)
    expect(bench.last('c')).toEqual({ attempt: 'c', kind: 'connected', operator: 'cora' })
  })

  test('A guest who drops out is told, and the talk goes on.', async () => {
    await talk()
    await act(invite('bert'), { kind: 'guestJoined', operator: 'bert' })
    bench.dropOperator('bert')
    await bench.advance(SOON)
    expect(bench.last('a')).toEqual({ attempt: 'a', kind: 'guestLeft', operator: 'bert' })
    await act(hold(true), { kind: 'held' })
  })

  test.each([false, true])('Whose operator drops out (held: %s) goes to the guest.', async held => {
    await talk()
    await act(invite('bert'), { kind: 'guestJoined', operator: 'bert' })
    if (held) await act(hold(true), { kind: 'held' })
    bench.dropOperator('anna')
    await bench.advance(SOON)
    expect(bench.lastOf('anna')).toMatchObject({ kind: 'operatorDown' })
    await bench.join('a', 'bert')
  })

  /** Everything that may be under way as somebody goes. */
  const acts: readonly (readonly [string, (telephony: DuringCall) => void])[] = [
    ['hold', hold(true)],
    ['mute', telephony => telephony.mute('a', true)],
    ['digits', telephony => telephony.sendDigits('a', '1')],
    ['invite', invite('bert')],
    ['transfer', transfer('bert')],
  ]
  const gone = { cause: 'hangUp', kind: 'ended' }

  test.each(moments(acts, [0, 1, 40]))('We hang up after $act, $delay ms.', async one => {
    await talk()
    await one.begin(bench)
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    expect(bench.last('a')).toMatchObject(gone)
    await bench.answered('b', OTHER)
    await bench.join('b', one.delay === 1 ? 'anna' : 'bert')
  })

  test.each(moments(acts, [0, 30, 60]))('The operator goes after $act, $delay ms.', async one => {
    await talk()
    await one.begin(bench)
    bench.dropOperator('anna')
    await bench.advance(SOON)
    if (one.act === 'transfer') expect(bench.last('a')).toMatchObject({ kind: 'transferred' })
    else await bench.join('a', 'bert')
  })

  test.each(moments(acts.slice(3), [0, 30, 60]))(
    'The other goes after $act, $delay ms.',
    async one => {
      await talk()
      await one.begin(bench)
      bench.dropOperator('bert')
      await bench.advance(SOON)
      if (bench.kinds('a').includes('transferred')) await bench.join('a', 'cora')
      else await act(hold(true), { kind: 'held' })
    },
  )
}

/** Each act, begun so long before what the test has happen. */
function moments(
  acts: readonly (readonly [string, (telephony: DuringCall) => void])[],
  delays: readonly number[],
) {
  return acts.flatMap(([act, start]) =>
    delays.map(delay => ({
      act,
      delay,
      async begin(bench: TelephonyBench): Promise<void> {
        start(bench.telephony)
        if (delay > 0) await bench.advance(millis(delay))
      },
    })),
  )
}
