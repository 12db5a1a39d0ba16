import { Subject } from 'rxjs'
import { type Duration, seconds } from '../../../base/duration.ts'
import type { AttemptId } from '../../../base/id.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { CallEvent } from '../../call-event.ts'
import type { IncomingCall, IncomingRefusal } from '../../incoming.ts'
import type { SipTrunk } from '../settings.ts'
import type { SipLink } from '../wire/sip-link.ts'
import type { Caller } from './caller.ts'
import { whoCalls } from './who-calls.ts'

/** Who is neither answered nor refused by then is told that nobody is there. */
const UNHEARD_LIMIT: Duration = seconds(4)

/** RFC 3261, section 21. */
const STATUS: Readonly<Record<IncomingRefusal, number>> = {
  busy: 486,
  unknownNumber: 404,
  unavailable: 480,
}
const GONE = { cause: 'hangUp', from: 'callee', sip: 487 } as const
const OUR_FAULT = { cause: 'failed', from: 'us', sip: STATUS.unavailable } as const
/** How long it may take until the caller has our answer. */
const LIFT_LIMIT: Duration = seconds(5)

/** The call of somebody who is to be answered. */
export const callOf = (caller: Caller) => ({
  invitation: caller,
  delayedOffer: false,
  ringLimit: LIFT_LIMIT,
  served: () => {},
  refused: () => {},
})

interface Ringing {
  readonly caller: Caller
  readonly sip: SipLink
  readonly stop: Cancel
}

/** Calls from carriers that ring. */
export class Callers {
  readonly incoming$ = new Subject<IncomingCall>()
  private readonly timeline: Timeline
  private readonly trunks: readonly SipTrunk[]
  private readonly tell: (event: CallEvent) => void
  private readonly ringing = new Map<string, Ringing>()
  private heard = 0

  constructor(timeline: Timeline, trunks: readonly SipTrunk[], tell: (event: CallEvent) => void) {
    this.timeline = timeline
    this.trunks = trunks
    this.tell = tell
  }

  /** A carrier sends a call, over a SIP server. */
  arrived(caller: Caller, sip: SipLink): void {
    const who = whoCalls(caller, this.trunks)
    if (who === null || !this.incoming$.observed) return void caller.decline(STATUS.unavailable)
    const call = `call-${++this.heard}`
    const stop = this.timeline.after(UNHEARD_LIMIT, () => this.refuse(call, 'unavailable'))
    this.ringing.set(call, { caller, sip, stop })
    caller.over.onto(() => void this.take(call))
    this.incoming$.next({ call, ...who })
  }

  /**
   * Takes a call that rings to be answered as an attempt. @returns who calls; null: they are gone,
   * or (`servers` false) there is nothing to serve them with, which is told.
   */
  answer(call: string, attempt: AttemptId, servers: boolean): Caller | null {
    const caller = this.take(call)
    if (caller !== undefined && servers) return caller
    const declined = caller?.decline(STATUS.unavailable) === true
    this.tell({ attempt, kind: 'ended', ...(declined ? OUR_FAULT : GONE) })
    return null
  }

  /** The SIP server over which a call rings; null: it rings no more. */
  wayOf(call: string): SipLink | null {
    return this.ringing.get(call)?.sip ?? null
  }

  private take(call: string): Caller | undefined {
    const found = this.ringing.get(call)
    found?.stop()
    this.ringing.delete(call)
    return found?.caller
  }

  /** Turns a call away that rings. */
  refuse(call: string, why: IncomingRefusal): void {
    this.take(call)?.decline(STATUS[why])
  }

  /** Nobody is told of anybody any more. */
  close(): void {
    for (const { caller } of [...this.ringing.values()]) caller.decline(STATUS.unavailable)
    this.incoming$.complete()
  }
}
