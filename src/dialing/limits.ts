import { hours, minutes, seconds } from '../base/duration.ts'

/**
 * Every bound of the engine, with its reason. None of them shapes ordinary dialing: each is there
 * so that nothing can wait, grow or repeat for ever.
 */

/**
 * The adapter ends a call at its ring limit; this much later the engine asks for the end itself.
 */
export const RING_GUARD = seconds(10)
/** A call to us that is neither answered nor over by then is taken to be lost. */
export const LIFT_LIMIT = seconds(10)
/** A join that has neither succeeded nor failed ends the call: joins take some 100 ms. */
export const JOIN_LIMIT = seconds(3)
/**
 * How long the phone of an operator at work rings: one that answers by itself takes a second, a
 * person at their desk some five. After that somebody else gets the work.
 */
export const PHONE_RING = seconds(15)
/** The adapter ends that call itself; this much later the engine takes it back. */
export const PHONE_GUARD = seconds(5)
/** A phone that has dropped out of a call is left this long to notice, and then rung again. */
export const PHONE_PAUSE = seconds(1)
/** One that our own servers have failed to call for a minute is called this often. */
export const PHONE_PAUSE_LONG = seconds(10)
/**
 * A leg that is put down is called again at most this often: its operator does not want it.
 */
export const PHONE_AGAIN = minutes(1)
/**
 * A leg `callback` stays up for this long without work, so that a phone does not ring for each of
 * several calls in a row.
 */
export const PHONE_GRACE = seconds(30)
/** The longest abandonment message that is let play: the person has no reason to hear more. */
export const MESSAGE_LIMIT = seconds(60)
/**
 * After asking for a call's end: SIP's transaction timer of 32 s (RFC 3261, 17.1.1.2) and some
 * more.
 */
export const END_LIMIT = seconds(40)
/** A call longer than this has lost its end. */
export const TALK_LIMIT = hours(4)
/**
 * News kept for a policy that is not asked: some minutes of a thousand operators. Older ones would
 * say little of what is now.
 */
export const NEWS_MAX = 10_000
/** Contacts asked for at once. A lease takes well under 10 ms at this size. */
export const LEASE_MAX = 500
/** After a lease found nothing, the next one waits this long: contacts come due by the second. */
export const LEASE_PAUSE = seconds(1)
/** Contacts with their own demand held at once for one campaign; the rest wait in the store. */
export const DEMANDED_MAX = 200
/** Journal entries gathered before they are written without waiting longer. */
export const JOURNAL_BATCH = 200
/**
 * How long the first entry of a batch may wait, in ms: what a crash may lose of the ends of calls.
 */
export const JOURNAL_DELAY = 100
/** Journal entries waiting while the store does not answer: beyond this no new call is placed. */
export const JOURNAL_MAX = 50_000
/**
 * While nothing happens, the moment is written down this often: a site that crashed on a quiet day
 * goes on from there, and not from its last call.
 */
export const MOMENT_EVERY = minutes(1)
/** What pacing decides is written down this often: a day is then some three thousand rows. */
export const DECISIONS_EVERY = seconds(10)
/** What pacing has learned is written down this often: some 5 KB. A crash loses the rest. */
export const LEARNED_EVERY = minutes(5)
/** After the store failed, it is asked again after this long. */
export const STORE_PAUSE = seconds(2)
/** A contact whose number is in another call waits this long. */
export const NUMBER_BUSY_PAUSE = minutes(1)
/** Inputs waiting in the inbox: a thousand calls make some 5,000 a second. */
export const INBOX_MAX = 200_000
/** An attempt begun and refused by the store for a reason that will pass waits this long. */
export const REFUSED_PAUSE = minutes(1)
/** A campaign looks at how its contacts stand this often: the count is for people to read. */
export const FUNNEL_EVERY = seconds(5)
/**
 * A contact whose call was cut off by a crash, in a campaign that is not run now: a day is more
 * than any plan's delay.
 */
export const LOST_PAUSE = hours(24)
/**
 * How soon whoever answered had to be connected, for a campaign that is not run now: the law's own
 * limit (47 CFR 64.1200(a)(7)).
 */
export const CONNECT_WITHIN = seconds(2)
