import type { CallEvent } from '../../call-event.ts'
import type { Cause } from '../../cause.ts'

/** A final response to our INVITE other than 200, as far as it says why. */
export interface Final {
  /** SIP status; null where the request never became one. */
  readonly status: number | null
  /** Q.850 cause of its Reason header (RFC 3326), where it has one. */
  readonly q850: number | null
  /** Whether it says when to try again (RFC 3261, section 20.33). */
  readonly retryAfter: boolean
  /**
   * Made by our own SIP server, not received: a name that does not resolve, a closed port, a
   * carrier that says nothing at all for 32 s.
   */
  readonly ours: boolean
}

/** How a call ended: an `ended` event without the call it is about. */
export type Ending = Omit<Extract<CallEvent, { readonly kind: 'ended' }>, 'kind' | 'attempt'>

/** Why we took a call back before its answer. `media`: our media server lost its end of it. */
export type Withdrawal = 'hangUp' | 'ringLimit' | 'media'

type Verdict = Pick<Ending, 'cause' | 'from'>

const is = (cause: Cause, from: Ending['from']): Verdict => ({ cause, from })

const NO_ANSWER = is('noAnswer', 'network')
const BUSY = is('busy', 'callee')
const INVALID = is('invalid', 'network')
const CONGESTION = is('congestion', 'network')
const DECLINED = is('refused', 'callee')
const BLOCKED = is('refused', 'network')
const OUR_FAULT = is('failed', 'us')
const THEIR_FAULT = is('failed', 'network')

/** RFC 3261, section 21; RFC 8197 (607), RFC 8688 (608). */
const BY_STATUS: Readonly<Record<number, Verdict>> = {
  // An answer of which no call could be made, for want of a Contact for instance.
  200: THEIR_FAULT,
  300: THEIR_FAULT,
  301: INVALID,
  400: OUR_FAULT,
  403: BLOCKED,
  404: INVALID,
  408: NO_ANSWER,
  410: INVALID,
  416: INVALID,
  480: NO_ANSWER,
  484: INVALID,
  485: INVALID,
  486: BUSY,
  487: THEIR_FAULT,
  500: CONGESTION,
  600: BUSY,
  603: DECLINED,
  604: INVALID,
  606: DECLINED,
  607: DECLINED,
  608: BLOCKED,
}

/** Q.850 causes that say more than the response that carries them (RFC 3398, section 7.2.4.1). */
const BY_Q850: Readonly<Record<number, Verdict>> = {
  1: INVALID,
  17: BUSY,
  18: NO_ANSWER,
  19: NO_ANSWER,
  20: NO_ANSWER,
  21: DECLINED,
  22: INVALID,
  23: INVALID,
  27: INVALID,
  28: INVALID,
  34: CONGESTION,
  38: CONGESTION,
  41: CONGESTION,
  42: CONGESTION,
  44: CONGESTION,
  47: CONGESTION,
  55: BLOCKED,
  57: BLOCKED,
  87: BLOCKED,
}

/** Responses under which gateways put whatever the telephone network said. */
const VAGUE: ReadonlySet<number> = new Set([400, 480, 487, 500, 502, 503, 504])

/** How a call that was refused has ended. */
export function outcomeOf(final: Final, withdrawal: Withdrawal | null = null): Ending {
  return { ...verdictOf(final, withdrawal), ...numbersOf(final) }
}

/** The Q.850 cause in a Reason header (RFC 3326), or null. */
export function q850Of(reason: string | undefined): number | null {
  const cause = /Q\.850\s*;[^,]*?cause\s*=\s*(\d{1,3})/i.exec(reason ?? '')?.[1]
  return cause === undefined ? null : Number(cause)
}

function verdictOf(final: Final, withdrawal: Withdrawal | null): Verdict {
  const { status, q850, retryAfter, ours } = final
  // A response that crossed our CANCEL, a busy one for instance, says more than the CANCEL does.
  if (withdrawal !== null && (ours || status === 487 || status === 408)) return OWN_END[withdrawal]
  if (status === null || ours) return OUR_FAULT
  if (VAGUE.has(status)) {
    if (q850 !== null && BY_Q850[q850] !== undefined) return BY_Q850[q850]
    if (status === 480 && retryAfter) return CONGESTION
  }
  // A status nobody knows means what the first of its class means (RFC 3261, section 8.1.3.2).
  return BY_STATUS[status] ?? BY_STATUS[status - (status % 100)] ?? OUR_FAULT
}

const OWN_END: Readonly<Record<Withdrawal, Verdict>> = {
  hangUp: is('cancelled', 'us'),
  ringLimit: is('noAnswer', 'us'),
  media: OUR_FAULT,
}

function numbersOf({ status, q850 }: Final): Pick<Ending, 'sip' | 'q850'> {
  return { ...(status === null ? {} : { sip: status }), ...(q850 === null ? {} : { q850 }) }
}
