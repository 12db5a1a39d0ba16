import { Subject } from 'rxjs'
import { type Duration, seconds } from '../../../base/duration.ts'
import type { AttemptId, TrunkId } from '../../../base/id.ts'
import type { Cancel, Timeline } from '../../../base/timeline.ts'
import type { CallEvent } from '../../call-event.ts'
import type { IncomingCall, IncomingRefusal } from '../../incoming.ts'
import { person } from '../callee.ts'
import type { AnsweredCallee } from '../script.ts'
import type { TrunkLoad } from '../trunk.ts'
import { type Call, placed } from './call.ts'
import { HUNG_UP_BY_CALLEE } from './endings.ts'

/** Somebody who calls one of our numbers. */
export interface VirtualCaller extends Omit<IncomingCall, 'call'> {
  /** How long they let it ring. */
  readonly ringing?: Duration
  /** What they do once they are answered; patient and in no hurry, unless said otherwise. */
  readonly habits?: Partial<AnsweredCallee>
  /** Told when they are turned away. */
  readonly refused?: (why: IncomingRefusal) => void
}

/** What calls from outside need of the exchange. */
export interface CallersParts {
  readonly timeline: Timeline
  /** @returns the trunk with one more call on it, or null when it turned the call away. */
  readonly admit: (trunk: TrunkId) => TrunkLoad | null
  readonly start: (call: Call) => void
  /** The person in a call hangs up. */
  readonly leave: (attempt: AttemptId) => void
  readonly tell: (event: CallEvent) => void
}

/** Whoever is neither answered nor refused is turned away by the exchange. */
const UNHEARD_LIMIT: Duration = seconds(4)

interface Ringing {
  readonly caller: VirtualCaller
  readonly line: TrunkLoad
  readonly cancel: Cancel
}

/** Calls from outside until they are answered. */
export class Callers {
  readonly incoming$ = new Subject<IncomingCall>()
  private readonly parts: CallersParts
  private readonly ringing = new Map<string, Ringing>()
  /** Callers who were answered, by name. */
  private readonly answered = new Map<string, AttemptId>()
  private made = 0

  constructor(parts: CallersParts) {
    this.parts = parts
  }

  /**
   * Somebody calls; nothing is heard of it here where the trunk has no line for them.
   *
   * @returns what has them hang up.
   */
  callIn(caller: VirtualCaller): () => void {
    const { timeline, admit, leave } = this.parts
    const line = admit(caller.trunk)
    if (line === null) return () => {}
    const call = `call-${++this.made}`
    const { from, to, trunk, ringing = Infinity } = caller
    const limit = Math.min(ringing, UNHEARD_LIMIT)
    const isUnheard = ringing > UNHEARD_LIMIT
    const cancel = timeline.after(limit, () =>
      isUnheard ? this.refuse(call, 'unavailable') : void this.take(call),
    )
    this.ringing.set(call, { caller, line, cancel })
    timeline.after(0, () => this.incoming$.next({ call, trunk, from, to }))
    return () => {
      if (this.take(call) !== undefined) return
      const attempt = this.answered.get(call)
      if (attempt !== undefined) leave(attempt)
    }
  }

  answer(call: string, attempt: AttemptId): void {
    const { timeline, start, tell } = this.parts
    const found = this.ringing.get(call)
    if (found === undefined)
      return void timeline.after(0, () => tell({ attempt, kind: 'ended', ...HUNG_UP_BY_CALLEE }))
    found.cancel()
    this.ringing.delete(call)
    const { caller, line } = found
    this.answered.set(call, attempt)
    const { to: from, from: to, trunk } = caller
    const request = { to: to ?? '', from, trunk, ringLimit: Infinity }
    const script = { ...person(0, caller.habits), provisional: SILENT }
    start(placed(attempt, request, script, line, timeline.monotonic()))
  }

  refuse(call: string, why: IncomingRefusal): void {
    this.take(call)?.caller.refused?.(why)
  }

  close(): void {
    for (const { cancel } of this.ringing.values()) cancel()
    this.ringing.clear()
    this.incoming$.complete()
  }

  /** It rings no longer, and its line is free. */
  private take(call: string): Ringing | undefined {
    const found = this.ringing.get(call)
    if (found === undefined) return undefined
    found.cancel()
    found.line.inUse--
    this.ringing.delete(call)
    return found
  }
}

const SILENT = { trying: null, ringing: null, earlyMedia: null } as const
