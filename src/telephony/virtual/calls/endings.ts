import type { Cause } from '../../cause.ts'

/** How a call ends, without whose it was. */
export interface Ending {
  readonly cause: Cause
  readonly from: 'callee' | 'us' | 'network'
  /** Final SIP response; 200 when the call had been answered. */
  readonly sip: number
  /** Q.850 cause value; absent where the network gives none. */
  readonly q850?: number
}

/**
 * What callees and networks come to before anybody answers: SIP by RFC 3261, section 21; Q.850 by
 * RFC 3398, section 7.2.4.1.
 */
export const UNREACHED = {
  busy: { cause: 'busy', from: 'callee', sip: 486, q850: 17 },
  invalid: { cause: 'invalid', from: 'network', sip: 404, q850: 1 },
  congestion: { cause: 'congestion', from: 'network', sip: 503, q850: 34 },
  refused: { cause: 'refused', from: 'callee', sip: 603, q850: 21 },
  unanswered: { cause: 'noAnswer', from: 'network', sip: 480, q850: 19 },
} as const satisfies Record<string, Ending>

/** Our ring limit: a CANCEL, and 487 in return (RFC 3261, section 9.1). */
export const RING_LIMIT: Ending = { cause: 'noAnswer', from: 'us', sip: 487, q850: 19 }
/**
 * Taken back before the answer: 487 likewise; the network gives no Q.850 value to whoever cancels.
 */
export const CANCELLED: Ending = { cause: 'cancelled', from: 'us', sip: 487 }
/** An answered call ended in the ordinary way, by a BYE from us. */
export const HUNG_UP_BY_US: Ending = { cause: 'hangUp', from: 'us', sip: 200, q850: 16 }
/** The same from the callee. */
export const HUNG_UP_BY_CALLEE: Ending = { cause: 'hangUp', from: 'callee', sip: 200, q850: 16 }
