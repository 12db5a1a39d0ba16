import type { ServerState } from '../../app/reading/watching.ts'

/** What is said of each kind. */
export const KINDS = { drachtio: 'drachtio', freeswitch: 'FreeSWITCH' } as const

const STATES = {
  up: 'up',
  down: 'not reachable',
  failing: 'failing',
  draining: 'being drained',
  drained: 'drained: nothing is left on it',
} as const

/** A server in a line: `FreeSWITCH 127.0.0.1:8021  up, 3 calls, 2 operators`; supervisors where there are any. */
export function serverLine(server: ServerState): string {
  const { kind, name, state, why, calls, legs, supervisors } = server
  const works = state === 'up' || state === 'draining' || state === 'failing'
  const watched = supervisors === 0 ? '' : `, ${count(supervisors, 'supervisor')}`
  const load = works ? `, ${count(calls, 'call')}, ${count(legs, 'operator')}${watched}` : ''
  const wrong = why === null || state === 'drained' ? '' : `. ${why}`
  return `${KINDS[kind]} ${name}  ${STATES[state]}${load}${wrong}`
}

/** `1 call`, `2 calls`. */
export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
