import { expect, test } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
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

  test('A phone rings no longer than was said.', async () => {
    await bench.begin(person(RING))
    bench.telephony.operatorUp('dead phone', { ringLimit: millis(700), answersItself: true })
    await bench.advance(millis(250))
    expect(bench.ofOperator('dead phone')).toEqual([])
    await bench.advance(millis(500))
    const down = { kind: 'operatorDown', operator: 'dead phone', why: 'noAnswer' }
    expect(bench.ofOperator('dead phone')).toEqual([down])
  })

  test('A phone that rings may be let be, and rung again.', async () => {
    await bench.begin(person(RING))
    bench.telephony.operatorUp('dead phone')
    await bench.advance(millis(250))
    bench.telephony.operatorDown('dead phone')
    await bench.advance(SOON)
    const down = { kind: 'operatorDown', operator: 'dead phone', why: 'asked' }
    expect(bench.ofOperator('dead phone')).toEqual([down])
    bench.telephony.operatorUp('dead phone', { ringLimit: millis(200), answersItself: true })
    await bench.advance(seconds(1))
    expect(bench.ofOperator('dead phone')).toEqual([down, { ...down, why: 'noAnswer' }])
  })

  test('A leg that is up is told again when it is asked for again, and stays one.', async () => {
    await bench.begin(person(RING))
    const call = { ringLimit: seconds(5), answersItself: true }
    bench.telephony.operatorUp('anna', call)
    await bench.advance(SOON)
    bench.telephony.operatorUp('anna', call)
    await bench.advance(SOON)
    const up = { kind: 'operatorUp', operator: 'anna' }
    expect(bench.ofOperator('anna')).toEqual([up, up])
    bench.telephony.operatorDown('anna')
    bench.telephony.operatorUp('anna', call)
    await bench.advance(SOON)
    expect(bench.lastOf('anna')).toEqual(up)
    await bench.joined('a', 'anna')
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
