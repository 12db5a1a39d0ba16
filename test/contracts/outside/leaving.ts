import { expect, test } from 'vitest'
import { millis } from '../../../src/base/duration.ts'
import { OTHER, SOON, type TelephonyBench } from '../telephony/bench.ts'
import { actsOf } from './acts.ts'

/** Operators who leave a callee to music, while it rings outside or at any other time. */
export function leaving(bench: TelephonyBench): void {
  const { talk, ring, answered, called, unite, held } = actsOf(bench)
  const leave = async (): Promise<void> => {
    bench.telephony.leaveOnHold('a')
    await bench.advance(SOON)
    expect(bench.kinds('a')).not.toContain('ended')
  }
  const drop = async (): Promise<void> => {
    bench.dropOperator('anna')
    await bench.advance(SOON)
  }

  test.each(['on hold', 'in the talk'])(
    'An operator leaves a callee who is %s while it rings outside, and is free at once.',
    async how => {
      await talk()
      if (how === 'on hold') await held()
      ring()
      bench.telephony.leaveOnHold('a')
      await answered()
      await bench.answered('b', OTHER)
      await bench.join('b', 'anna')
      await unite()
    },
  )

  test('The leg that is left may be joined right after the command.', async () => {
    await talk()
    await held()
    await bench.answered('b', OTHER)
    bench.telephony.leaveOnHold('a')
    await bench.join('b', 'anna')
    expect(bench.kinds('a')).not.toContain('ended')
  })

  test('A callee on hold whose operator’s leg drops waits for somebody outside.', async () => {
    await talk()
    await held()
    ring()
    bench.dropOperator('anna')
    bench.after(millis(50), () => bench.telephony.leaveOnHold('a'))
    await answered()
    await unite()
  })

  test.each(['left', 'dropped'])(
    'A callee who was %s on hold is joined to another operator.',
    async how => {
      await talk()
      await held()
      await (how === 'left' ? leave() : drop())
      await bench.join('a', 'bert')
    },
  )

  test('A callee who was left on hold hears a message to its end.', async () => {
    await talk()
    await held()
    await leave()
    bench.telephony.announce('a', { message: 'Nobody is there.', stopKey: null })
    await bench.advance(millis(3000))
    expect(bench.last('a')).toMatchObject({ kind: 'announced', completed: true })
  })

  test('A callee whom nobody outside takes is left as they were.', async () => {
    await talk()
    await held()
    await called()
    await leave()
    bench.telephony.hangUp('x')
    await bench.advance(SOON)
    bench.telephony.unite('a', 'x')
    await bench.advance(SOON)
    expect(bench.last('a')).toEqual({ attempt: 'a', kind: 'notUnited', outside: 'x' })
    await bench.join('a', 'bert')
  })

  test('Leaving a callee whom nobody has, twice, or a call that is over, does no harm.', async () => {
    await talk()
    await leave()
    await leave()
    bench.telephony.hangUp('a')
    bench.telephony.leaveOnHold('a')
    await bench.advance(SOON)
    expect(bench.kinds('a').filter(kind => kind === 'ended')).toHaveLength(1)
    bench.telephony.leaveOnHold('a')
    bench.telephony.leaveOnHold('nobody')
    await bench.joined('b', 'anna', OTHER)
  })

  const begun = [
    ['held', () => bench.telephony.hold('a', true)],
    [
      'taken off hold',
      () => {
        bench.telephony.hold('a', true)
        bench.telephony.hold('a', false)
      },
    ],
  ] as const
  const moments = begun.flatMap(([act, begin]) =>
    [0, 1, 30, 60].map(delay => ({ act, begin, delay })),
  )

  test.each(moments)('An operator leaves as the callee is $act, $delay ms later.', async one => {
    await talk()
    await called()
    one.begin()
    if (one.delay > 0) await bench.advance(millis(one.delay))
    await leave()
    await unite()
    await bench.joined('b', 'anna', OTHER)
  })
}
