import type { Cause } from '../../telephony/cause.ts'
import type { Fate } from './recorded-day.ts'

/** What a network's cause says of whoever was called. What failed on our side says nothing. */
export const FATE_OF_CAUSE: Readonly<Record<Cause, Fate>> = {
  noAnswer: 'unanswered',
  busy: 'busy',
  invalid: 'invalid',
  refused: 'refused',
  congestion: 'congestion',
  failed: 'congestion',
  cancelled: 'cut',
  hangUp: 'cut',
}
