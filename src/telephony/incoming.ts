import type { Observable } from 'rxjs'
import type { AttemptId, TrunkId } from '../base/id.ts'

/** Somebody calls a number of ours over a trunk, and hears it ring. Numbers are E.164. */
export interface IncomingCall {
  /** The adapter's name for it, until it is an attempt. */
  readonly call: string
  readonly trunk: TrunkId
  /**
   * Who calls; null: they withhold it, or it is no number that could be called back. Of whoever
   * asks for privacy no number is told, whoever else knows it.
   */
  readonly from: string | null
  readonly to: string
}

/**
 * - `busy`: whoever could serve the caller is not there, or they are in another call with us.
 * - `unknownNumber`: nobody shows the number that was called.
 * - `unavailable`: nobody is here to say anything else.
 */
export type IncomingRefusal = 'busy' | 'unknownNumber' | 'unavailable'

/** Calls from outside, from where the trunks' carriers send; everybody else gets no answer. */
export interface Incoming {
  /**
   * Calls that ring: each is answered or refused, or else refused by the adapter within seconds.
   * Hot. Carries numbers of people, and so is recorded nowhere.
   */
  readonly incoming$: Observable<IncomingCall>
  /**
   * Lifts the receiver. From here on it is a call like any other, of this attempt: `answered`
   * follows, unless the caller is gone, which is told as `ended`. Joined to nobody and without a
   * message, the caller hears music.
   */
  answer(call: string, attempt: AttemptId): void
  /** Turns it away unanswered. Of one that is over nothing comes. */
  refuse(call: string, why: IncomingRefusal): void
}
