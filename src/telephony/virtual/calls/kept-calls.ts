import type { Duration } from '../../../base/duration.ts'
import type { AttemptId } from '../../../base/id.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { CallEvent } from '../../call-event.ts'
import type { Call } from './call.ts'

/** What acts in calls need of whoever keeps the calls. */
export interface KeptCalls {
  /** Monotonic time. */
  readonly now: number
  find(attempt: AttemptId): Call | undefined
  /** Plans the next step of a call anew: asked after each change to it. */
  plan(call: Call): void
  /** The callee of an answered call is joined to nobody from now on. */
  leaveAlone(call: Call): void
  /** Every leg that the call has is free. */
  freeLegs(call: Call): void
  /** Whoever is in the call from outside has nothing to do with it any more. */
  part(call: Call): void
  tell(event: CallEvent): void
}

/** What acts in calls are done with. */
export interface TalkParts {
  readonly timeline: Timeline
  readonly calls: KeptCalls
  /** How long it takes until whoever goes into a room is heard there. */
  readonly joinDelay: Duration
}

/** The call, where it lives and we have not asked for its end; otherwise null. */
export function living({ calls }: TalkParts, attempt: AttemptId): Call | null {
  const call = calls.find(attempt)
  return call === undefined || call.endingAt < Infinity ? null : call
}

/** Whether the callee is with an operator, and not on the way elsewhere. */
export const isJoined = (call: Call): boolean => call.phase === 'joined' && isStill(call)

/** Whether the callee, with an operator or with nobody, may go elsewhere. */
export const isReady = (call: Call): boolean =>
  (call.phase === 'joined' || call.phase === 'waiting') && isStill(call)

const isStill = ({ next, uniting }: Call): boolean => next === null && !uniting
