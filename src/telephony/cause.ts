/**
 * Why a call ended, in the engine's words. A closed list: each adapter translates its own causes
 * (SIP responses, Q.850) into these, and nothing above the adapter knows the network's numbers but
 * as data for reports.
 */
export type Cause =
  /** Nobody answered in time, or the callee's side gave up ringing. */
  | 'noAnswer'
  | 'busy'
  /** The number does not exist, has changed or is out of service. */
  | 'invalid'
  /**
   * The carrier or the network had no room: 503 and its relatives. The callee knows nothing of it.
   */
  | 'congestion'
  /** The callee, or somebody on their behalf, declined the call. */
  | 'refused'
  /** Our side failed: media, configuration, credentials. */
  | 'failed'
  /** We took the call back before it was answered. */
  | 'cancelled'
  /** An answered call was ended in the ordinary way; who ended it is in `from`. */
  | 'hangUp'
