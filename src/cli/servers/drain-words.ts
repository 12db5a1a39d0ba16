import { ONLY_AT } from '../../app/calls/phones-elsewhere.ts'
import type { ServerState } from '../../app/reading/watching.ts'
import { count, KINDS } from './server-words.ts'

/**
 * What a server that is being drained is waited for, in words.
 *
 * @param phones what is wrong with operators' phones: those that can be called over this server
 * only do not leave it by themselves.
 */
export function waitWords(server: ServerState, phones: readonly string[]): readonly string[] {
  const { kind, name, calls, legs, supervisors } = server
  const parts = [
    ...(calls === 0 ? [] : [`${count(calls, 'call')} to end`]),
    ...(legs === 0 ? [] : [`${count(legs, 'operator')} to be called elsewhere`]),
    ...(supervisors === 0 ? [] : [`${count(supervisors, 'supervisor')} to leave`]),
  ]
  const what = parts.length === 0 ? 'what is left on it to end' : parts.join(', ')
  const first = `${KINDS[kind]} ${name} is drained from now on. Waiting for ${what}.`
  const held = phones.filter(one => one.includes(` ${ONLY_AT} `) && one.includes(name))
  return [first, ...held, 'Ctrl-C ends the waiting; the server stays drained.']
}

/** That the run has ended while its server was waited for. */
export function runEnded(db: string, name: string): string {
  const kept = `The drain is kept: the next run gives ${name} nothing`
  return `The run on ${db} has ended. ${kept} until "carillon servers undrain ${name}".`
}
