import { describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { progressOf } from '../../../../src/telephony/freeswitch/rules/progress.ts'
import { retryAfter } from '../../../../src/telephony/freeswitch/rules/retry.ts'
import { Spares } from '../../../../src/telephony/freeswitch/rules/spares.ts'

describe('spares', () => {
  test('The freshest is taken first, and no more are kept than may be.', () => {
    const spares = new Spares<string>(2, 100)
    expect([spares.put('a', 0), spares.put('b', 10), spares.put('c', 20)]).toEqual([
      true,
      true,
      false,
    ])
    expect(spares.take(30)).toEqual({ spare: 'b', stale: [] })
    expect(spares.take(30)).toEqual({ spare: 'a', stale: [] })
    expect(spares.take(30)).toEqual({ spare: null, stale: [] })
  })

  test('What is too old is handed back to be let go.', () => {
    const spares = new Spares<string>(5, 100)
    spares.put('a', 0)
    spares.put('b', 50)
    expect(spares.take(100)).toEqual({ spare: 'b', stale: ['a'] })
    expect(spares.size).toBe(0)
  })

  test('What was dropped is not taken, and clearing gives all back.', () => {
    const spares = new Spares<string>(5, 100)
    for (const one of ['a', 'b', 'c']) spares.put(one, 0)
    spares.drop('c')
    expect(spares.take(1).spare).toBe('b')
    expect(spares.clear()).toEqual(['a'])
    expect(spares.size).toBe(0)
  })
})

test('A provisional response says that it rings, that there is audio, both or nothing.', () => {
  expect(progressOf(180, false)).toEqual(['ringing'])
  expect(progressOf(180, true)).toEqual(['ringing', 'earlyMedia'])
  expect(progressOf(183, true)).toEqual(['earlyMedia'])
  expect(progressOf(183, false)).toEqual([])
  expect(progressOf(199, false)).toEqual([])
})

test('Servers are tried again ever more slowly, and after a refusal slowly at once.', () => {
  const waits = [0, 1, 2, 3, 4, 5, 100].map(failures =>
    retryAfter('TELEPHONY_UNREACHABLE', failures),
  )
  expect(waits).toEqual([250, 500, 1000, 2000, 3000, 3000, 3000])
  expect(retryAfter(null, 0)).toBe(250)
  expect(retryAfter('TELEPHONY_REFUSED', 0)).toBe(seconds(10))
  expect(retryAfter('TELEPHONY_MISCONFIGURED', 0)).toBe(seconds(10))
})
