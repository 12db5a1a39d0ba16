import { expect, test } from 'vitest'
import { BrokenRule } from '../../../src/base/assert.ts'
import { millis, seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { OTHER, RING, SOON, type TelephonyBench } from './bench.ts'

/** Messages for people nobody could speak to. */
export function announcing(bench: TelephonyBench): void {
  test('A message played to its end is told, and the call is still up.', async () => {
    await bench.begin(person(RING))
    await bench.answered('a')
    announce(bench, '9')
    await bench.advance(seconds(4))
    expect(bench.last('a')).toEqual({ attempt: 'a', kind: 'announced', completed: true })
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    expect(bench.last('a')).toMatchObject({ cause: 'hangUp', from: 'us' })
  })

  test('The stop key is told and ends the message.', async () => {
    await bench.begin(person(RING, { announcement: { kind: 'pressesStop', after: millis(500) } }))
    await bench.answered('a')
    announce(bench, '9')
    await bench.advance(millis(500) + SOON)
    expect(bench.of('a').slice(-2)).toEqual([
      { attempt: 'a', kind: 'digit', digit: '9' },
      { attempt: 'a', kind: 'announced', completed: false },
    ])
  })

  test('Without a stop key nobody presses it, and the message is played to its end.', async () => {
    await bench.begin(person(RING, { announcement: { kind: 'pressesStop', after: millis(500) } }))
    await bench.answered('a')
    announce(bench, null)
    await bench.advance(seconds(4))
    expect(bench.kinds('a').slice(-2)).toEqual(['answered', 'announced'])
    expect(bench.last('a')).toMatchObject({ completed: true })
  })

  test('A callee who hangs up during the message ends both.', async () => {
    await bench.begin(person(RING, { announcement: { kind: 'hangsUp', after: millis(500) } }))
    await bench.answered('a')
    announce(bench, '9')
    await bench.advance(seconds(4))
    expect(bench.kinds('a').slice(-2)).toEqual(['answered', 'ended'])
    expect(bench.last('a')).toMatchObject({ cause: 'hangUp', from: 'callee' })
  })

  test('Our end of a call during the message ends both.', async () => {
    await bench.begin(person(RING))
    await bench.answered('a')
    announce(bench, '9')
    bench.telephony.hangUp('a')
    await bench.advance(seconds(4))
    expect(bench.kinds('a').slice(-2)).toEqual(['answered', 'ended'])
  })
}

/** When there is nobody to play a message to. */
export function notAnnouncing(bench: TelephonyBench): void {
  test('Nothing is played to a call that rings, is joined or hears one already.', async () => {
    await bench.begin(person(RING))
    bench.call('a')
    expect(() => announce(bench, null)).toThrow(BrokenRule)
    await bench.advance(RING + SOON)
    announce(bench, null)
    expect(() => announce(bench, null)).toThrow(BrokenRule)
    bench.telephony.hangUp('a')
    await bench.joined('b', 'anna', OTHER)
    expect(() => announce(bench, null, 'b')).toThrow(BrokenRule)
  })

  test('Nothing is played to a call that is over.', async () => {
    await bench.begin(unreached('busy', RING))
    bench.call('a')
    await bench.advance(RING + SOON)
    announce(bench, null)
    await bench.advance(seconds(4))
    expect(bench.last('a')?.kind).toBe('ended')
  })
}

/** Plays a message of some seconds. */
function announce(bench: TelephonyBench, stopKey: string | null, attempt = 'a'): void {
  bench.telephony.announce(attempt, { message: 'Carillon called you.', stopKey })
}
