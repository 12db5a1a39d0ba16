import { expect, test } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { OTHER, RING, SOON, type TelephonyBench } from './bench.ts'

/** Ends that we make. */
export function ending(bench: TelephonyBench): void {
  test('A call that we take back while it rings ends as cancelled.', async () => {
    await bench.begin(person(seconds(3)))
    bench.call('a')
    await bench.advance(SOON)
    bench.telephony.hangUp('a')
    expect(bench.kinds('a'), 'a command tells nothing itself').toEqual(['trying', 'ringing'])
    await bench.advance(SOON)
    expect(bench.last('a')).toMatchObject({ cause: 'cancelled', from: 'us', sip: 487 })
    await bench.advance(seconds(4))
    expect(bench.kinds('a')).toEqual(['trying', 'ringing', 'ended'])
  })

  test('A call that we take back at once ends as cancelled.', async () => {
    await bench.begin(person(seconds(3)))
    bench.call('a')
    bench.telephony.hangUp('a')
    await bench.advance(seconds(4))
    expect(bench.kinds('a').at(-1)).toBe('ended')
    expect(bench.last('a')).toMatchObject({ cause: 'cancelled', from: 'us' })
  })

  test('An answered call that we end is hung up by us.', async () => {
    await bench.begin(person(RING))
    await bench.answered('a')
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    expect(bench.last('a')).toMatchObject({ cause: 'hangUp', from: 'us', sip: 200, q850: 16 })
  })

  test('A talk that we end is hung up by us, and the operator is free.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    expect(bench.last('a')).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'us' })
    await bench.joined('b', 'anna', OTHER)
  })

  test('A talk that we end leaves the operator free at once, before its end is told.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    await bench.answered('b', OTHER)
    bench.telephony.hangUp('a')
    bench.telephony.connect('b', 'anna')
    expect(bench.kinds('a')).not.toContain('ended')
    await bench.advance(SOON)
    expect(bench.kinds('a')).toContain('ended')
    expect(bench.last('b')).toMatchObject({ kind: 'connected', operator: 'anna' })
  })

  test('Ending a call that is over, or never was, does nothing.', async () => {
    await bench.begin(unreached('busy', RING))
    bench.call('a')
    await bench.advance(RING + SOON)
    const told = bench.told.length
    bench.telephony.hangUp('a')
    bench.telephony.hangUp('a')
    bench.telephony.hangUp('never placed')
    await bench.advance(SOON)
    expect(bench.told.length).toBe(told)
  })

  test('Ending a call twice ends it once.', async () => {
    await bench.begin(person(RING))
    await bench.answered('a')
    bench.telephony.hangUp('a')
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    expect(bench.kinds('a').filter(kind => kind === 'ended')).toHaveLength(1)
  })
}

/** Ends that the callee makes. */
export function calleeEnding(bench: TelephonyBench): void {
  test('A person whom nobody speaks to hangs up when their patience ends.', async () => {
    await bench.begin(person(RING, { patience: seconds(1) }))
    await bench.answered('a')
    await bench.advance(seconds(1))
    expect(bench.last('a')).toMatchObject({ cause: 'hangUp', from: 'callee', q850: 16 })
  })

  test('A talk that the callee ends is hung up by them, and the operator is free.', async () => {
    await bench.begin(person(RING, { patience: millis(300), talk: seconds(1) }))
    await bench.joined('a', 'anna')
    await bench.advance(seconds(1))
    expect(bench.last('a')).toMatchObject({ kind: 'ended', cause: 'hangUp', from: 'callee' })
    await bench.joined('b', 'anna', OTHER)
  })
}
