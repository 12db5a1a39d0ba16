/**
 * Every operating error Carillon reports, by code. A caller decides by the code, a person reads the
 * message, and the message says what to do next.
 */
export type ErrorCode =
  | 'USAGE'
  | 'FILE_UNREADABLE'
  | 'FILE_UNWRITABLE'
  | 'CAMPAIGN_INVALID'
  | 'CARD_INVALID'
  | 'SUPERVISION_REFUSED'
  | 'LIST_INVALID'
  | 'WORLD_INVALID'
  | 'RECORDING_INVALID'
  | 'STORE_BUSY'
  | 'STORE_CLOSED'
  | 'STORE_CORRUPT'
  | 'STORE_FULL'
  | 'STORE_NEWER'
  | 'STORE_UNREADABLE'
  | 'STORE_UNWRITABLE'
  | 'RUN_UNWRITTEN'
  | 'SITE_LOCKED'
  | 'ENGINE_UNREACHABLE'
  | 'TELEPHONY_UNREACHABLE'
  | 'TELEPHONY_REFUSED'
  | 'TELEPHONY_MISCONFIGURED'
  | 'NOT_FOUND'
  | 'NOT_SUPPORTED'
  | 'OVERLOADED'

/** An expected failure of the world around the program: a file, a disk, a lock. Never a bug. */
export class CarillonError extends Error {
  readonly code: ErrorCode

  /** @param message one or two sentences: what is wrong, and what to do. */
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'CarillonError'
    this.code = code
  }
}
