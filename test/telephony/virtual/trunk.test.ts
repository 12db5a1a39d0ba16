import { describe, expect, test } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import type { TrunkCapacity } from '../../../src/telephony/call-event.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { TrunkLoad } from '../../../src/telephony/virtual/trunk.ts'
import { type Setup, setup } from './setup.ts'

const CONGESTED = { kind: 'ended', cause: 'congestion', from: 'network', sip: 503, q850: 34 }

function callMany({ call }: Setup, count: number, prefix = 'a'): string[] {
  const attempts = Array.from({ length: count }, (_, i) => `${prefix}${i}`)
  for (const attempt of attempts) call(attempt)
  return attempts
}

const congested = ({ last }: Setup, attempts: readonly string[]): number =>
  attempts.filter(attempt => {
    const event = last(attempt)
    return event?.kind === 'ended' && event.cause === 'congestion'
  }).length

describe('lines', () => {
  test('A call beyond the lines ends as congestion and takes none.', () => {
    const bench = setup(person(seconds(3)), {
      trunks: [{ id: 'main', lines: 3, callsPerSecond: 100 }],
    })
    callMany(bench, 4)
    expect(bench.exchange.linesInUse('main')).toBe(3)
    expect(bench.exchange.liveCalls).toBe(4)
    bench.advance(seconds(1))
    expect(bench.last('a3')).toMatchObject(CONGESTED)
    expect(bench.story('a3')).toEqual(['20 trying', '500 ended'])
    expect(bench.exchange.linesInUse('main')).toBe(3)
  })

  test('A line is free again when its call has ended, whoever ended it.', () => {
    const bench = setup(unreached('busy', seconds(2)), {
      trunks: [{ id: 'main', lines: 2, callsPerSecond: 100 }],
    })
    callMany(bench, 2)
    bench.exchange.hangUp('a0')
    bench.advance(0)
    expect(bench.exchange.linesInUse('main')).toBe(1)
    bench.advance(seconds(3))
    expect(bench.exchange.linesInUse('main')).toBe(0)
    expect(bench.exchange.liveCalls).toBe(0)
  })

  test('A trunk that loses lines keeps its calls, takes no more, and says so.', () => {
    const bench = setup(person(seconds(3)))
    const told: TrunkCapacity[] = []
    bench.exchange.capacity$.subscribe(capacity => told.push(capacity))
    callMany(bench, 2)
    bench.exchange.setLines('main', 0)
    bench.call('b')
    bench.advance(seconds(4))
    expect(bench.last('a0')?.kind).toBe('answered')
    expect(bench.last('b')).toMatchObject(CONGESTED)
    bench.exchange.setLines('main', 10)
    bench.call('c')
    bench.advance(seconds(4))
    expect(bench.last('c')?.kind).toBe('answered')
    expect(told.map(({ lines }) => lines)).toEqual([10, 0, 10])
  })
})

describe('calls a second', () => {
  test('A full bucket takes as many calls at once as a second allows, then one at a time.', () => {
    const trunk = new TrunkLoad({ id: 'main', lines: 100, callsPerSecond: 4 }, 0)
    const admitted = (now: number, calls: number) =>
      Array.from({ length: calls }, () => trunk.admits(now)).filter(Boolean).length
    expect(admitted(0, 6)).toBe(4)
    expect(admitted(200, 1)).toBe(0)
    expect(admitted(250, 2)).toBe(1)
    expect(admitted(10_000, 6)).toBe(4)
  })

  test('A trunk of less than one call a second saves up for each.', () => {
    const trunk = new TrunkLoad({ id: 'main', lines: 100, callsPerSecond: 0.1 }, 0)
    const times = [0, 1000, 9999, 10_000, 19_999, 20_000]
    expect(times.map(now => trunk.admits(now))).toEqual([true, false, false, true, false, true])
  })

  test('Asking often does not lose what has been saved up.', () => {
    const trunk = new TrunkLoad({ id: 'main', lines: 100, callsPerSecond: 10 }, 0)
    for (let call = 0; call < 10; call++) trunk.admits(0)
    const asked = Array.from({ length: 10 }, (_, i) => trunk.admits((i + 1) * 10))
    expect(asked).toEqual([...Array(9).fill(false), true])
  })

  test('A call turned away for lack of a line leaves its second to the next.', () => {
    const trunk = new TrunkLoad({ id: 'main', lines: 1, callsPerSecond: 1 }, 0)
    trunk.inUse = 1
    expect(trunk.admits(0)).toBe(false)
    trunk.inUse = 0
    expect(trunk.admits(0)).toBe(true)
  })

  test('Calls beyond the rate end as congestion.', () => {
    const bench = setup(person(seconds(3)), {
      trunks: [{ id: 'main', lines: 100, callsPerSecond: 4 }],
      congestionDelay: millis(80),
    })
    const attempts = callMany(bench, 6)
    bench.advance(seconds(1))
    expect(congested(bench, attempts)).toBe(2)
    expect(bench.story('a5')).toEqual(['20 trying', '80 ended'])
  })
})

describe('faults', () => {
  test('Between two instants the share of calls is turned away, before and after none.', () => {
    const bench = setup(person(seconds(3)), {
      trunks: [
        {
          id: 'main',
          lines: 2000,
          callsPerSecond: 2000,
          faults: [{ from: seconds(10), to: seconds(20), share: 0.3 }],
        },
      ],
    })
    const waves = [seconds(9.999), seconds(10), seconds(19.999), seconds(20)].map((at, wave) => {
      bench.advance(at - bench.timeline.monotonic())
      return callMany(bench, 400, `${wave} `)
    })
    bench.advance(seconds(2))
    const [before, first, last, after] = waves.map(wave => congested(bench, wave))
    expect([before, after]).toEqual([0, 0])
    for (const turnedAway of [first!, last!]) {
      expect(turnedAway).toBeGreaterThan(90)
      expect(turnedAway).toBeLessThan(150)
    }
  })
})
