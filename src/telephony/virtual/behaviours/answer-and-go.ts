import { type Duration, millis } from '../../../base/duration.ts'
import { type Behaviour, type Chance, scriptChange } from './behaviour.ts'

/**
 * Whoever answers hangs up within `longest`, whatever our side does meanwhile: before, during or
 * just after the connection. Calls that nobody answers stay as they are.
 */
export function answerAndGo(chance: Chance, longest: Duration = millis(100)): Behaviour {
  return scriptChange('answer and go', chance, (script, random) => {
    const { outcome } = script
    if (outcome.kind !== 'answers') return script
    const leavesAfter = random.integer(0, longest)
    return { ...script, outcome: { ...outcome, callee: { ...outcome.callee, leavesAfter } } }
  })
}
