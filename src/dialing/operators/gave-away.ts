import type { Core, OperatorRun } from '../core.ts'

/**
 * Whether an operator has given the person away, who is on the way to somebody else or has music
 * while it rings outside. Putting the phone down then is no end of the call, nor a fault of theirs.
 */
export function gaveAway(core: Core, { id, operator: { state } }: OperatorRun): boolean {
  const call = state.name === 'talking' ? core.attempts.get(state.attempt) : undefined
  if (call === undefined) return false
  const { state: stands, outside } = call.attempt
  if (stands.name === 'talking') return stands.operator === id && outside?.blind === true
  return (stands.name === 'handing' || stands.name === 'uniting') && stands.from === id
}
