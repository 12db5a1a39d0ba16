import { expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import type { TrunkCapacity } from '../../../src/telephony/call-event.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { RING, SOON, type TelephonyBench } from './bench.ts'

/** What is around the calls: operators' legs and trunks. */
export function around(bench: TelephonyBench): void {
  test('A leg that is brought up is told, and so is one that is taken down.', async () => {
    await bench.begin(person(RING))
    await bench.raised('anna')
    bench.telephony.operatorDown('anna')
    await bench.advance(SOON)
    expect(bench.lastOf('anna')).toEqual({ kind: 'operatorDown', operator: 'anna', why: 'asked' })
    await bench.raised('anna')
  })

  test('A phone that rings in vain is told as down.', async () => {
    await bench.begin(person(RING))
    bench.telephony.operatorUp('dead phone')
    await bench.advance(seconds(2))
    expect(bench.ofOperator('dead phone')).toEqual([
      { kind: 'operatorDown', operator: 'dead phone', why: 'noAnswer' },
    ])
  })

  test('Every subscriber is told at once what each trunk can carry.', async () => {
    await bench.begin(person(RING))
    for (let subscriber = 0; subscriber < 2; subscriber++) {
      const told: TrunkCapacity[] = []
      bench.telephony.capacity$.subscribe(capacity => told.push(capacity)).unsubscribe()
      expect(told).toEqual([{ trunk: 'main', lines: 10 }])
    }
  })
}
