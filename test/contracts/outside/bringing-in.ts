import { expect, test } from 'vitest'
import { millis } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { OTHER, RING, SOON, type TelephonyBench } from '../telephony/bench.ts'
import { actsOf, PATIENT } from './acts.ts'

/** Somebody outside who is brought into a call, and left with the callee. */
export function outside(bench: TelephonyBench): void {
  const { talk, called, letIn, unite, held } = actsOf(bench)

  test.each([false, true])(
    'Somebody outside is let in (callee held: %s) and sent away; the talk goes on.',
    async isHeld => {
      await talk()
      if (isHeld) await held()
      await called()
      await letIn()
      bench.telephony.hangUp('x')
      await bench.advance(SOON)
      expect(bench.last('x')).toMatchObject({ kind: 'ended', cause: 'hangUp' })
      bench.telephony.hold('a', false)
      await bench.advance(SOON)
      expect(bench.last('a')?.kind).toBe('resumed')
    },
  )

  test.each(['at once', 'from hold', 'let in', 'let in, from hold'])(
    'A callee and somebody outside are left to themselves: %s.',
    async how => {
      await talk()
      if (how.includes('hold')) await held()
      await called()
      if (how.includes('let in')) await letIn()
      await unite()
      expect(bench.kinds('x')).not.toContain('ended')
      // The operator is free for somebody else.
      await bench.answered('b', OTHER)
      await bench.join('b', 'anna')
      for (const one of ['a', 'x']) bench.telephony.hangUp(one)
      await bench.advance(SOON)
      for (const one of ['a', 'x'])
        expect(bench.last(one)).toMatchObject({ kind: 'ended', cause: 'hangUp' })
    },
  )

  test.each(['a', 'x'])('Of two who are united, %s ends and the other stays.', async gone => {
    await talk()
    await called()
    await unite()
    bench.telephony.hangUp(gone)
    await bench.advance(SOON)
    const left = gone === 'a' ? 'x' : 'a'
    expect(bench.last(gone)).toMatchObject({ kind: 'ended', cause: 'hangUp' })
    expect(bench.kinds(left)).not.toContain('ended')
    await bench.join(left, 'bert')
  })

  test('A callee whom nobody has is left with somebody outside as well.', async () => {
    await talk()
    await called()
    await letIn()
    bench.dropOperator('anna')
    await bench.advance(SOON)
    await unite()
  })

  test('Somebody outside is let into no call that has no operator, or is over.', async () => {
    await bench.begin(person(RING, PATIENT))
    await bench.answered('a')
    await called()
    for (const end of [() => {}, () => bench.telephony.hangUp('a')]) {
      end()
      await bench.advance(SOON)
      bench.telephony.letIn('a', 'x')
      await bench.advance(SOON)
      expect(bench.last('x')).toEqual({ attempt: 'x', kind: 'notLetIn' })
    }
    await bench.join('x', 'bert')
  })

  test('A callee stays with their operator where nobody is there to be left with.', async () => {
    await talk()
    await called()
    bench.telephony.hangUp('x')
    await bench.advance(SOON)
    bench.telephony.unite('a', 'x')
    await bench.advance(SOON)
    expect(bench.of('a').map(({ kind }) => kind)).toContain('notUnited')
    await held()
  })

  test('Whoever visits a call is in no other room when its operator has the next callee.', async () => {
    await talk()
    await called()
    await letIn()
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    await bench.joined('b', 'anna', OTHER)
    // The one from outside is joined to nobody, and may be to somebody else.
    await bench.join('x', 'bert')
  })

  test('Nothing is told of who was on the way in as the call ends, but their own end.', async () => {
    await talk()
    await called()
    bench.telephony.letIn('a', 'x')
    bench.telephony.hangUp('a')
    bench.telephony.hangUp('x')
    await bench.advance(SOON)
    expect(bench.last('a')).toMatchObject({ kind: 'ended' })
    expect(bench.last('x')).toMatchObject({ kind: 'ended' })
    await bench.joined('b', 'anna', OTHER)
  })

  test('A busy number outside ends like any call; the callee stays.', async () => {
    await talk()
    await bench.end()
    await bench.begin(unreached('busy', millis(200)))
    await bench.joined('a', 'anna', OTHER)
    bench.call('x')
    await bench.advance(millis(600))
    expect(bench.last('x')).toMatchObject({ kind: 'ended', cause: 'busy' })
    bench.telephony.unite('a', 'x')
    await bench.advance(SOON)
    expect(bench.kinds('a').filter(kind => kind === 'ended')).toEqual([])
  })

  /** What is under way as somebody goes. */
  const begun = [
    ['let in', () => bench.telephony.letIn('a', 'x')],
    ['united', () => bench.telephony.unite('a', 'x')],
  ] as const
  const moments = begun.flatMap(([act, begin]) =>
    [0, 1, 30, 60, 120].map(delay => ({ act, begin, delay })),
  )
  const after = async (one: (typeof moments)[number]): Promise<void> => {
    await talk()
    await called()
    one.begin()
    if (one.delay > 0) await bench.advance(millis(one.delay))
  }

  test.each(moments)('The callee goes as one is $act, $delay ms later.', async one => {
    await after(one)
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    expect(bench.last('a')).toMatchObject({ kind: 'ended' })
    expect(bench.kinds('a').filter(kind => kind === 'ended')).toHaveLength(1)
    await bench.join('x', 'bert')
    await bench.joined('b', 'anna', OTHER)
  })

  test.each(moments)('Who is outside goes as they are $act, $delay ms later.', async one => {
    await after(one)
    bench.telephony.hangUp('x')
    await bench.advance(SOON)
    expect(bench.last('x')).toMatchObject({ kind: 'ended' })
    const isAlone = bench.kinds('a').includes('united')
    if (isAlone) await bench.join('a', 'bert')
    else await held()
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    await bench.joined('b', 'anna', OTHER)
  })

  test.each(moments)('The operator goes as one is $act, $delay ms later.', async one => {
    await after(one)
    bench.dropOperator('anna')
    await bench.advance(SOON)
    const isUnited = bench.kinds('a').includes('united')
    if (isUnited) expect(one.act).toBe('united')
    else await bench.join('a', 'bert')
    for (const call of ['a', 'x']) bench.telephony.hangUp(call)
    await bench.advance(SOON)
    for (const call of ['a', 'x'])
      expect(bench.kinds(call).filter(kind => kind === 'ended')).toHaveLength(1)
  })
}
