import { expect, test } from 'vitest'
import { serverLine } from '../../../src/cli/servers/server-words.ts'

const SERVER = {
  kind: 'freeswitch',
  name: '10.0.0.1:8021',
  why: null,
  calls: 1,
  legs: 2,
  supervisors: 0,
} as const

test.each([
  ['up', null, 'FreeSWITCH 10.0.0.1:8021  up, 1 call, 2 operators'],
  ['draining', null, 'FreeSWITCH 10.0.0.1:8021  being drained, 1 call, 2 operators'],
  ['drained', 'It is away.', 'FreeSWITCH 10.0.0.1:8021  drained: nothing is left on it'],
  ['down', 'It is away.', 'FreeSWITCH 10.0.0.1:8021  not reachable. It is away.'],
] as const)('A server that is %s is a line.', (state, why, line) => {
  expect(serverLine({ ...SERVER, state, why })).toBe(line)
})

test('Supervisors are told of where there are any: a server is not empty before they have left.', () => {
  const line = serverLine({ ...SERVER, state: 'draining', why: null, supervisors: 1 })
  expect(line).toBe('FreeSWITCH 10.0.0.1:8021  being drained, 1 call, 2 operators, 1 supervisor')
})
