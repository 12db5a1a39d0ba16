import { expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { SUPERVISION_WAYS } from '../../../src/telephony/supervision.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { RING, SOON, type TelephonyBench } from './bench.ts'

/** What comes of supervisors in operators' calls. */
export function supervising(bench: TelephonyBench): void {
  const told = () =>
    bench.told.flatMap(event => {
      if (event.kind === 'supervising') return [`${event.operator} ${event.way}`]
      return event.kind === 'supervisionEnded' ? [`${event.operator} ended ${event.why}`] : []
    })
  const supervise = async (way: 'listen' | 'whisper' | 'barge', operator = 'anna') => {
    bench.telephony.supervise('olga', operator, way)
    await bench.advance(SOON)
  }

  test('A supervisor comes to an operator, changes how, and leaves.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    for (const way of SUPERVISION_WAYS) await supervise(way)
    bench.telephony.stopSupervising('olga')
    await bench.advance(SOON)
    bench.telephony.stopSupervising('olga')
    await bench.advance(SOON)
    expect(told()).toEqual(['anna listen', 'anna whisper', 'anna barge', 'anna ended asked'])
    expect(bench.last('a')?.kind).toBe('connected')
  })

  test('One goes from an operator to another.', async () => {
    await bench.begin(person(RING))
    await bench.raised('anna')
    await bench.raised('boris')
    await supervise('barge')
    await supervise('listen', 'boris')
    await supervise('whisper')
    expect(told()).toEqual(['anna barge', 'boris listen', 'anna whisper'])
  })

  test('It goes on from one call to the next, and ends with the operator’s leg.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    await supervise('whisper')
    bench.telephony.hangUp('a')
    await bench.advance(SOON)
    await bench.joined('b', 'anna')
    expect(told()).toEqual(['anna whisper'])
    bench.dropOperator('anna')
    await bench.advance(SOON)
    expect(told()).toEqual(['anna whisper', 'anna ended operatorDown'])
  })

  test('Where the operator’s leg is not up nobody comes.', async () => {
    await bench.begin(person(RING))
    await supervise('listen')
    expect(told()).toEqual(['anna ended operatorDown'])
  })

  test('A supervisor’s phone that is not answered is told.', async () => {
    await bench.begin(person(RING))
    await bench.raised('anna')
    bench.telephony.supervise('dead phone', 'anna', 'listen')
    await bench.advance(seconds(2))
    expect(told()).toEqual(['anna ended noAnswer'])
  })

  const moments = [0, 1, 8, 45].flatMap(delay =>
    (['leaves', 'drops', 'both'] as const).map(what => ({ delay, what })),
  )

  test.each(moments)('Of who $what after $delay ms exactly one end is told.', async one => {
    await bench.begin(person(RING))
    await bench.raised('anna')
    bench.telephony.supervise('olga', 'anna', 'whisper')
    bench.after(one.delay, () => {
      if (one.what !== 'leaves') bench.dropOperator('anna')
      if (one.what !== 'drops') bench.telephony.stopSupervising('olga')
    })
    await bench.advance(SOON)
    expect(told().filter(one => one.includes('ended'))).toHaveLength(1)
  })
}
