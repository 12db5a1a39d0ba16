import type { Duration } from '../../base/duration.ts'
import type { AttemptId } from '../../base/id.ts'
import type { CallEvent } from '../../telephony/call-event.ts'
import { FATE_OF_CAUSE } from './fate-of-cause.ts'
import type { RecordedCall } from './recorded-day.ts'

/** A call that has not ended yet, or whose card is still open. */
interface Live {
  readonly call: RecordedCall
  answeredAt: number | null
  /** Whether the message was played, or an operator joined: nobody waits any more. */
  attended: boolean
}

const UNSEEN: Omit<RecordedCall, 'at'> = {
  fate: 'cut',
  rang: 0,
  waited: 0,
  left: false,
  joined: false,
  over: false,
}

/** Follows the calls of one campaign through a recording. Moments are ms since its first line. */
export class CallLog {
  readonly calls: RecordedCall[] = []
  /** The most calls that lived at once. */
  most = 0
  cancelled = 0
  detectsMachines = false
  private readonly ringLimit: Duration
  private readonly connectWithin: Duration
  private readonly live = new Map<AttemptId, Live>()
  /** Calls that reached an operator, until their card is closed. */
  private readonly carded = new Map<AttemptId, RecordedCall>()

  constructor(limits: { readonly ringLimit: Duration; readonly connectWithin: Duration }) {
    this.ringLimit = limits.ringLimit
    this.connectWithin = limits.connectWithin
  }

  placed(attempt: AttemptId, at: Duration): void {
    const call: RecordedCall = { at, ...UNSEEN }
    this.live.set(attempt, { call, answeredAt: null, attended: false })
    this.calls.push(call)
    this.most = Math.max(this.most, this.live.size)
  }

  /** The call of an attempt that lives, or whose card is open; undefined for another campaign's. */
  find(attempt: AttemptId): RecordedCall | undefined {
    return this.live.get(attempt)?.call ?? this.carded.get(attempt)
  }

  told(event: CallEvent, at: Duration): void {
    const live = this.live.get(event.attempt)
    if (live === undefined) return
    if (event.kind === 'answered') this.answered(live, event.by, at)
    if (event.kind === 'connected') {
      this.attend(live, at)
      live.call.joined = true
      this.carded.set(event.attempt, live.call)
    }
    if (event.kind === 'announced') this.attend(live, at, this.connectWithin)
    if (event.kind !== 'ended' && event.kind !== 'lost') return
    this.live.delete(event.attempt)
    live.call.over = true
    if (live.answeredAt !== null) this.leftAlone(live, event, at)
    else this.unanswered(live.call, event, at)
  }

  /** The operator has said what it was. */
  card(attempt: AttemptId, machine: boolean): void {
    const call = this.carded.get(attempt)
    this.carded.delete(attempt)
    if (call?.fate === 'unknown') call.fate = machine ? 'machine' : 'person'
  }

  /** The recording is over: what still rings is cut, and what nobody named is shared out. */
  close(at: Duration): void {
    for (const live of this.live.values()) {
      if (live.answeredAt === null) live.call.rang = at - live.call.at
      else this.attend(live, at, this.connectWithin)
    }
    nameUnknown(this.calls)
  }

  private answered(live: Live, by: 'person' | 'machine' | 'unknown', at: Duration): void {
    if (by !== 'unknown') this.detectsMachines = true
    live.answeredAt = at
    live.call.fate = by
    live.call.rang = at - live.call.at
  }

  /** From now on somebody, or a message, speaks to whoever answered. */
  private attend(live: Live, at: Duration, most = Infinity): void {
    if (live.attended || live.answeredAt === null) return
    live.attended = true
    live.call.waited = Math.min(most, at - live.answeredAt)
  }

  /**
   * Past the allowed time a message plays: who goes then has not shown how long they would wait.
   */
  private leftAlone(live: Live, event: CallEvent, at: Duration): void {
    if (live.attended) return
    const byCallee = event.kind === 'ended' && event.from === 'callee'
    live.call.left = byCallee && at - live.answeredAt! <= this.connectWithin
    this.attend(live, at, this.connectWithin)
  }

  private unanswered(call: RecordedCall, event: CallEvent, at: Duration): void {
    call.rang = at - call.at
    if (event.kind !== 'ended') return
    if (event.cause === 'cancelled') this.cancelled++
    const ours = event.from === 'us' && call.rang >= this.ringLimit
    call.fate = ours ? 'unanswered' : FATE_OF_CAUSE[event.cause]
    if (ours) call.rang = Infinity
  }
}

/**
 * Answers that reached nobody who could tell. Whether an operator was free says nothing of who
 * answers: machines are as frequent among those who had to wait as among those who had not. Of
 * those who waited, the ones an operator was joined to after all are known; the rest is owed by the
 * others, evenly over the day.
 */
export function nameUnknown(calls: readonly RecordedCall[]): void {
  const isMachine = ({ fate }: RecordedCall): boolean => fate === 'machine'
  const joined = calls.filter(call => call.joined)
  const atOnce = joined.filter(({ waited }) => waited <= AT_ONCE)
  const late = joined.filter(({ waited }) => waited > AT_ONCE)
  const unknown = calls.filter(({ fate }) => fate === 'unknown')
  const alone = unknown.filter(call => !call.joined)
  const share = atOnce.filter(isMachine).length / Math.max(1, atOnce.length)
  const machines = share * (late.length + alone.length) - late.filter(isMachine).length
  let owed = 0
  for (const call of unknown) {
    if (!call.joined) owed += machines / alone.length
    const machine = !call.joined && owed >= 1
    call.fate = machine ? 'machine' : 'person'
    if (machine) owed--
  }
}

/** Whoever is joined sooner had a free operator: joining takes some 100 ms. */
const AT_ONCE = 250
