import type { Core, OperatorRun } from '../core.ts'
import { PHONE_PAUSE } from '../limits.ts'
import { tellOperator } from './tell-operator.ts'

/**
 * An operator ends the call they are in, on the screen or by putting their phone down. A guest
 * leaves it to its operator; whoever is just being given the person has none to end. Who has given
 * the person away ends nothing: the person goes on their way, or, where it still rings outside,
 * waits for that without them.
 *
 * @returns whether there was one to end or to leave.
 */
export function hangUpCall(core: Core, run: OperatorRun): boolean {
  const { state } = run.operator
  const call = state.name === 'talking' ? core.attempts.get(state.attempt) : undefined
  const stands = call?.attempt.state
  const isGuest = stands?.name === 'talking' && stands.guest === run.id
  const isTheirs = stands?.name === 'talking' && stands.operator === run.id
  if (call === undefined || !(isGuest || isTheirs)) return false
  tellOperator(core, run, { kind: 'acted' })
  run.ringAfter = core.now + PHONE_PAUSE
  core.dispatch(call, { kind: isGuest ? 'guestSent' : 'operatorHungUp' })
  return true
}
