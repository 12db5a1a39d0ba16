import type { Final } from '../rules/outcome.ts'

/**
 * Why nothing came of a request on the way to the carrier: its name does not resolve, its port lets
 * nobody in (closed, or TLS that does not come about), it says nothing at all, or our own SIP
 * server
 * has no such transport.
 */
export type Fault = 'unresolved' | 'closed' | 'silent' | 'noTransport'

/** A final response that refuses a call, with what it says of the trunk. */
export interface Refusal extends Final {
  /** Set where our own server made the response up. */
  readonly fault: Fault | null
  /** Seconds of its Retry-After (RFC 3261, section 20.33); null where it has none. */
  readonly retryIn: number | null
  /** Whether it asks for a proof that we cannot give: another digest than MD5. */
  readonly unanswerable: boolean
}

/** What one call says of the trunk it went through. */
export type TrunkSign =
  /** The carrier dealt with it as with any call, whatever became of it. */
  | { readonly kind: 'served' }
  /** 503: it has no room (RFC 3261, section 21.5.4). */
  | { readonly kind: 'full'; readonly number: string; readonly retryIn: number | null }
  /** It does not let us call: 401, 402, 403 or 407. */
  | ({ readonly kind: 'forbidden'; readonly number: string } & Forbidding)
  | { readonly kind: 'unreached'; readonly fault: Fault }

/** Responses by which a carrier says that it does not take calls from us. */
export const FORBIDDING = [401, 402, 403, 407] as const
/** One of them. */
export type ForbiddingStatus = (typeof FORBIDDING)[number]

/** How it says so. */
export interface Forbidding {
  readonly status: ForbiddingStatus
  /** See `Refusal`. */
  readonly unanswerable: boolean
}

/** What a refusal of a call to a number says of its trunk; null: nothing. */
export function signOf(
  { status, ours, fault, retryIn, unanswerable }: Refusal,
  number: string,
): TrunkSign | null {
  if (fault !== null) return { kind: 'unreached', fault }
  if (status === null || ours) return null
  if (status === 503) return { kind: 'full', number, retryIn }
  const forbidding = FORBIDDING.find(one => one === status)
  if (forbidding !== undefined) {
    return { kind: 'forbidden', number, status: forbidding, unanswerable }
  }
  return { kind: 'served' }
}

/** The seconds of a Retry-After header, whatever else it says; null where it says none. */
export function secondsOf(retryAfter: string | undefined): number | null {
  const digits = /^\s*(\d{1,9})(?!\d)/.exec(retryAfter ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}
