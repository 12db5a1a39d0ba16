import { expect, test } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { RING, SOON, type TelephonyBench } from '../telephony/bench.ts'

/** Calls from outside, of which each test has one from a number that is called nowhere else. */
export function incoming(bench: TelephonyBench): void {
  const rings = async (): Promise<string> => {
    await bench.begin(person(RING))
    bench.callIn(CALLER, OURS)
    await bench.advance(SOON)
    expect(bench.callers).toEqual([
      { call: expect.any(String), trunk: 'main', from: CALLER, to: OURS },
    ])
    return bench.callers[0]!.call
  }
  const answered = async (): Promise<void> => {
    const call = await rings()
    bench.telephony.answer(call, 'in')
    await bench.advance(SOON)
    expect(bench.kinds('in')).toEqual(['answered'])
  }

  test('A call from the carrier is told with both numbers, and is no attempt yet.', async () => {
    const call = await rings()
    expect(bench.told).toEqual([])
    bench.telephony.refuse(call, 'busy')
    await bench.advance(SOON)
    expect(bench.callerFate()).toBe('busy')
  })

  test('An answered caller is a call like any other: joined, and hung up by us.', async () => {
    await answered()
    await bench.join('in', 'anna')
    bench.telephony.hangUp('in')
    await bench.advance(SOON)
    expect(bench.last('in')).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'us' })
  })

  test('A caller hears the message while joined to nobody.', async () => {
    await answered()
    bench.telephony.announce('in', { message: 'Carillon called you.', stopKey: '9' })
    await bench.advance(seconds(4))
    expect(bench.last('in')).toEqual({ attempt: 'in', kind: 'announced', completed: true })
  })

  test('A caller who leaves while they wait is told.', async () => {
    await answered()
    bench.callerLeaves()
    await bench.advance(SOON)
    expect(bench.last('in')).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'callee' })
  })

  test('A caller who leaves a talk is told.', async () => {
    await answered()
    await bench.join('in', 'anna')
    bench.callerLeaves()
    await bench.advance(SOON)
    expect(bench.last('in')).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'callee' })
  })

  test('Whoever is gone before we answer is told so, once we do.', async () => {
    const call = await rings()
    bench.callerLeaves()
    await bench.advance(millis(100))
    bench.telephony.answer(call, 'in')
    await bench.advance(SOON)
    expect(bench.of('in')).toMatchObject([{ kind: 'ended', cause: 'hangUp', from: 'callee' }])
  })

  test('Whoever leaves as we answer has one end.', async () => {
    const call = await rings()
    bench.telephony.answer(call, 'in')
    bench.callerLeaves()
    await bench.advance(seconds(1))
    expect(bench.kinds('in').filter(kind => kind === 'ended')).toHaveLength(1)
  })

  test('Our end before the answer has come about is one end too.', async () => {
    const call = await rings()
    bench.telephony.answer(call, 'in')
    bench.telephony.hangUp('in')
    await bench.advance(seconds(1))
    expect(bench.last('in')).toMatchObject({ kind: 'ended', from: 'us' })
  })

  test('A call that nobody answers or refuses is turned away.', { timeout: 15_000 }, async () => {
    await rings()
    await bench.advance(seconds(5))
    expect(bench.callerFate()).toBe('unavailable')
  })

  test('Refusing a call that is over does nothing.', async () => {
    const call = await rings()
    bench.callerLeaves()
    await bench.advance(SOON)
    bench.telephony.refuse(call, 'busy')
    bench.telephony.refuse('no such call', 'busy')
    await bench.advance(SOON)
    expect(bench.told).toEqual([])
  })
}

/** Who calls in these tests, and whom. */
export const CALLER = '+12125550142'
export const OURS = '+12125550199'
