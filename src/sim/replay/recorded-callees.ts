import { type Duration, hours, minutes } from '../../base/duration.ts'
import type { Random } from '../../base/random.ts'
import type {
  CalleeScript,
  Callees,
  DialedCall,
  Provisional,
} from '../../telephony/virtual/script.ts'
import type { RecordedDay } from '../recording/recorded-day.ts'
import type { DialObserver } from '../world/world-callees.ts'
import { completeCalls, type WholeCall } from './complete-calls.ts'
import { Deck } from './deck.ts'

/**
 * A recording is read for what came of calls, not for what was heard before: a phone that rings
 * does so at once.
 */
const AT_ONCE: Provisional = { trying: null, ringing: 0, earlyMedia: null }
/** Of a call that is refused nothing is heard before. */
const SILENT: Provisional = { trying: null, ringing: null, earlyMedia: null }

/**
 * The callees of a recorded day: each dial meets the next who was called in the same quarter of an
 * hour. Whether the carrier has room is a matter of the minute and not of the callee.
 */
export class RecordedCallees implements Callees {
  private readonly day: RecordedDay
  private readonly random: Random
  private readonly dialed: DialObserver
  private readonly reached: Deck<WholeCall>
  private readonly refused: Deck<WholeCall>
  private readonly congestion: ReadonlyMap<number, number>

  /** @param random the chance of this replay. */
  constructor(day: RecordedDay, random: Random, dialed: DialObserver) {
    const calls = completeCalls(day.calls, random.fork('completion'))
    const isRefused = ({ fate }: WholeCall): boolean => fate === 'congestion'
    this.day = day
    this.random = random.fork('callees')
    this.dialed = dialed
    this.reached = new Deck(
      calls.filter(call => !isRefused(call)),
      day.start,
    )
    this.refused = new Deck(calls.filter(isRefused), day.start)
    this.congestion = congestionByMinute(calls)
  }

  script({ attempt, at: wall, dialedIndex }: DialedCall): CalleeScript {
    const at = wall - this.day.start
    const random = this.random.fork(String(dialedIndex))
    const call = this.next(at, random)
    this.dialed(attempt, KINDS[call.fate])
    const { fate, rang, patience } = call
    if (fate !== 'person' && fate !== 'machine') {
      const provisional = fate === 'unanswered' ? AT_ONCE : SILENT
      return { provisional, outcome: { kind: fate, after: Math.min(rang, LONGEST) } }
    }
    const callee = {
      by: fate,
      patience,
      // The operator ends the talk, whose length belongs to the hour and not to the callee.
      talk: null,
      leavesAfter: null,
      announcement: { kind: 'hangsUp', after: 0 },
    } as const
    return { provisional: AT_ONCE, outcome: { kind: 'answers', after: rang, callee } }
  }

  private next(at: Duration, random: Random): WholeCall {
    const share = this.congestion.get(minuteOf(at)) ?? 0
    const refused = share > 0 && random.fork('congestion').uniform() < share
    const first = refused ? this.refused : this.reached
    return first.deal(at, random) ?? NOBODY
  }
}

const NOBODY: WholeCall = { at: 0, fate: 'unanswered', rang: Infinity, patience: 0 }

/** The figures of a day know no callees who decline: they count them with those who let it ring. */
const KINDS = {
  person: 'human',
  machine: 'machine',
  busy: 'busy',
  invalid: 'invalid',
  refused: 'unanswered',
  congestion: 'congestion',
  unanswered: 'unanswered',
} as const

/** No ring limit is longer than this: a ring without end lasts until the limit. */
const LONGEST = hours(24)

const minuteOf = (at: Duration): number => Math.floor(at / minutes(1))

/** By minute: the share of calls that found the carrier without room. */
function congestionByMinute(calls: readonly WholeCall[]): ReadonlyMap<number, number> {
  return new Map(
    [...Map.groupBy(calls, ({ at }) => minuteOf(at))].map(([minute, its]) => {
      const refused = its.filter(({ fate }) => fate === 'congestion').length
      return [minute, refused / its.length]
    }),
  )
}
