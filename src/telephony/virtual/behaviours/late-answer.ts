import { type Duration, millis } from '../../../base/duration.ts'
import { type Behaviour, type Chance, scriptChange } from './behaviour.ts'

/**
 * The answer crosses our CANCEL (RFC 3261, section 9.1): a call that we take back while it rings is
 * `answered` all the same, `after` this long, and then `ended` by us as an answered call. Shows
 * only where something is taken back, by hand or by the ring limit.
 */
export function lateAnswer(chance: Chance, after: Duration = millis(50)): Behaviour {
  return scriptChange('late answer', chance, script => ({
    ...script,
    answersCancel: { by: 'person', after },
  }))
}
