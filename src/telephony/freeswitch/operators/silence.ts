import { type Duration, minutes, seconds } from '../../../base/duration.ts'

/**
 * How long nothing may come from an operator's phone, not even silence, before it is asked whether
 * it is there. A phone sends a packet every 20 ms; of one that is gone nobody is to wait for long,
 * and a network that is away for a few seconds is nothing to ask about.
 */
export const SILENCE_FIRST: Duration = seconds(10)

/** A phone that is quiet by right is asked no less often: somebody may be given to it. */
export const SILENCE_LONGEST: Duration = minutes(1)

/** Silence that comes again within so many times what was allowed is how this phone is. */
const AGAIN_WITHIN = 10

/**
 * How long nothing may come from a phone next. One that was asked and has answered is quiet by
 * right, muted, or sparing what nobody would hear (RFC 3551, section 4.1): being asked interrupts
 * what its operator hears for a moment, and comes half as often each time.
 *
 * @param allowed how long nothing might come until now.
 * @param lasted since when that has been so: since the phone was asked last, or the call began.
 */
export function silenceAfter(allowed: Duration, lasted: Duration): Duration {
  return lasted < allowed * AGAIN_WITHIN ? Math.min(allowed * 2, SILENCE_LONGEST) : SILENCE_FIRST
}
