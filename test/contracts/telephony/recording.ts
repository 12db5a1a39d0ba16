import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { millis } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { RING, SOON, type TelephonyBench } from './bench.ts'

const FILE = join(tmpdir(), 'carillon-contract', 'one call.wav')
const START = { kind: 'start', file: FILE, stereo: true } as const

/** What recording a call comes to. */
export function recording(bench: TelephonyBench): void {
  const told = () => bench.kinds('a').filter(kind => kind.startsWith('recording'))
  const ask = async (kind: 'pause' | 'resume' | 'stop') => {
    bench.telephony.record('a', { kind })
    await bench.advance(SOON)
  }

  test('A call is recorded, paused, gone on with and stopped, each of it told once.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    bench.telephony.record('a', START)
    bench.telephony.record('a', START)
    await bench.advance(SOON)
    expect(bench.last('a')).toEqual({ attempt: 'a', kind: 'recordingStarted', file: FILE })
    for (const act of ['pause', 'pause', 'resume', 'resume', 'stop', 'stop'] as const)
      await ask(act)
    expect(told()).toEqual([
      'recordingStarted',
      'recordingPaused',
      'recordingResumed',
      'recordingEnded',
    ])
  })

  test('What is asked of no recording, or of no answered call, comes to nothing.', async () => {
    await bench.begin(person(RING))
    bench.telephony.record('nobody', START)
    bench.call('a')
    bench.telephony.record('a', START)
    await bench.advance(RING + millis(100))
    await bench.join('a', 'anna')
    for (const act of ['pause', 'resume', 'stop'] as const) await ask(act)
    expect(told()).toEqual([])
  })

  test('A recording ends with its call, without a word of its own.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    bench.telephony.record('a', START)
    await bench.advance(SOON)
    bench.telephony.hangUp('a')
    bench.telephony.record('a', { kind: 'pause' })
    bench.telephony.record('a', START)
    await bench.advance(SOON)
    expect([told(), bench.last('a')?.kind]).toEqual([['recordingStarted'], 'ended'])
  })

  test('A recording outlives the leg of the operator.', async () => {
    await bench.begin(person(RING))
    await bench.joined('a', 'anna')
    bench.telephony.record('a', START)
    await bench.advance(SOON)
    bench.dropOperator('anna')
    await bench.advance(SOON)
    await bench.join('a', 'boris')
    await ask('pause')
    expect(told()).toEqual(['recordingStarted', 'recordingPaused'])
  })

  test.each([0, 1, 5, 20, 40])(
    'Whatever is asked for as the call ends (%s ms), nothing is told of it after its end.',
    async delay => {
      await bench.begin(person(RING))
      await bench.joined('a', 'anna')
      bench.telephony.record('a', START)
      bench.after(delay, () => bench.telephony.record('a', { kind: 'pause' }))
      bench.after(delay, () => bench.telephony.hangUp('a'))
      bench.after(delay, () => bench.telephony.record('a', { kind: 'resume' }))
      await bench.advance(SOON)
      expect(bench.last('a')?.kind).toBe('ended')
    },
  )
}
