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
] as const

/** One of the outcomes. */
export type Outcome = (typeof OUTCOMES)[number]
