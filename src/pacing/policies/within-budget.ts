import type { Policy } from '../policy.ts'
import { progressive } from './ratio.ts'

/**
 * Any policy, held to progressive dialing while its budget's window stands at its limit or above.
 * This is the least that is owed to the people called: it stops making things worse. It cannot
 * promise that a window ends below the limit.
 */
export function withinBudget<State>(policy: Policy<State>): Policy<State> {
  return {
    name: policy.name,
    initial: policy.initial,
    rhythm: policy.rhythm,
    decide(state, seen) {
      const { connected, abandoned, limit } = seen.budget
      if (abandoned === 0 || abandoned <= limit * (abandoned + connected))
        return policy.decide(state, seen)
      const held = progressive.decide(null, seen)
      return { ...held, state, because: { ...held.because, limitedBy: 'budget' } }
    },
  }
}
