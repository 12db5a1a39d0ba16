import { CarillonError } from '../../base/errors.ts'
import type { Network, ServerEntry } from '../../campaign/site.ts'
import { openDrained } from '../calls/drained-file.ts'
import { absent, type Finding, skipped, wrong } from './finding.ts'

const CHECK = 'drained'

/** Which servers somebody has taken out of use: they may be as well as they like. */
export function checkDrained(dbFile: string, network: Network): readonly Finding[] {
  let left: readonly string[]
  try {
    left = openDrained(dbFile).left
  } catch (error) {
    if (!(error instanceof CarillonError)) throw error
    return [wrong(CHECK, error.message, 'Without it nobody knows which servers may be used.')]
  }
  const { drachtio, moreDrachtio = [], freeswitch, moreFreeswitch = [] } = network
  return [
    ...judgeDrained('drachtio', [drachtio, ...moreDrachtio], left),
    ...judgeDrained('FreeSWITCH', [freeswitch, ...moreFreeswitch], left),
  ]
}

/** Those of one kind. While none is left in use, nothing is dialed. */
function judgeDrained(
  kind: string,
  servers: readonly ServerEntry[],
  left: readonly string[],
): readonly Finding[] {
  const names = servers.map(({ host, port }) => `${host}:${port}`)
  const drained = names.filter(name => left.includes(name))
  const isLast = drained.length === names.length
  return drained.map(name => {
    const text = `${kind} ${name} is not used by "carillon run".`
    const todo = `While it is up, "carillon servers undrain ${name}" takes it back.`
    if (!isLast) return skipped(CHECK, `${text} ${todo}`)
    return absent(CHECK, `${text} There is no other, so nothing is dialed.`, todo)
  })
}
