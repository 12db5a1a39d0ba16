import type { OperatorId } from '../../base/id.ts'
import type { ServerState } from '../../telephony/freeswitch/farm/server-state.ts'
import type { Registrar } from '../../telephony/freeswitch/registrar/registrar.ts'
import type { PhoneAt } from '../desks/protocol.ts'

/** What is said of such a phone, before the names of its servers. */
export const ONLY_AT = 'registered only at'

/** Where a phone is registered that is not called, since that server is not used; null: nowhere. */
export function phoneAt(
  registrar: Pick<Registrar, 'elsewhere'> | null,
  operator: OperatorId,
  servers: readonly ServerState[],
): PhoneAt | null {
  const names = registrar?.elsewhere.get(operator) ?? []
  return names.length === 0 ? null : placeOf(names, servers)
}

/** Operators whose phones are registered where nobody is called, in words. */
export function phonesElsewhere(
  registrar: Pick<Registrar, 'elsewhere'> | null,
  servers: readonly ServerState[],
): string[] {
  return [...(registrar?.elsewhere ?? [])].map(([operator, names]) => {
    const { server, isDrained } = placeOf(names, servers)
    const how = isDrained ? 'is drained' : 'does not work now'
    const todo = `Restart or move the phone, or ${isDrained ? 'take the server back' : 'mend the server'}.`
    return `${operator}'s phone: ${ONLY_AT} ${server}, which ${how}. ${todo}`
  })
}

function placeOf(names: readonly string[], servers: readonly ServerState[]): PhoneAt {
  const theirs = servers.filter(({ name }) => names.includes(name))
  const isDrained = theirs.some(({ state }) => state === 'drained' || state === 'draining')
  return { server: names.join(' and '), isDrained }
}
