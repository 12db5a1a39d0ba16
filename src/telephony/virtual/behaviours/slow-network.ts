import type { Duration } from '../../../base/duration.ts'
import { type Behaviour, type Chance, scriptChange } from './behaviour.ts'

/**
 * The network takes `by` this much longer to find the callee: every provisional response and the
 * outcome come later, and our ring limit leaves the callee less time to answer.
 */
export function slowNetwork(chance: Chance, by: Duration): Behaviour {
  const later = (after: Duration | null) => (after === null ? null : after + by)
  return scriptChange('slow network', chance, script => ({
    ...script,
    provisional: {
      trying: later(script.provisional.trying),
      ringing: later(script.provisional.ringing),
      earlyMedia: later(script.provisional.earlyMedia),
    },
    outcome: { ...script.outcome, after: script.outcome.after + by },
  }))
}
