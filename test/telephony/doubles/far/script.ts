import type { Duration } from '../../../../src/base/duration.ts'
import type { Credentials } from '../sip/digest.ts'

/** A provisional response, this long after the INVITE. */
export interface Provisional {
  readonly after: Duration
  readonly status: 180 | 183
  /** Whether it brings early media. */
  readonly media?: boolean
}

/** The final response, this long after the INVITE. */
export interface Final {
  readonly after: Duration
  readonly status: number
  readonly reason?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Whether it says where the far end listens; left out: an answer does. */
  readonly media?: boolean
}

/** What a far end does with one call. All of it may be left to the test by an empty script. */
export interface CallScript {
  /** Nothing at all is said, not even 100, as by a host that is down. */
  readonly silent?: boolean
  readonly provisional?: readonly Provisional[]
  /** Left out: rings until it is cancelled. */
  readonly final?: Final
  /** After an answer. 0: in the same moment, so that 200 and BYE may share a chunk. */
  readonly hangUpAfter?: Duration
  /** `answer` is the late 200 that crosses the CANCEL. */
  readonly onCancel?: 'terminate' | 'answer' | 'ignore'
  /** `ringFirst`: the answer comes after a 180. */
  readonly onReinvite?: 'accept' | 'ringFirst' | 'ignore' | { readonly refuse: number }
  readonly onBye?: 'accept' | 'ignore'
  /** Asks for a password (407) before anything else. */
  readonly asksFor?: Credentials
  /** Further challenges before and after it (RFC 8760), for which there is no proof. */
  readonly offers?: readonly string[]
  /** Whether its responses say where it is reached: without it they are malformed. */
  readonly contact?: boolean
  /** The length in bytes to which the SDP of answers is filled up. */
  readonly sdpBytes?: number
}

/** @returns someone who answers after this long, having rung at once. */
export function answers(after: Duration, more: CallScript = {}): CallScript {
  return { provisional: [{ after: 0, status: 180 }], final: { after, status: 200 }, ...more }
}

/** @returns someone who is heard before the answer. */
export function earlyMedia(after: Duration): CallScript {
  return answers(after, { provisional: [{ after: 0, status: 183, media: true }] })
}

/** @returns a refusal with its headers, such as `{ Reason: 'Q.850;cause=17' }`. */
export function refuses(
  status: number,
  after: Duration = 0,
  headers: Readonly<Record<string, string>> = {},
): CallScript {
  return { final: { status, after, headers } }
}

/** @returns a busy line. */
export function busy(): CallScript {
  return refuses(486, 0, { Reason: 'Q.850;cause=17;text="USER_BUSY"' })
}

/** @returns someone who does not answer. */
export function rings(more: CallScript = {}): CallScript {
  return { provisional: [{ after: 0, status: 180 }], ...more }
}

/** @returns someone who answers in the moment in which the call is cancelled. */
export function answersLate(): CallScript {
  return rings({ onCancel: 'answer' })
}

/** @returns someone who answers and is gone this long after. */
export function answersAndHangsUp(after: Duration, hangUpAfter: Duration): CallScript {
  return answers(after, { hangUpAfter })
}
