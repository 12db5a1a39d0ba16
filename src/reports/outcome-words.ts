import type { Outcome } from '../campaign/outcome.ts'

/** What outcomes are called where people read them. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  connected: 'connected',
  abandoned: 'abandoned',
  machine: 'machine',
  noAnswer: 'no answer',
  busy: 'busy',
  invalid: 'invalid number',
  refused: 'refused',
  congestion: 'congestion',
  failed: 'failed',
  cancelled: 'dropped by us',
  notPlaced: 'not placed',
  lost: 'end unknown',
  served: 'called us, served',
  unserved: 'called us, not served',
}
