import { expect, test } from 'vitest'
import { drainsTold } from '../../../src/cli/servers/drains-told.ts'

test('A log hears once that a server is drained, and that it is used again, each time anew.', () => {
  const drains = drainsTold()
  const counts = { why: null, calls: 0, legs: 0, supervisors: 0 }
  const name = '10.0.0.1:9022'
  const at = (state: 'draining' | 'drained') =>
    ({ kind: 'drachtio', name, state, ...counts }) as const
  const isDrained = [
    'drachtio 10.0.0.1:9022 is drained: it is given nothing new until it is taken back.',
  ]
  expect(drains([])).toEqual([])
  for (let i = 0; i < 2; i++) {
    expect(drains([at('draining')])).toEqual(isDrained)
    expect(drains([at('drained')])).toEqual([])
    expect(drains([])).toEqual(['drachtio 10.0.0.1:9022 is used again.'])
  }
})
