import { expect, test } from 'vitest'
import { BrokenRule } from '../../../src/base/assert.ts'
import { millis, seconds } from '../../../src/base/duration.ts'
import { machine, person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { CALLEE, RING, SOON, type TelephonyBench } from './bench.ts'

/** From placing a call to its answer or its end. */
export function placing(bench: TelephonyBench): void {
  test('A call that is answered is tried, rings and is answered, in this order.', async () => {
    await bench.begin(person(RING))
    bench.call('a')
    expect(bench.kinds('a'), 'a command tells nothing itself').toEqual([])
    await bench.advance(RING + SOON)
    expect(bench.kinds('a')).toEqual(['trying', 'ringing', 'answered'])
  })

  test.each([
    ['busy', 'busy', 'callee', 486, 17, false],
    ['invalid', 'invalid', 'network', 404, 1, false],
    ['congestion', 'congestion', 'network', 503, 34, false],
    ['refused', 'refused', 'callee', 603, 21, true],
    ['unanswered', 'noAnswer', 'network', 480, 19, true],
  ] as const)(
    'A call that comes out %s ends as %s.',
    async (kind, cause, from, sip, q850, rings) => {
      await bench.begin(unreached(kind, RING))
      bench.call('a')
      await bench.advance(RING + SOON)
      expect(bench.kinds('a')).toEqual(rings ? ['trying', 'ringing', 'ended'] : ['trying', 'ended'])
      expect(bench.last('a')).toEqual({ attempt: 'a', kind: 'ended', cause, from, sip, q850 })
    },
  )

  test('A call that is not answered within the ring limit ends then as not answered.', async () => {
    await bench.begin(person(seconds(3)))
    bench.call('a', CALLEE, seconds(1))
    await bench.advance(millis(900))
    expect(bench.kinds('a')).toEqual(['trying', 'ringing'])
    await bench.advance(SOON)
    expect(bench.last('a')).toMatchObject({ cause: 'noAnswer', from: 'us', sip: 487 })
    await bench.advance(seconds(3))
    expect(bench.kinds('a')).toEqual(['trying', 'ringing', 'ended'])
  })

  test('An answer tells a machine from a person only where the adapter can.', async () => {
    await bench.begin(machine(RING))
    bench.call('a')
    await bench.advance(RING + SOON)
    const by = bench.telephony.capabilities.detectsMachines ? 'machine' : 'unknown'
    expect(bench.last('a')).toEqual({ attempt: 'a', kind: 'answered', by })
  })

  test('An attempt that lives is not placed a second time.', async () => {
    await bench.begin(person(RING))
    bench.call('a')
    expect(() => bench.call('a')).toThrow(BrokenRule)
    await bench.advance(RING + SOON)
    expect(bench.kinds('a')).toEqual(['trying', 'ringing', 'answered'])
  })
}
