import { type Duration, millis, seconds } from '../../../base/duration.ts'
import type { ErrorCode } from '../../../base/errors.ts'

const FIRST: Duration = millis(250)
/** Servers that come back are noticed within this time. */
const LONGEST: Duration = seconds(3)
/** A wrong secret does not become right by itself: somebody has to act. */
const AFTER_REFUSAL: Duration = seconds(10)

/**
 * How long to wait until the servers are tried again.
 *
 * @param why what the last try failed for; null: a connection that stood was lost.
 * @param failures how many tries in a row have failed before this one.
 */
export function retryAfter(why: ErrorCode | null, failures: number): Duration {
  if (why === 'TELEPHONY_REFUSED' || why === 'TELEPHONY_MISCONFIGURED') return AFTER_REFUSAL
  return Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 10))
}
