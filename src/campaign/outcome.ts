/**
 * What became of one attempt. A closed list, exactly one for each attempt.
 *
 * - `connected`: the person and an operator heard each other within the allowed time.
 * - `abandoned`: answered and not connected, for whatever reason on our side or theirs.
 * - `machine`: known to be a machine before any operator was given.
 * - `noAnswer`, `busy`, `invalid`, `refused`, `congestion`, `failed`: as the network said.
 * - `cancelled`: taken back by us while it rang.
 * - `notPlaced`: recorded, but stopped before the call was placed.
 * - `lost`: the end is unknown, after a crash or a lost connection.
 * - `served`, `unserved`: the person called us, and was joined to an operator, or was not. They are
 *   in no abandonment budget: abandoned is a call that a dialer made (16 CFR 310.4(b)(1)(iv); Ofcom
 *   likewise speaks of calls that are generated).
 */
export const OUTCOMES = [
  'connected',
  'abandoned',
  'machine',
  'noAnswer',
  'busy',
  'invalid',
  'refused',
  'congestion',
  'failed',
  'cancelled',
  'notPlaced',
  'lost',
  'served',
  'unserved',
] as const

/** One of the outcomes. */
export type Outcome = (typeof OUTCOMES)[number]

/** What calls come to that people make to us. */
export type IncomingOutcome = 'served' | 'unserved'
