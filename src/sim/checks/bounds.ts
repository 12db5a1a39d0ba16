/**
 * The bounds of figures that worlds and recordings may hold, with their reasons. None of them
 * shapes a day that anybody would try: each is there so that a slip of the keyboard is told and not
 * computed with.
 */

/** A world's day, in hours: a month of working round the clock, and no run of days is longer. */
export const DAY_HOURS_MAX = 31 * 24
/** A moment of a day, or how long before it something is known, in minutes: the longest day. */
export const MINUTES_MAX = DAY_HOURS_MAX * 60
/** Operators at work at once: as many as `run` simulates, and more than any one site seats. */
export const OPERATORS_MAX = 10_000
/** Lines of a trunk, as in a site file. */
export const LINES_MAX = 100_000
/** Calls a second: as in a site file, and down to one in a hundred seconds. */
export const [CPS_MIN, CPS_MAX] = [0.01, 10_000] as const
/** Lengths of rings, talks, wrap-ups and patience, in s: longer than a week is for ever. */
export const LENGTH_SEC_MAX = 1_000_000
/** How long a line may ring, in s: some three hours, and networks give up after three minutes. */
export const NO_ANSWER_SEC_MAX = 10_000
/** Spread of a length, as standard deviation over mean: those of real talk are below 3. */
export const CV_MAX = 100
/** Weight of a part of a mixture: one in a million is as good as never. */
export const WEIGHT_MAX = 1_000_000
/** Contacts of a world: its made-up numbers have nine digits. */
export const CONTACTS_MAX = 999_999_999
/** Lines for each free operator: ten times what a campaign may ask for. */
export const RATIO_MAX = 100
/** A moment on the monotonic clock, in ms: some thirty years of a machine that never stopped. */
export const MONOTONIC_MAX = 1e12
/** A moment of wall time, in ms: the last of the year 9999, as far as dates are written. */
export const WALL_MAX = 253_402_300_799_999
/** A recording, in ms: a year, the longest that `run` goes on for. */
export const RECORDING_MAX = 366 * 24 * 3_600_000
/** From one line of a recording to the next, in ms: the engine writes one down each second. */
export const SILENCE_MAX = 24 * 3_600_000
/** Contacts asked of the store at once, many times what an engine asks for. */
export const ASKED_MAX = 1_000_000
