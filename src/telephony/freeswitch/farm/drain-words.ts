import { CarillonError } from '../../../base/errors.ts'
import type { ServerLink } from '../servers.ts'

const KINDS = { drachtio: 'drachtio', freeswitch: 'FreeSWITCH' } as const

/** Why a server cannot be drained, or taken back, whatever it does now; null: it can. */
export function whyNotDrained(
  name: string,
  on: boolean,
  all: readonly ServerLink[],
): string | null {
  const link = all.find(one => one.name === name)
  const names = all.map(one => one.name).join(', ')
  if (link === undefined)
    return `There is no server ${JSON.stringify(name)} here: there are ${names}.`
  if (!on) return null
  const ofKind = all.filter(({ kind }) => kind === link.kind)
  if (link.kind === 'freeswitch' || ofKind.length > 1) return null
  const todo = 'Stop the campaigns, and let the calls end.'
  return `${name} is the only drachtio server: without it there are no calls. ${todo}`
}

/**
 * Why the last one that works is not drained.
 *
 * @param failing a FreeSWITCH that the others would need and that has not worked for a while; null:
 * no other one is connected.
 */
export function noOther(name: string, all: readonly ServerLink[], failing: string | null): string {
  const isSip = all.find(one => one.name === name)?.kind === 'drachtio'
  const last = isSip
    ? `No other drachtio server works: without ${name} there are no calls.`
    : `No other FreeSWITCH server works: without ${name} nobody can talk.`
  if (failing === null) return last
  const over = isSip ? ' over the other one' : ''
  return `${last} FreeSWITCH at ${failing} fails${over}; it is tried every second.`
}

/** Why there is nothing to telephone with, where that is because servers are drained. */
export function areDrained(
  drained: readonly ServerLink[],
  why: CarillonError | null,
): CarillonError {
  const names = drained.map(({ kind, name }) => `${KINDS[kind]} ${name}`).join(', ')
  const one = drained.length === 1
  const what = one ? `The server ${names} is drained` : `The servers ${names} are drained`
  const todo = `take ${one ? 'it' : 'one'} back with "carillon servers undrain ${drained[0]?.name}".`
  const first = why === null ? '' : `${why.message} `
  return new CarillonError('TELEPHONY_UNREACHABLE', `${first}${what}: ${todo}`)
}
